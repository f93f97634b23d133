package dev.kiln.compiler.opcode;

import dev.kiln.compiler.model.Proposal;
import dev.kiln.compiler.model.type.AbstractHeapType;
import dev.kiln.compiler.model.type.HeapType;
import dev.kiln.compiler.model.type.NumType;
import dev.kiln.compiler.model.type.RefType;
import dev.kiln.compiler.model.type.TypeIndex;
import dev.kiln.compiler.model.type.ValType;
import dev.kiln.compiler.model.type.VecType;
import org.jspecify.annotations.Nullable;

/** Reads the types that instructions and sections have in common (specification 5.3). */
public final class TypeReader {
  private static final int REF = 0x64;
  private static final int REF_NULL = 0x63;

  /** Abstract heap types by code; the same code is the shorthand for the nullable reference. */
  private static final @Nullable AbstractHeapType[] HEAP_TYPES = new AbstractHeapType[0x80];

  private static final @Nullable RefType[] SHORTHANDS = new RefType[0x80];

  static {
    HEAP_TYPES[0x74] = AbstractHeapType.NOEXN;
    HEAP_TYPES[0x73] = AbstractHeapType.NOFUNC;
    HEAP_TYPES[0x72] = AbstractHeapType.NOEXTERN;
    HEAP_TYPES[0x71] = AbstractHeapType.NONE;
    HEAP_TYPES[0x70] = AbstractHeapType.FUNC;
    HEAP_TYPES[0x6F] = AbstractHeapType.EXTERN;
    HEAP_TYPES[0x6E] = AbstractHeapType.ANY;
    HEAP_TYPES[0x6D] = AbstractHeapType.EQ;
    HEAP_TYPES[0x6C] = AbstractHeapType.I31;
    HEAP_TYPES[0x6B] = AbstractHeapType.STRUCT;
    HEAP_TYPES[0x6A] = AbstractHeapType.ARRAY;
    HEAP_TYPES[0x69] = AbstractHeapType.EXN;
    for (int code = 0; code < HEAP_TYPES.length; code++) {
      AbstractHeapType heap = HEAP_TYPES[code];
      if (heap != null) {
        SHORTHANDS[code] = new RefType(true, heap);
      }
    }
  }

  private TypeReader() {}

  /** Reads a value type. */
  public static ValType valType(BinaryReader in) {
    int start = in.position();
    return switch (in.peek()) {
      case 0x7F -> number(in, NumType.I32);
      case 0x7E -> number(in, NumType.I64);
      case 0x7D -> number(in, NumType.F32);
      case 0x7C -> number(in, NumType.F64);
      case 0x7B -> {
        in.skip(1);
        in.use(Proposal.SIMD);
        yield VecType.V128;
      }
      default -> {
        RefType type = refTypeOrNull(in);
        if (type == null) {
          throw in.malformed(start, "malformed value type");
        }
        yield type;
      }
    };
  }

  private static NumType number(BinaryReader in, NumType type) {
    in.skip(1);
    return type;
  }

  /** Reads a reference type. */
  public static RefType refType(BinaryReader in) {
    int start = in.position();
    RefType type = refTypeOrNull(in);
    if (type == null) {
      throw in.malformed(start, "malformed reference type");
    }
    return type;
  }

  private static @Nullable RefType refTypeOrNull(BinaryReader in) {
    int code = in.u8();
    if (code == REF || code == REF_NULL) {
      in.use(Proposal.TYPED_REFERENCES);
      return new RefType(code == REF_NULL, heapType(in));
    }
    RefType type = code < 0x80 ? SHORTHANDS[code] : null;
    if (type != null && type.heap() instanceof AbstractHeapType heap) {
      in.use(proposal(heap));
    }
    return type;
  }

  /** Reads a heap type. */
  public static HeapType heapType(BinaryReader in) {
    int start = in.position();
    int code = in.peek();
    AbstractHeapType heap = code < 0x80 ? HEAP_TYPES[code] : null;
    if (heap != null) {
      in.skip(1);
      in.use(proposal(heap));
      return heap;
    }
    long index = in.s33();
    if (index < 0) {
      throw in.malformed(start, "malformed heap type");
    }
    return new TypeIndex((int) index);
  }

  private static Proposal proposal(AbstractHeapType heap) {
    return switch (heap) {
      case FUNC, EXTERN -> Proposal.REFERENCE_TYPES;
      case NOFUNC, NOEXTERN -> Proposal.TYPED_REFERENCES;
      case EXN, NOEXN -> Proposal.EXCEPTIONS;
      case ANY, EQ, I31, STRUCT, ARRAY, NONE -> Proposal.GC;
    };
  }

  /** Reads a block type. */
  public static BlockType blockType(BinaryReader in) {
    int start = in.position();
    int code = in.peek();
    if (code == 0x40) {
      in.skip(1);
      return BlockType.Empty.EMPTY;
    }
    if (code > 0x40 && code < 0x80) {
      return new BlockType.Value(valType(in));
    }
    long index = in.s33();
    if (index < 0) {
      throw in.malformed(start, "malformed block type");
    }
    in.use(Proposal.MULTI_VALUE);
    return new BlockType.Index((int) index);
  }
}
