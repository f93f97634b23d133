package dev.kiln.compiler.emit.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.compiler.carrier.Carrier;
import dev.kiln.compiler.ir.Expr;
import dev.kiln.compiler.ir.IrFunction;
import dev.kiln.compiler.ir.Var;
import dev.kiln.compiler.model.type.AddressType;
import dev.kiln.compiler.model.type.FuncType;
import dev.kiln.compiler.model.type.Limits;
import dev.kiln.compiler.model.type.MemoryType;
import dev.kiln.compiler.opcode.Opcode;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an array memory emits takes no more than it says. */
class ArrayMemoryTest {
  private static final long[] OFFSETS = {
    0, 1, 7, 127, 128, 40_000, 70_000, Integer.MAX_VALUE - 8L, 1L << 31, (1L << 32) - 1
  };

  /** In parameters: an i32 at slot 0, then an i64, f32 and f64. */
  private static final List<Var> VARIABLES =
      List.of(
          new Var(0, Carrier.I32, true),
          new Var(1, Carrier.I64, true),
          new Var(2, Carrier.F32, true),
          new Var(3, Carrier.F64, true));

  private static final Expr ADDRESS = new Expr.Get(VARIABLES.getFirst());

  /** Loads and stores that are compiled today: those whose operands are numbers. */
  private static final List<Opcode> ACCESSES =
      Arrays.stream(Opcode.values())
          .filter(op -> op.immediates().naturalAlignment() >= 0)
          .filter(op -> op.code() < 0xFD_0000)
          .toList();

  private static ArrayMemory memory(boolean grows, boolean exact) {
    Limits limits =
        new Limits(1, grows ? OptionalLong.empty() : OptionalLong.of(1), AddressType.I32, false);
    return new ArrayMemory(0, new MemoryType(limits), grows, exact);
  }

  private static final List<ArrayMemory> MEMORIES =
      List.of(memory(false, true), memory(true, true), memory(true, false));

  /** A method in which slots are free from {@code next} on. */
  private static final class Site implements MethodSite {
    private final CodeBuilder cb;
    private int next;

    Site(CodeBuilder cb, int next) {
      this.cb = cb;
      this.next = next;
    }

    @Override
    public CodeBuilder code() {
      return cb;
    }

    @Override
    public int borrow(Carrier kind) {
      next += kind.slots();
      return next - kind.slots();
    }

    @Override
    public void push(Expr value) {
      switch (value.carrier()) {
        case I32 -> cb.iload(0);
        case I64 -> cb.lload(1);
        case F32 -> cb.fload(3);
        default -> cb.dload(4);
      }
    }

    @Override
    public void pushMemory(int index, ClassDesc type) {
      cb.aconst_null().checkcast(type);
    }

    @Override
    public void pushData(int index) {
      cb.aconst_null().checkcast(ConstantDescs.CD_byte.arrayType());
    }

    @Override
    public void beginBulk() {}

    @Override
    public void bulk(ClassDesc owner, String name, MethodTypeDesc type) {
      cb.invokevirtual(owner, name, type);
    }
  }

  /** The bytes of bytecode that {@code emitter} emits where slots are free from {@code slot} on. */
  private static int emitted(
      ArrayMemory memory, int slot, BiConsumer<MemoryCode, CodeBuilder> emitter) {
    MethodTypeDesc type =
        MethodTypeDesc.of(
            ConstantDescs.CD_void,
            ConstantDescs.CD_int,
            ConstantDescs.CD_long,
            ConstantDescs.CD_float,
            ConstantDescs.CD_double);
    byte[] bytes =
        ClassFile.of()
            .build(
                ClassDesc.of("T"),
                builder ->
                    builder.withMethodBody(
                        "m",
                        type,
                        ClassFile.ACC_STATIC,
                        cb -> {
                          emitter.accept(memory.in(new Site(cb, slot)), cb);
                          cb.return_();
                        }));
    CodeAttribute attribute =
        (CodeAttribute) ClassFile.of().parse(bytes).methods().getFirst().code().orElseThrow();
    return attribute.codeLength() - 1;
  }

  private static void emit(MemoryCode code, CodeBuilder cb, Access access, long offset) {
    if (!access.loads()) {
      code.store(access, offset, ADDRESS, new Expr.Get(VARIABLES.get(access.value().ordinal())));
      return;
    }
    code.load(access, offset, ADDRESS);
    if (access.value().slots() == 2) {
      cb.pop2();
    } else {
      cb.pop();
    }
  }

  /** The same in a method that has declared the memory, without the declaration. */
  private static int emittedWhereDeclared(
      ArrayMemory memory, int slot, BiConsumer<MemoryCode, CodeBuilder> emitter) {
    BiConsumer<MemoryCode, CodeBuilder> declaration = (code, cb) -> code.declare(true);
    return emitted(memory, slot, declaration.andThen(emitter)) - emitted(memory, slot, declaration);
  }

  /** The size of an access without its operands, in a method that has declared the memory. */
  private static int emitted(ArrayMemory memory, int slot, Access access, long offset) {
    int operands = !access.loads() && access.value() == Carrier.F64 ? 3 : 2;
    return emittedWhereDeclared(memory, slot, (code, cb) -> emit(code, cb, access, offset))
        - operands;
  }

  private static int size(ArrayMemory memory, Access access, long offset, int scratch) {
    return access.loads()
        ? memory.loadSize(access, offset, scratch)
        : memory.storeSize(access, offset, scratch);
  }

  @ParameterizedTest
  @CsvSource({"6, 2", "300, 4"})
  void accessesTakeNoMoreThanTheirSize(int slot, int scratch) {
    assertEquals(23, ACCESSES.size());
    for (ArrayMemory memory : MEMORIES) {
      for (Opcode op : ACCESSES) {
        for (long offset : OFFSETS) {
          Access access = Access.of(op);
          int emitted = emitted(memory, slot, access, offset);
          int size = size(memory, access, offset, scratch);
          String what = op + " offset=" + offset + " of " + memory + " takes " + emitted;
          assertTrue(emitted <= size, what + ", size " + size);
          assertTrue(size <= emitted + 20, what + ", size " + size);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"6, 2", "300, 4"})
  void localVariablesTakeNoMoreThanTheirSize(int slot, int scratch) {
    for (ArrayMemory memory : MEMORIES) {
      int declared = emitted(memory, slot, (code, cb) -> code.declare(true));
      assertTrue(declared <= memory.declareSize(true), memory + " takes " + declared);
      int again =
          emittedWhereDeclared(
              memory,
              slot,
              (code, cb) -> {
                code.invalidate();
                code.freshen();
              });
      assertTrue(again <= memory.freshenSize(scratch), memory + " takes " + again);
      assertEquals(memory.grows(), again > 0, memory.toString());
    }
    int unbounded = emitted(MEMORIES.getFirst(), 6, (code, cb) -> code.declare(false));
    assertTrue(unbounded <= MEMORIES.getFirst().declareSize(false), "takes " + unbounded);
  }

  @Test
  void otherInstructionsTakeNoMoreThanTheirSize() {
    List<Expr> range = List.of(ADDRESS, ADDRESS, ADDRESS);
    for (ArrayMemory memory : MEMORIES) {
      assertTrue(emitted(memory, 6, (code, cb) -> code.size()) <= memory.sizeSize());
      assertTrue(emitted(memory, 6, (code, cb) -> code.grow(ADDRESS)) - 1 <= memory.growSize());
      int bulk = memory.bulkSize() + range.size();
      assertTrue(emitted(memory, 6, (code, cb) -> code.fill(range)) <= bulk);
      assertTrue(emitted(memory, 6, (code, cb) -> code.copy(code, range)) <= bulk);
      assertTrue(emitted(memory, 6, (code, cb) -> code.init(0, range)) <= bulk);
    }
  }

  @Test
  void anAccessThatIsCoveredIsNotCheckedAgain() {
    IrFunction empty =
        new IrFunction(0, FuncType.EMPTY, VARIABLES, VARIABLES, List.of(), List.of());
    Access access = Access.of(Opcode.I32_LOAD);
    for (ArrayMemory memory : MEMORIES) {
      int[] sizes = new int[4];
      for (int count = 0; count < sizes.length; count++) {
        int times = count;
        sizes[count] =
            emitted(
                memory,
                6,
                (code, cb) -> {
                  code.declare(true);
                  code.heed(new Coverage(AddressType.I32, empty, empty.edges(), 0, 0, List.of()));
                  for (int i = 0; i < times; i++) {
                    emit(code, cb, access, i == 2 ? 16 : 8);
                  }
                });
      }
      int first = sizes[1] - sizes[0];
      assertTrue(first - 2 <= memory.loadSize(access, 8, 2), memory.toString());
      assertTrue(sizes[2] - sizes[1] < first, "the second is covered: " + memory);
      assertEquals(first, sizes[3] - sizes[2], "the third goes beyond: " + memory);
    }
  }
}
