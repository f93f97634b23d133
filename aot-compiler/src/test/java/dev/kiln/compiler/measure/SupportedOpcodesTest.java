package dev.kiln.compiler.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.compiler.api.CompileOptions;
import dev.kiln.compiler.opcode.Opcode;
import dev.kiln.compiler.testing.Assembler;
import dev.kiln.compiler.testing.Compiled;
import dev.kiln.compiler.testing.Functions;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every opcode of a supported proposal, in a function of its own, goes through validation,
 * lowering, measuring and emission. One that a stage does not know fails here, by its name.
 */
class SupportedOpcodesTest {
  private static final int TIMES = 30;

  private static Stream<Opcode> supported() {
    return Arrays.stream(Opcode.values()).filter(op -> op.proposal().isSupported());
  }

  private static Stream<Opcode> refused() {
    Predicate<Opcode> supported = op -> op.proposal().isSupported();
    return Arrays.stream(Opcode.values())
        .filter(supported.negate())
        .filter(op -> op != Opcode.V128_CONST);
  }

  @ParameterizedTest
  @MethodSource("supported")
  void isCompiledAndNoLargerThanItsSize(Opcode op) {
    op.family();
    assertTrue(op.fuel() >= 0 && op.fuel() <= 1);
    assertEquals(op.immediates().naturalAlignment() >= 0, accesses(op));
    byte[] wasm = Assembler.assemble(module((code(op) + "\n").repeat(TIMES)));
    for (boolean metered : List.of(false, true)) {
      Functions functions = Functions.of(wasm, metered);
      int estimate = functions.size(functions.lowered().get(0));
      assertTrue(estimate <= CompileOptions.METHOD_LIMIT, "not in one method: " + estimate);
      CompileOptions options = new CompileOptions(Compiled.CLASS, 1);
      int size = size(Compiled.of(wasm, options.withInterruption(metered, metered)));
      assertTrue(estimate >= size, size + " bytes, estimate " + estimate);
      assertTrue(estimate <= 7 * size + 200, size + " bytes, estimate " + estimate);
    }
  }

  @ParameterizedTest
  @MethodSource("refused")
  void hasNoFamilyBeforeItsProposalIsSupported(Opcode op) {
    assertThrows(IllegalStateException.class, op::family);
  }

  private static boolean accesses(Opcode op) {
    return switch (op.family()) {
      case LOAD, STORE -> op.accessBytes() > 0;
      default -> false;
    };
  }

  /** The code length of the first function's method. */
  private static int size(Compiled compiled) {
    for (ClassModel model : compiled.functionClasses().values()) {
      for (MethodModel method : model.methods()) {
        return ((CodeAttribute) method.code().orElseThrow()).codeLength();
      }
    }
    throw new AssertionError("no function");
  }

  private static String module(String code) {
    return """
    (type (func (param f32) (result f32)))
    (memory (export "m") 1 2) (memory 1) (data "x")
    (table 1 funcref) (elem declare func 1)
    (global (export "g") (mut i32) (i32.const 0))
    (func (param i32 i64 f32 f64) (local funcref)
    """
        + code
        + ")\n(func (param f32) (result f32) i32.const 0 memory.grow drop local.get 0)";
  }

  /** Code with {@code op} that leaves nothing on the stack and that nothing is folded of. */
  private static String code(Opcode op) {
    if (!op.hasSignature()) {
      return special(op);
    }
    StringBuilder code = new StringBuilder();
    for (char operand : op.operands().toCharArray()) {
      code.append("local.get ").append(local(operand)).append(' ');
    }
    code.append(op.spec()).append(immediates(op));
    for (int i = op.results().length() - 1; i >= 0; i--) {
      code.append(" local.set ").append(local(op.results().charAt(i)));
    }
    return code.toString();
  }

  private static int local(char letter) {
    int local = letter == 'a' ? 0 : "ilfd".indexOf(letter);
    assertTrue(local >= 0, "no local of type " + letter);
    return local;
  }

  private static String immediates(Opcode op) {
    return switch (op.immediates()) {
      case NONE, MEMORY_INDEX -> "";
      case MEMARG_8, MEMARG_16, MEMARG_32, MEMARG_64 -> " offset=70000";
      case I32_VALUE, I64_VALUE, F32_VALUE, F64_VALUE -> " 77";
      case DATA_MEMORY, DATA_INDEX, ELEM_INDEX -> " 0";
      default -> throw new AssertionError("no immediates for " + op + ": write some");
    };
  }

  private static String special(Opcode op) {
    return switch (op) {
      case UNREACHABLE -> "local.get 0 if unreachable end";
      case BLOCK, END -> "block local.get 0 br_if 0 end";
      case LOOP -> "loop local.get 0 br_if 0 end";
      case IF -> "local.get 0 if memory.size local.set 0 end";
      case ELSE -> "local.get 0 if memory.size local.set 0 else memory.size local.set 0 end";
      case BR -> "block local.get 0 if br 1 end memory.size local.set 0 end";
      case BR_IF -> "block local.get 0 br_if 0 memory.size local.set 0 end";
      case BR_TABLE -> "block block local.get 0 br_table 0 1 end memory.size local.set 0 end";
      case BR_ON_NULL -> "block local.get 4 br_on_null 0 drop memory.size local.set 0 end";
      case BR_ON_NON_NULL ->
          "block (result funcref) local.get 4 br_on_non_null 0 local.get 4 end" + " local.set 4";
      case RETURN -> "local.get 0 if return end";
      case CALL -> "local.get 2 call 1 local.set 2";
      case CALL_INDIRECT -> "local.get 2 local.get 0 call_indirect (type 0) local.set 2";
      case CALL_REF -> "local.get 2 ref.func 1 call_ref 0 local.set 2";
      case DROP -> "local.get 0 i32.load drop";
      case SELECT -> "local.get 0 local.get 0 local.get 0 select local.set 0";
      case SELECT_T -> "local.get 4 local.get 4 local.get 0 select (result funcref) local.set 4";
      case LOCAL_GET, LOCAL_SET -> "local.get 1 i64.eqz local.set 0";
      case LOCAL_TEE -> "local.get 1 i64.eqz local.tee 0 local.set 0";
      case GLOBAL_GET -> "global.get 0 local.set 0";
      case GLOBAL_SET -> "local.get 0 global.set 0";
      case TABLE_GET -> "local.get 0 table.get 0 local.set 4";
      case TABLE_SET -> "local.get 0 local.get 4 table.set 0";
      case TABLE_SIZE -> "table.size 0 local.set 0";
      case TABLE_GROW -> "local.get 4 local.get 0 table.grow 0 local.set 0";
      case TABLE_FILL -> "local.get 0 local.get 4 local.get 0 table.fill 0";
      case TABLE_COPY -> "local.get 0 local.get 0 local.get 0 table.copy 0 0";
      case TABLE_INIT -> "local.get 0 local.get 0 local.get 0 table.init 0";
      case MEMORY_COPY -> "local.get 0 local.get 0 local.get 0 memory.copy 0 1";
      case REF_NULL -> "ref.null func local.set 4";
      case REF_FUNC -> "ref.func 1 local.set 4";
      case REF_IS_NULL -> "local.get 4 ref.is_null local.set 0";
      case REF_AS_NON_NULL -> "local.get 4 ref.as_non_null local.set 4";
      default -> throw new AssertionError("no code with " + op + ": write some");
    };
  }
}
