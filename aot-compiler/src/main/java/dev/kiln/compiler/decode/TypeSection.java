package dev.kiln.compiler.decode;

import dev.kiln.compiler.model.Proposal;
import dev.kiln.compiler.model.SectionId;
import dev.kiln.compiler.model.WasmModuleBuilder;
import dev.kiln.compiler.model.type.ArrayType;
import dev.kiln.compiler.model.type.CompositeType;
import dev.kiln.compiler.model.type.FieldType;
import dev.kiln.compiler.model.type.FuncType;
import dev.kiln.compiler.model.type.PackedType;
import dev.kiln.compiler.model.type.StorageType;
import dev.kiln.compiler.model.type.StructType;
import dev.kiln.compiler.model.type.SubType;
import dev.kiln.compiler.model.type.ValType;
import dev.kiln.compiler.opcode.BinaryReader;
import dev.kiln.compiler.opcode.TypeReader;
import java.util.ArrayList;
import java.util.List;

/** The type section: recursion groups of types (specification 5.3.11 to 5.3.13, 5.5.4). */
final class TypeSection {
  private static final int REC = 0x4E;
  private static final int SUB_FINAL = 0x4F;
  private static final int SUB = 0x50;
  private static final int ARRAY = 0x5E;
  private static final int STRUCT = 0x5F;
  private static final int FUNC = 0x60;
  private static final int I16 = 0x77;
  private static final int I8 = 0x78;

  private TypeSection() {}

  static void decode(BinaryReader in, WasmModuleBuilder module) {
    int groups = in.u32();
    for (int i = 0; i != groups; i++) {
      module.recGroup(recGroup(in, module));
    }
  }

  private static List<SubType> recGroup(BinaryReader in, WasmModuleBuilder module) {
    int count = 1;
    if (in.peek() == REC) {
      in.skip(1);
      count = in.u32();
    }
    List<SubType> types = new ArrayList<>();
    for (int i = 0; i != count; i++) {
      module.item(SectionId.TYPE, in.position());
      types.add(subType(in));
    }
    return types;
  }

  private static SubType subType(BinaryReader in) {
    int code = in.peek();
    if (code != SUB && code != SUB_FINAL) {
      return new SubType(true, List.of(), compositeType(in));
    }
    in.skip(1);
    List<Integer> supertypes = new ArrayList<>();
    int count = in.u32();
    for (int i = 0; i != count; i++) {
      supertypes.add(in.u32());
    }
    return new SubType(code == SUB_FINAL, supertypes, compositeType(in));
  }

  /** The clauses of custom descriptors would be read here. */
  private static CompositeType compositeType(BinaryReader in) {
    int start = in.position();
    return switch (in.u8()) {
      case FUNC -> funcType(in);
      case STRUCT -> structType(in);
      case ARRAY -> {
        in.use(Proposal.GC);
        yield new ArrayType(fieldType(in));
      }
      default -> throw in.malformed(start, "malformed definition type");
    };
  }

  private static FuncType funcType(BinaryReader in) {
    FuncType type = new FuncType(valTypes(in), valTypes(in));
    if (type.results().size() > 1) {
      in.use(Proposal.MULTI_VALUE);
    }
    return type;
  }

  private static List<ValType> valTypes(BinaryReader in) {
    List<ValType> types = new ArrayList<>();
    int count = in.u32();
    for (int i = 0; i != count; i++) {
      types.add(TypeReader.valType(in));
    }
    return types;
  }

  private static StructType structType(BinaryReader in) {
    in.use(Proposal.GC);
    List<FieldType> fields = new ArrayList<>();
    int count = in.u32();
    for (int i = 0; i != count; i++) {
      fields.add(fieldType(in));
    }
    return new StructType(fields);
  }

  private static FieldType fieldType(BinaryReader in) {
    return new FieldType(storageType(in), ExternTypes.mutability(in));
  }

  private static StorageType storageType(BinaryReader in) {
    PackedType packed =
        switch (in.peek()) {
          case I8 -> PackedType.I8;
          case I16 -> PackedType.I16;
          default -> null;
        };
    if (packed == null) {
      return TypeReader.valType(in);
    }
    in.skip(1);
    return packed;
  }
}
