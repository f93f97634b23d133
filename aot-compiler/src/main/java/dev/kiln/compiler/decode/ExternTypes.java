package dev.kiln.compiler.decode;

import dev.kiln.compiler.model.Proposal;
import dev.kiln.compiler.model.type.AddressType;
import dev.kiln.compiler.model.type.GlobalType;
import dev.kiln.compiler.model.type.Limits;
import dev.kiln.compiler.model.type.MemoryType;
import dev.kiln.compiler.model.type.RefType;
import dev.kiln.compiler.model.type.TableType;
import dev.kiln.compiler.model.type.TagType;
import dev.kiln.compiler.opcode.BinaryReader;
import dev.kiln.compiler.opcode.TypeReader;
import java.util.OptionalLong;

/** The types that imports and definitions have in common (specification 5.3.14 to 5.3.19). */
final class ExternTypes {
  private static final int HAS_MAX = 1;
  private static final int SHARED = 2;
  private static final int I64 = 4;

  private static final int FUNCREF = 0x70;

  private ExternTypes() {}

  static TableType table(BinaryReader in) {
    return new TableType(element(in), limits(in, HAS_MAX | I64));
  }

  /** Tables of {@code funcref} are older than the other uses of reference types. */
  private static RefType element(BinaryReader in) {
    if (in.peek() == FUNCREF) {
      in.skip(1);
      return RefType.FUNCREF;
    }
    return TypeReader.refType(in);
  }

  /** A custom page size would be one more flag, and a number after the limits. */
  static MemoryType memory(BinaryReader in) {
    return new MemoryType(limits(in, HAS_MAX | SHARED | I64));
  }

  private static Limits limits(BinaryReader in, int allowedFlags) {
    int start = in.position();
    int flags = in.u8();
    if ((flags & ~allowedFlags) != 0) {
      throw in.malformed(start, "malformed limits flags");
    }
    boolean shared = (flags & SHARED) != 0;
    boolean wide = (flags & I64) != 0;
    if (shared) {
      in.use(Proposal.THREADS);
    }
    if (wide) {
      in.use(Proposal.MEMORY64);
    }
    long min = in.u64();
    OptionalLong max = OptionalLong.empty();
    if ((flags & HAS_MAX) != 0) {
      max = OptionalLong.of(in.u64());
    }
    return new Limits(min, max, wide ? AddressType.I64 : AddressType.I32, shared);
  }

  static GlobalType global(BinaryReader in) {
    return new GlobalType(TypeReader.valType(in), mutability(in));
  }

  static boolean mutability(BinaryReader in) {
    int start = in.position();
    return switch (in.u8()) {
      case 0 -> false;
      case 1 -> true;
      default -> throw in.malformed(start, "malformed mutability");
    };
  }

  static TagType tag(BinaryReader in) {
    in.use(Proposal.EXCEPTIONS);
    int start = in.position();
    if (in.u8() != 0) {
      throw in.malformed(start, "malformed tag attribute");
    }
    return new TagType(in.u32());
  }
}
