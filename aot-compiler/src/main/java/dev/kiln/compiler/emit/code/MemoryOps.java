package dev.kiln.compiler.emit.code;

import static dev.kiln.compiler.emit.layout.Abi.*;

import dev.kiln.compiler.carrier.Carrier;
import dev.kiln.compiler.emit.layout.ModuleLayout;
import dev.kiln.compiler.ir.Expr;
import dev.kiln.compiler.ir.Stmt;
import dev.kiln.compiler.opcode.Opcode;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Loads and stores. The shape of an access:
 *
 * <pre>
 *   getstatic LinearMemory.I32
 *   aload bytes
 *   (address)
 *   iload limit; push size-1+offset; isub
 *   invokestatic Objects.checkIndex      // the trap
 *   push offset; iadd
 *   invokevirtual VarHandle.get
 * </pre>
 *
 * <p>A memory that this module never grows has no room to spare: its limit is the length of the
 * array. Array and limit are in local variables, read again where they may have changed. An access
 * that {@link Coverage} knows to be within the memory is checked against the array alone.
 */
final class MemoryOps {
  private static final MethodTypeDesc CHECK = MethodTypeDesc.of(INT, INT, INT);
  private static final long PAGE = 65536;

  private final FunctionContext context;
  private final CodeBuilder cb;
  private final int[] stateSlots;
  private final int[] arraySlots;
  private final int[] limitSlots;
  private final BitSet used = new BitSet();

  /** Those of them whose limit is in a local variable. */
  private final BitSet limited = new BitSet();

  /** What is known of the first memory that is used. */
  private @Nullable Coverage coverage;

  /** Memories whose array may be another one than that in the local variable. */
  private final BitSet stale = new BitSet();

  /** Memories that may have become larger than the limit in the local variable. */
  private final BitSet grown = new BitSet();

  MemoryOps(FunctionContext context) {
    this.context = context;
    this.cb = context.cb;
    int count = context.layout.module().memoryCount();
    stateSlots = new int[count];
    arraySlots = new int[count];
    limitSlots = new int[count];
  }

  /** Whether accesses with {@code offset} are checked against a limit, not the array alone. */
  boolean needsLimit(int memory, long offset) {
    return offset != 0 || !isExact(memory);
  }

  /**
   * Declares that the method accesses {@code memory}: its state, array and maybe limit are loaded
   * at entry.
   */
  void declare(int memory, boolean withLimit) {
    stateSlots[memory] = context.borrow(Carrier.REF);
    arraySlots[memory] = context.borrow(Carrier.REF);
    used.set(memory);
    pushState(memory);
    cb.dup().astore(stateSlots[memory]);
    cb.getfield(LINEAR_MEMORY, "bytes", BYTES).astore(arraySlots[memory]);
    if (withLimit) {
      limitSlots[memory] = context.borrow(Carrier.I32);
      limited.set(memory);
      grown.set(memory);
      freshenLimit(memory);
    }
  }

  /** Leaves out checks that {@code coverage} shows to be made already. */
  void heed(Coverage coverage) {
    this.coverage = coverage;
  }

  /** Pushes the state object from the instance. */
  void pushState(int memory) {
    ModuleLayout layout = context.layout;
    context.loadMember(layout.members().memory(memory), layout.memoryField(memory), LINEAR_MEMORY);
  }

  /** After something that may grow memories. */
  void invalidate() {
    for (int m = used.nextSetBit(0); m >= 0; m = used.nextSetBit(m + 1)) {
      if (context.layout.analysis().memoryGrows(m)) {
        stale.set(m);
        grown.set(m, limited.get(m));
      }
    }
  }

  /** Before control flow joins or leaves: every path agrees that the arrays are the right ones. */
  void freshenAll() {
    for (int m = used.nextSetBit(0); m >= 0; m = used.nextSetBit(m + 1)) {
      freshen(m);
      freshenLimit(m);
    }
  }

  /** Where control flow ends, nothing needs to be right. */
  void forget() {
    stale.clear();
    grown.clear();
  }

  private void freshen(int memory) {
    if (!stale.get(memory)) {
      return;
    }
    cb.aload(stateSlots[memory]).getfield(LINEAR_MEMORY, "bytes", BYTES).astore(arraySlots[memory]);
    stale.clear(memory);
  }

  private void freshenLimit(int memory) {
    if (!grown.get(memory)) {
      return;
    }
    if (isExact(memory)) {
      cb.aload(arraySlots[memory]).arraylength();
    } else {
      cb.aload(stateSlots[memory]).getfield(LINEAR_MEMORY, "limit", INT);
    }
    long certain = certain(memory);
    if (certain > 0) {
      // Changes nothing, but tells the JIT that the limit less some offset is not negative.
      cb.loadConstant((int) Math.min(certain, PAGE)).invokestatic(MATH, "max", CHECK);
    }
    cb.istore(limitSlots[memory]);
    grown.clear(memory);
  }

  /** The bytes that a memory surely has. */
  private long certain(int memory) {
    return context.layout.module().memoryType(memory).limits().min() * PAGE;
  }

  /**
   * How an instruction accesses the array; a null view is a plain byte access. Floats are accessed
   * as the integers that have their bits, which is what the JDK's views of floats do.
   */
  private record Access(@Nullable String view, ClassDesc type, int size) {}

  private static Access access(Opcode op) {
    return switch (op.accessBytes()) {
      case 1 -> new Access(null, ConstantDescs.CD_byte, 1);
      case 2 -> new Access("U16", ConstantDescs.CD_char, 2);
      case 4 -> new Access("I32", INT, 4);
      case 8 -> new Access("I64", LONG, 8);
      default -> throw new IllegalArgumentException("no memory access: " + op);
    };
  }

  /** The letter of the value that is loaded or stored. */
  private static char value(Opcode op) {
    return op.results().isEmpty() ? op.operands().charAt(1) : op.results().charAt(0);
  }

  /** The size of a load. */
  static int loadSize(Expr.Apply load, SizeContext in) {
    return accessSize(load.op, load.immediates.offset(), in) + 1;
  }

  /** The size of a store. */
  static int storeSize(Stmt.Store store, SizeContext in) {
    Opcode op = store.op();
    boolean narrowedTwice = op.accessBytes() == 2 && value(op) == 'l';
    return accessSize(op, store.offset(), in) + (narrowedTwice ? 2 : 1);
  }

  /** View, array, limit, the check, the offset, the access and what makes the value of it. */
  private static int accessSize(Opcode op, long offset, SizeContext in) {
    int size = op.accessBytes();
    char value = value(op);
    boolean loads = !op.results().isEmpty();
    int check = 3 + in.scratch() + (size == 1 && offset == 0 ? 0 : 1);
    check += ExprEmitter.intSize(size - 1 + offset);
    check += offset == 0 ? 0 : ExprEmitter.intSize(offset) + 1;
    int convert = value == 'f' || value == 'd' ? 3 : op.isUnsigned() ? 5 : 0;
    convert += loads && value == 'l' ? 1 : 0;
    convert += loads && size == 2 && !op.isUnsigned() ? 1 : 0;
    return in.scratch() + check + (size == 1 ? 1 : 6) + convert + in.declared();
  }

  /** What reads the arrays again after something that may grow memories. */
  static int reloadSize(SizeContext in) {
    int size = 0;
    for (int memory = 0; memory < in.module().memoryCount(); memory++) {
      size += in.analysis().memoryGrows(memory) ? 5 * in.scratch() + 12 : 0;
    }
    return size;
  }

  /** Pushes the value of a load. */
  void load(Expr.Apply load) {
    Access access = access(load.op);
    int memory = load.immediates.index();
    begin(access, memory);
    address(load.operand(0), load.immediates.offset(), access, memory);
    if (access.view() == null) {
      cb.baload();
    } else {
      cb.invokevirtual(VAR_HANDLE, "get", MethodTypeDesc.of(access.type(), BYTES, INT));
    }
    boolean unsigned = load.op.isUnsigned();
    if (access.size() == 1 && unsigned) {
      cb.loadConstant(255).iand();
    } else if (access.size() == 2 && !unsigned) {
      cb.i2s();
    }
    switch (load.carrier()) {
      case I32 -> {}
      case I64 -> {
        if (access.size() == 4 && unsigned) {
          NumericOps.unsigned(cb);
        } else if (access.size() < 8) {
          cb.i2l();
        }
      }
      case F32 -> NumericOps.emit(cb, Opcode.F32_REINTERPRET_I32);
      case F64 -> NumericOps.emit(cb, Opcode.F64_REINTERPRET_I64);
      case FUNC, REF -> throw new IllegalArgumentException("no reference is in a memory");
    }
  }

  /** Emits a store. */
  void store(Stmt.Store store) {
    Access access = access(store.op());
    begin(access, store.memory());
    address(store.address(), store.offset(), access, store.memory());
    context.expressions.push(store.value());
    switch (store.value().carrier()) {
      case I32 -> {}
      case I64 -> {
        if (access.size() < 8) {
          cb.l2i();
        }
      }
      case F32 -> NumericOps.emit(cb, Opcode.I32_REINTERPRET_F32);
      case F64 -> NumericOps.emit(cb, Opcode.I64_REINTERPRET_F64);
      case FUNC, REF -> throw new IllegalArgumentException("no reference is in a memory");
    }
    if (access.view() == null) {
      cb.bastore();
      return;
    }
    if (access.size() == 2) {
      cb.i2c();
    }
    cb.invokevirtual(VAR_HANDLE, "set", MethodTypeDesc.of(VOID, BYTES, INT, access.type()));
  }

  private void begin(Access access, int memory) {
    freshen(memory);
    if (access.view() != null) {
      cb.getstatic(LINEAR_MEMORY, access.view(), VAR_HANDLE);
    }
    cb.aload(arraySlots[memory]);
  }

  /** Pushes the checked index of an access. */
  private void address(Expr address, long offset, Access access, int memory) {
    long beyond = access.size() - 1 + offset;
    if (address instanceof Expr.Const constant) {
      long index = (constant.bits & 0xffffffffL) + offset;
      if (index + access.size() <= Math.min(certain(memory), Integer.MAX_VALUE)) {
        cb.loadConstant((int) index);
        return;
      }
    }
    context.expressions.push(address);
    if (beyond > Integer.MAX_VALUE) {
      // No memory is that large: an index that always fails.
      cb.pop().iconst_m1().iconst_0().invokestatic(JAVA_OBJECTS, "checkIndex", CHECK);
      return;
    }
    if (!needsLimit(memory, offset)) {
      return; // the access itself checks against the array, which is as long as the memory
    }
    Coverage known = memory == used.nextSetBit(0) ? coverage : null;
    if (known != null && known.covers(address, beyond + 1)) {
      if (offset != 0) {
        cb.loadConstant((int) offset).iadd();
      }
      return;
    }
    freshenLimit(memory);
    cb.iload(limitSlots[memory]);
    if (beyond != 0) {
      cb.loadConstant((int) beyond).isub();
    }
    cb.invokestatic(JAVA_OBJECTS, "checkIndex", CHECK);
    if (offset != 0) {
      cb.loadConstant((int) offset).iadd();
    }
    if (known != null) {
      known.add(address, beyond + 1);
    }
  }

  private boolean isExact(int memory) {
    return context.layout.analysis().hasExactArray(memory);
  }
}
