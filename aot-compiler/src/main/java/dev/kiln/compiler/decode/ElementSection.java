package dev.kiln.compiler.decode;

import dev.kiln.compiler.model.ConstExpr;
import dev.kiln.compiler.model.ElementSegment;
import dev.kiln.compiler.model.Mode;
import dev.kiln.compiler.model.Proposal;
import dev.kiln.compiler.model.SectionId;
import dev.kiln.compiler.model.WasmModuleBuilder;
import dev.kiln.compiler.model.type.AbstractHeapType;
import dev.kiln.compiler.model.type.RefType;
import dev.kiln.compiler.opcode.BinaryReader;
import dev.kiln.compiler.opcode.TypeReader;
import java.util.ArrayList;
import java.util.List;

/** The element section (specification 5.5.12): eight forms, told apart by three flags. */
final class ElementSection {
  private static final int NOT_ACTIVE = 1;

  /** With NOT_ACTIVE: declarative instead of passive. Without: the table is named. */
  private static final int DECLARATIVE_OR_TABLE = 2;

  private static final int EXPRESSIONS = 4;

  /** What function indices are: references that are never null. */
  private static final RefType FUNCTION = new RefType(false, AbstractHeapType.FUNC);

  private ElementSection() {}

  static void decode(BinaryReader in, WasmModuleBuilder module) {
    int count = in.u32();
    for (int i = 0; i != count; i++) {
      module.item(SectionId.ELEMENT, in.position());
      module.element(segment(in, module));
    }
  }

  private static ElementSegment segment(BinaryReader in, WasmModuleBuilder module) {
    int start = in.position();
    int flags = in.u32();
    if (flags < 0 || flags > 7) {
      throw in.malformed(start, "malformed elements segment kind");
    }
    if (flags != 0) {
      in.use(Proposal.BULK_MEMORY);
    }
    boolean second = (flags & DECLARATIVE_OR_TABLE) != 0;
    Mode mode = Mode.ACTIVE;
    int table = 0;
    ConstExpr offset = null;
    if ((flags & NOT_ACTIVE) != 0) {
      mode = second ? Mode.DECLARATIVE : Mode.PASSIVE;
    } else {
      table = second ? in.u32() : 0;
      offset = Expressions.constant(in, module);
    }
    boolean typed = (flags & (NOT_ACTIVE | DECLARATIVE_OR_TABLE)) != 0;
    if ((flags & EXPRESSIONS) != 0) {
      RefType type = typed ? TypeReader.refType(in) : RefType.FUNCREF;
      return new ElementSegment(mode, table, offset, type, null, expressions(in, module));
    }
    if (typed && in.u8() != 0) {
      throw in.malformed(in.position() - 1, "malformed element kind");
    }
    return new ElementSegment(mode, table, offset, FUNCTION, functions(in), null);
  }

  private static int[] functions(BinaryReader in) {
    int start = in.position();
    int count = in.u32();
    if (count < 0 || count > in.remaining()) {
      throw in.malformed(start, "unexpected end of section or function");
    }
    int[] functions = new int[count];
    for (int i = 0; i < count; i++) {
      functions[i] = in.u32();
    }
    return functions;
  }

  private static List<ConstExpr> expressions(BinaryReader in, WasmModuleBuilder module) {
    List<ConstExpr> expressions = new ArrayList<>();
    int count = in.u32();
    for (int i = 0; i != count; i++) {
      expressions.add(Expressions.constant(in, module));
    }
    return List.copyOf(expressions);
  }
}
