package dev.kiln.compiler.emit.memory;

import static dev.kiln.compiler.emit.layout.Abi.*;

import dev.kiln.compiler.ir.Expr;
import dev.kiln.compiler.ir.Kind;
import dev.kiln.compiler.model.type.MemoryType;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The code on an {@link ArrayMemory}. The shape of an access:
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
final class ArrayMemoryCode implements MemoryCode {
  private static final MethodTypeDesc BINARY = MethodTypeDesc.of(INT, INT, INT);
  private static final MethodTypeDesc RANGE = MethodTypeDesc.of(VOID, INT, INT, INT);

  private final ArrayMemory memory;
  private final MethodSite site;
  private final CodeBuilder cb;

  /** The slots of the local variables, once they are declared. */
  private int object;

  private int array;
  private int limit;

  /** Whether there is a local variable for the limit. */
  private boolean bounded;

  private @Nullable Coverage coverage;

  /** Whether the array may be another one than that in the local variable. */
  private boolean stale;

  /** Whether the memory may have become larger than the limit in the local variable. */
  private boolean grown;

  ArrayMemoryCode(ArrayMemory memory, MethodSite site) {
    this.memory = memory;
    this.site = site;
    this.cb = site.code();
  }

  @Override
  public MemoryCarrier carrier() {
    return memory;
  }

  @Override
  public void declare(boolean withLimit) {
    object = site.borrow(Kind.REF);
    array = site.borrow(Kind.REF);
    pushObject();
    cb.dup().astore(object);
    cb.getfield(LINEAR_MEMORY, "bytes", BYTES).astore(array);
    if (withLimit) {
      limit = site.borrow(Kind.I32);
      bounded = true;
      grown = true;
      freshenLimit();
    }
  }

  @Override
  public void heed(Coverage known) {
    coverage = known;
  }

  @Override
  public void pushObject() {
    site.pushMemory(memory.index(), LINEAR_MEMORY);
  }

  @Override
  public void invalidate() {
    if (memory.grows()) {
      stale = true;
      grown = bounded;
    }
  }

  @Override
  public void freshen() {
    freshenArray();
    freshenLimit();
  }

  @Override
  public void forget() {
    stale = false;
    grown = false;
  }

  private void freshenArray() {
    if (stale) {
      cb.aload(object).getfield(LINEAR_MEMORY, "bytes", BYTES).astore(array);
      stale = false;
    }
  }

  private void freshenLimit() {
    if (!grown) {
      return;
    }
    if (memory.exact()) {
      cb.aload(array).arraylength();
    } else {
      cb.aload(object).getfield(LINEAR_MEMORY, "limit", INT);
    }
    long certain = memory.certainBytes();
    if (certain > 0) {
      // Changes nothing, but tells the JIT that the limit less some offset is not negative.
      cb.loadConstant((int) Math.min(certain, MemoryType.PAGE_SIZE));
      cb.invokestatic(MATH, "max", BINARY);
    }
    cb.istore(limit);
    grown = false;
  }

  /**
   * How the array is accessed; a null view is a plain byte access. Floats are accessed as the
   * integers that have their bits, which is what the JDK's views of floats do.
   */
  private record View(@Nullable String field, ClassDesc type) {}

  private static View view(Access access) {
    return switch (access.bytes()) {
      case 1 -> new View(null, ConstantDescs.CD_byte);
      case 2 -> new View("U16", ConstantDescs.CD_char);
      case 4 -> new View("I32", INT);
      case 8 -> new View("I64", LONG);
      default -> throw new IllegalArgumentException("no view: " + access);
    };
  }

  @Override
  public void load(Access access, long offset, Expr address) {
    View view = view(access);
    begin(view);
    address(address, offset, access.bytes());
    if (view.field() == null) {
      cb.baload();
    } else {
      cb.invokevirtual(VAR_HANDLE, "get", MethodTypeDesc.of(view.type(), BYTES, INT));
    }
    if (access.bytes() == 1 && access.unsigned()) {
      cb.loadConstant(255).iand();
    } else if (access.bytes() == 2 && !access.unsigned()) {
      cb.i2s();
    }
    switch (access.value()) {
      case I32 -> {}
      case I64 -> {
        if (access.bytes() < 8) {
          cb.i2l();
        }
        if (access.bytes() == 4 && access.unsigned()) {
          cb.loadConstant(0xffffffffL).land();
        }
      }
      case F32 -> cb.invokestatic(FLOAT_BOX, "intBitsToFloat", MethodTypeDesc.of(FLOAT, INT));
      case F64 -> cb.invokestatic(DOUBLE_BOX, "longBitsToDouble", MethodTypeDesc.of(DOUBLE, LONG));
      case FUNC, REF -> throw new IllegalArgumentException("no reference is in a memory");
    }
  }

  @Override
  public void store(Access access, long offset, Expr address, Expr value) {
    View view = view(access);
    begin(view);
    address(address, offset, access.bytes());
    site.push(value);
    switch (access.value()) {
      case I32 -> {}
      case I64 -> {
        if (access.bytes() < 8) {
          cb.l2i();
        }
      }
      case F32 -> cb.invokestatic(FLOAT_BOX, "floatToRawIntBits", MethodTypeDesc.of(INT, FLOAT));
      case F64 ->
          cb.invokestatic(DOUBLE_BOX, "doubleToRawLongBits", MethodTypeDesc.of(LONG, DOUBLE));
      case FUNC, REF -> throw new IllegalArgumentException("no reference is in a memory");
    }
    if (view.field() == null) {
      cb.bastore();
      return;
    }
    if (access.bytes() == 2) {
      cb.i2c();
    }
    cb.invokevirtual(VAR_HANDLE, "set", MethodTypeDesc.of(VOID, BYTES, INT, view.type()));
  }

  private void begin(View view) {
    freshenArray();
    if (view.field() != null) {
      cb.getstatic(LINEAR_MEMORY, view.field(), VAR_HANDLE);
    }
    cb.aload(array);
  }

  /** Pushes the checked index of an access. */
  private void address(Expr address, long offset, int bytes) {
    long beyond = bytes - 1 + offset;
    if (address instanceof Expr.Const constant) {
      long index = (constant.bits & 0xffffffffL) + offset;
      if (index + bytes <= Math.min(memory.certainBytes(), Integer.MAX_VALUE)) {
        cb.loadConstant((int) index);
        return;
      }
    }
    site.push(address);
    if (beyond > Integer.MAX_VALUE) {
      // No memory is that large: an index that always fails.
      cb.pop().iconst_m1().iconst_0().invokestatic(JAVA_OBJECTS, "checkIndex", BINARY);
      return;
    }
    if (!memory.needsBound(offset)) {
      return; // the access itself checks against the array, which is as long as the memory
    }
    if (coverage != null && coverage.covers(address, beyond + 1)) {
      if (offset != 0) {
        cb.loadConstant((int) offset).iadd();
      }
      return;
    }
    freshenLimit();
    cb.iload(limit);
    if (beyond != 0) {
      cb.loadConstant((int) beyond).isub();
    }
    cb.invokestatic(JAVA_OBJECTS, "checkIndex", BINARY);
    if (offset != 0) {
      cb.loadConstant((int) offset).iadd();
    }
    if (coverage != null) {
      coverage.add(address, beyond + 1);
    }
  }

  @Override
  public void size() {
    pushObject();
    cb.invokevirtual(LINEAR_MEMORY, "size", MethodTypeDesc.of(INT));
  }

  @Override
  public void grow(Expr pages) {
    site.beginBulk();
    pushObject();
    site.push(pages);
    site.bulk(LINEAR_MEMORY, "grow", MethodTypeDesc.of(INT, INT));
  }

  @Override
  public void fill(List<Expr> operands) {
    site.beginBulk();
    pushObject();
    operands.forEach(site::push);
    site.bulk(LINEAR_MEMORY, "fill", RANGE);
  }

  @Override
  public void copy(MemoryCode from, List<Expr> operands) {
    site.beginBulk();
    pushObject();
    from.pushObject();
    operands.forEach(site::push);
    site.bulk(LINEAR_MEMORY, "copy", RANGE.insertParameterTypes(0, from.carrier().objectClass()));
  }

  @Override
  public void init(int segment, List<Expr> operands) {
    site.beginBulk();
    pushObject();
    site.pushData(segment);
    operands.forEach(site::push);
    site.bulk(LINEAR_MEMORY, "init", RANGE.insertParameterTypes(0, BYTES));
  }
}
