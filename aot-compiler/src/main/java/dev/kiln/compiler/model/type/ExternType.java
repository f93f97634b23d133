package dev.kiln.compiler.model.type;

/** What an import asks for. */
public sealed interface ExternType {
  /** Which index space it goes to. */
  default ExternKind kind() {
    return switch (this) {
      case Func _ -> ExternKind.FUNC;
      case Table _ -> ExternKind.TABLE;
      case Memory _ -> ExternKind.MEMORY;
      case Global _ -> ExternKind.GLOBAL;
      case Tag _ -> ExternKind.TAG;
    };
  }

  /** A function of the type with this index. */
  record Func(int typeIndex) implements ExternType {}

  /** A table. */
  record Table(TableType type) implements ExternType {}

  /** A memory. */
  record Memory(MemoryType type) implements ExternType {}

  /** A global. */
  record Global(GlobalType type) implements ExternType {}

  /** An exception tag. */
  record Tag(TagType type) implements ExternType {}
}
