package dev.kiln.compiler;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.compiler.api.CompileOptions;
import dev.kiln.compiler.decode.ModuleDecoder;
import dev.kiln.compiler.opcode.Opcode;
import dev.kiln.compiler.testing.CodeWriter;
import dev.kiln.compiler.testing.Compiled;
import dev.kiln.compiler.testing.ModuleWriter;
import dev.kiln.runtime.FuncType;
import dev.kiln.runtime.Instance;
import dev.kiln.runtime.Linker;
import dev.kiln.runtime.NumType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Values that two JVM values carry, everywhere that values go. The type is v128, of which modules
 * may not make use yet: no instruction computes with one here, and the host makes them.
 */
class TwoCarriersTest {
  private static final int EXPORT = 0;

  /** Parameters that take 261 slots of the JVM. */
  private static final int MANY = 65;

  private final ModuleWriter module = new ModuleWriter();
  private final int make = module.importFunction("env", "make", module.type("ll", "v"));
  private final int low = module.importFunction("env", "low", module.type("v", "l"));
  private final int mix = module.importFunction("env", "mix", module.type("vfvi", "vlv"));

  /** How functions are laid out. */
  enum Sizes {
    WHOLE(0, 0),
    PIECES(1000, 1000);

    final CompileOptions options;

    Sizes(int method, int piece) {
      options = new CompileOptions(Compiled.CLASS, 1).withSizes(method, piece);
    }
  }

  private void export(String name, String params, String results, String locals, CodeWriter code) {
    module.export(name, EXPORT, module.function(module.type(params, results), locals, code));
  }

  private Compiled compile(Sizes sizes) {
    byte[] wasm = module.toBytes();
    return Compiled.of(
        Compiler.compile(ModuleDecoder.decodeAll("m.wasm", wasm), wasm, sizes.options));
  }

  private Instance instance(Sizes sizes) {
    return compile(sizes).instantiate(TwoCarriersTest::define);
  }

  private static void define(Linker linker) {
    NumType i32 = NumType.I32;
    NumType i64 = NumType.I64;
    linker.function("env", "make", FuncType.of(i64, i64).returns(i64, i64), (c, args) -> args);
    linker.function(
        "env", "low", FuncType.of(i64, i64).returns(i64), (c, args) -> new Object[] {args[0]});
    linker.function(
        "env",
        "mix",
        FuncType.of(i64, i64, NumType.F32, i64, i64, i32).returns(i64, i64, i64, i64, i64),
        (c, args) -> mixed(args));
  }

  private static Object[] mixed(Object[] args) {
    long sum = (long) (float) args[2] + (int) args[5];
    return new Object[] {args[3], args[4], sum, args[0], args[1]};
  }

  private static void check(Instance instance, String name, long[] expected, Object... args) {
    Object[] results = instance.getFunction(name).call(args);
    assertArrayEquals(Arrays.stream(expected).boxed().toArray(), results, name);
  }

  private static long[] longs(long... values) {
    return values;
  }

  @ParameterizedTest
  @EnumSource(Sizes.class)
  void localsAreZeroAndAssignedTogether(Sizes sizes) {
    export("zero", "", "v", "v", new CodeWriter().get(0));
    export("tee", "v", "v", "vi", new CodeWriter().get(0).op(Opcode.LOCAL_TEE, 1));
    // What pends is the old value.
    export("old", "vv", "vv", "", new CodeWriter().get(0).get(1).set(0).get(0));
    CodeWriter dropped = new CodeWriter().get(1).get(0).op(Opcode.DROP).get(0).op(Opcode.DROP);
    export("drop", "vi", "i", "", dropped);
    export("self", "v", "v", "", new CodeWriter().get(0).set(0).get(0));
    Instance instance = instance(sizes);
    check(instance, "zero", longs(0, 0));
    check(instance, "tee", longs(1, 2), 1L, 2L);
    check(instance, "old", longs(1, 2, 3, 4), 1L, 2L, 3L, 4L);
    check(instance, "self", longs(1, 2), 1L, 2L);
    assertEquals(7, instance.getFunction("drop").call(1L, 2L, 7)[0]);
  }

  @ParameterizedTest
  @EnumSource(Sizes.class)
  void oneConditionChoosesBoth(Sizes sizes) {
    CodeWriter select = new CodeWriter().get(0).get(1).get(2).op(Opcode.SELECT_T).u8(1).u8(0x7b);
    export("select", "vvi", "v", "", select);
    // A condition, and arms, that are calls.
    CodeWriter calls = new CodeWriter().i64(1).i64(2).op(Opcode.CALL, make);
    calls.i64(3).i64(4).op(Opcode.CALL, make).get(0).op(Opcode.CALL, low);
    calls.op(Opcode.I32_WRAP_I64).op(Opcode.SELECT_T).u8(1).u8(0x7b);
    export("calls", "v", "v", "", calls);
    Instance instance = instance(sizes);
    check(instance, "select", longs(1, 2), 1L, 2L, 3L, 4L, 1);
    check(instance, "select", longs(3, 4), 1L, 2L, 3L, 4L, 0);
    check(instance, "calls", longs(1, 2), 1L, 0L);
    check(instance, "calls", longs(3, 4), 0L, 1L);
  }

  @ParameterizedTest
  @EnumSource(Sizes.class)
  void blocksTakeAndLeaveThem(Sizes sizes) {
    int same = module.type("v", "v");
    CodeWriter block = new CodeWriter().get(0).block(Opcode.BLOCK, same).get(2);
    block.op(Opcode.BR_IF, 0).op(Opcode.DROP).get(1).end();
    export("block", "vvi", "v", "", block);
    CodeWriter arms =
        new CodeWriter().get(0).get(1).get(2).block(Opcode.IF, module.type("vv", "v"));
    arms.op(Opcode.DROP).op(Opcode.ELSE).set(0).op(Opcode.DROP).get(0).end();
    export("if", "vvi", "v", "", arms);
    CodeWriter only = new CodeWriter().get(0).get(1).block(Opcode.IF, same).op(Opcode.DROP);
    only.i64(8).i64(9).op(Opcode.CALL, make).end();
    export("only", "vi", "v", "", only);
    Instance instance = instance(sizes);
    for (String name : new String[] {"block", "if"}) {
      check(instance, name, longs(1, 2), 1L, 2L, 3L, 4L, 1);
      check(instance, name, longs(3, 4), 1L, 2L, 3L, 4L, 0);
    }
    check(instance, "only", longs(8, 9), 1L, 2L, 1);
    check(instance, "only", longs(1, 2), 1L, 2L, 0);
  }

  @ParameterizedTest
  @EnumSource(Sizes.class)
  void loopsSwapThem(Sizes sizes) {
    CodeWriter loop = new CodeWriter().get(0).get(1).block(Opcode.LOOP, module.type("vv", "vv"));
    loop.set(0).set(1).get(0).get(1).get(2).i32(1).op(Opcode.I32_SUB);
    loop.op(Opcode.LOCAL_TEE, 2).op(Opcode.BR_IF, 0).end();
    export("loop", "vvi", "vv", "", loop);
    Instance instance = instance(sizes);
    check(instance, "loop", longs(3, 4, 1, 2), 1L, 2L, 3L, 4L, 1);
    check(instance, "loop", longs(1, 2, 3, 4), 1L, 2L, 3L, 4L, 2);
    check(instance, "loop", longs(3, 4, 1, 2), 1L, 2L, 3L, 4L, 7);
  }

  @ParameterizedTest
  @EnumSource(Sizes.class)
  void tablesOfBranchesCarryThem(Sizes sizes) {
    int leaves = module.type("", "v");
    CodeWriter code = new CodeWriter().block(Opcode.BLOCK, leaves).block(Opcode.BLOCK, leaves);
    code.block(Opcode.BLOCK, leaves).get(0).get(1);
    code.op(Opcode.BR_TABLE).u(3).u(0).u(1).u(3).u(2).end();
    code.op(Opcode.DROP).i64(10).i64(11).op(Opcode.CALL, make).op(Opcode.BR, 1).end();
    code.op(Opcode.DROP).i64(20).i64(21).op(Opcode.CALL, make).end();
    export("table", "vi", "v", "", code);
    Instance instance = instance(sizes);
    check(instance, "table", longs(10, 11), 1L, 2L, 0);
    check(instance, "table", longs(20, 21), 1L, 2L, 1);
    check(instance, "table", longs(1, 2), 1L, 2L, 2);
    check(instance, "table", longs(1, 2), 1L, 2L, 3);
    check(instance, "table", longs(1, 2), 1L, 2L, -1);
  }

  @ParameterizedTest
  @EnumSource(Sizes.class)
  void callsPassThem(Sizes sizes) {
    int swap = module.type("viv", "vv");
    int swapping = module.function(swap, "", new CodeWriter().get(2).get(0));
    int same = module.type("v", "v");
    int first = module.function(same, "", new CodeWriter().get(0));
    int second =
        module.function(
            same, "", new CodeWriter().i64(5).get(0).op(Opcode.CALL, low).op(Opcode.CALL, make));
    module.table(4);
    module.elements(0, new int[] {swapping, first, second});
    CodeWriter args = new CodeWriter().get(0).i32(6).get(1);
    export("direct", "vv", "vv", "", new CodeWriter().append(args).op(Opcode.CALL, swapping));
    CodeWriter indirect = new CodeWriter().append(args).i32(0);
    export("indirect", "vv", "vv", "", indirect.op(Opcode.CALL_INDIRECT, swap).u8(0));
    CodeWriter switched = new CodeWriter().get(0).get(1).op(Opcode.CALL_INDIRECT, same).u8(0);
    export("switched", "vi", "v", "", switched);
    Instance instance = instance(sizes);
    check(instance, "direct", longs(3, 4, 1, 2), 1L, 2L, 3L, 4L);
    check(instance, "indirect", longs(3, 4, 1, 2), 1L, 2L, 3L, 4L);
    check(instance, "switched", longs(1, 2), 1L, 2L, 1);
    check(instance, "switched", longs(5, 1), 1L, 2L, 2);
  }

  @ParameterizedTest
  @EnumSource(Sizes.class)
  void manyComeThroughTheWindow(Sizes sizes) {
    int type = module.type("F" + "v".repeat(MANY) + "d", "d" + "v".repeat(MANY) + "F");
    CodeWriter turn = new CodeWriter().get(MANY + 1);
    for (int i = MANY; i > 0; i--) {
      turn.get(i);
    }
    int turned = module.function(type, "", turn.get(0));
    module.table(1);
    module.elements(0, new int[] {turned});
    for (String name : new String[] {"direct", "indirect"}) {
      CodeWriter code = new CodeWriter().op(Opcode.REF_NULL).u8(0x70);
      for (int i = 0; i < MANY; i++) {
        code.i64(2 * i).i64(2 * i + 1).op(Opcode.CALL, make);
      }
      code.f64(0.5);
      if (name.equals("direct")) {
        code.op(Opcode.CALL, turned);
      } else {
        code.i32(0).op(Opcode.CALL_INDIRECT, type).u8(0);
      }
      code.op(Opcode.DROP);
      // Below the last two are the others.
      code.set(1).set(0);
      for (int i = 2; i < MANY; i++) {
        code.set(2);
      }
      export(name, "", "vvv", "vvv", code.op(Opcode.DROP).get(0).get(1).get(2));
    }
    Instance instance = instance(sizes);
    check(instance, "direct", longs(2, 3, 0, 1, 2 * MANY - 2, 2 * MANY - 1));
    check(instance, "indirect", longs(2, 3, 0, 1, 2 * MANY - 2, 2 * MANY - 1));
  }

  /** Swaps locals round and round, with branches back and forth, in far more than one piece. */
  @ParameterizedTest
  @EnumSource(Sizes.class)
  void theyCrossFromPieceToPiece(Sizes sizes) {
    int count = 12;
    int times = 40;
    CodeWriter code = new CodeWriter();
    for (int i = 0; i < count; i++) {
      code.i64(i).i64(100 + i).op(Opcode.CALL, make).set(1 + i);
    }
    code.block(Opcode.LOOP, -1);
    for (int t = 0; t < times; t++) {
      code.block(Opcode.BLOCK, -1).get(0).i32(t).op(Opcode.I32_EQ).op(Opcode.BR_IF, 0);
      for (int i = 0; i < count; i++) {
        code.get(1 + i);
      }
      code.set(1);
      for (int i = count - 1; i > 0; i--) {
        code.set(1 + i);
      }
      code.end();
    }
    code.get(0).i32(1).op(Opcode.I32_SUB).op(Opcode.LOCAL_TEE, 0).op(Opcode.BR_IF, 0).end();
    for (int i = 0; i < count; i++) {
      code.get(1 + i);
    }
    export("turn", "i", "v".repeat(count), "v".repeat(count), code);
    Compiled compiled = compile(sizes);
    boolean isSplit = compiled.files().keySet().stream().anyMatch(f -> f.contains("M$S"));
    assertEquals(sizes == Sizes.PIECES, isSplit);
    Instance instance = compiled.instantiate(TwoCarriersTest::define);
    int turns = 3 * (times - 1); // each pass leaves one out
    long[] expected = new long[2 * count];
    for (int i = 0; i < count; i++) {
      int from = Math.floorMod(i - turns, count);
      expected[2 * i] = from;
      expected[2 * i + 1] = 100 + from;
    }
    check(instance, "turn", expected, 3);
  }

  @ParameterizedTest
  @EnumSource(Sizes.class)
  void hostFunctionsTakeAndGiveThem(Sizes sizes) {
    CodeWriter code = new CodeWriter().get(0).op(Opcode.F32_CONST).u8(0).u8(0).u8(0x40).u8(0x40);
    export("mix", "vv", "vlv", "", code.get(1).i32(4).op(Opcode.CALL, mix));
    Instance instance = instance(sizes);
    check(instance, "mix", longs(3, 4, 7, 1, 2), 1L, 2L, 3L, 4L);
    Compiled compiled = compile(sizes);
    check(
        compiled.instantiate(throughInterface(compiled)),
        "mix",
        longs(3, 4, 7, 1, 2),
        1L,
        2L,
        3L,
        4L);
  }

  /** The imports as methods of an object: a value is two parameters, and two of the results. */
  private static Consumer<Linker> throughInterface(Compiled compiled) {
    Class<?> type = compiled.load(Compiled.CLASS + "Env");
    Object host =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, args) -> {
              // The method with the caller is the one that is called.
              Object[] values = Arrays.copyOfRange(args, 1, args.length);
              return switch (method.getName()) {
                case "low" -> values[0];
                case "make" -> record(method, values);
                case "mix" -> record(method, mixed(values));
                default -> throw new AssertionError(method);
              };
            });
    return linker -> {
      for (Method method : type.getMethods()) {
        if (method.getName().equals("define")) {
          define(method, linker, compiled, host);
        }
      }
    };
  }

  private static void define(Method define, Linker linker, Compiled compiled, Object host) {
    try {
      define.invoke(null, linker, compiled.module(linker.engine()), host);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private static Object record(Method method, Object[] values) throws ReflectiveOperationException {
    Constructor<?> constructor = method.getReturnType().getConstructors()[0];
    assertTrue(method.getReturnType().isRecord());
    return constructor.newInstance(values);
  }
}
