package dev.kiln.compiler.model.type;

/** What an import asks for. */
public sealed interface ExternType {
  /** Which index space it goes to. */
  ExternKind kind();

  /** A function of the type with this index. */
  record Func(int typeIndex) implements ExternType {
    @Override
    public ExternKind kind() {
      return ExternKind.FUNC;
    }
  }

  /** A table. */
  record Table(TableType type) implements ExternType {
    @Override
    public ExternKind kind() {
      return ExternKind.TABLE;
    }
  }

  /** A memory. */
  record Memory(MemoryType type) implements ExternType {
    @Override
    public ExternKind kind() {
      return ExternKind.MEMORY;
    }
  }

  /** A global. */
  record Global(GlobalType type) implements ExternType {
    @Override
    public ExternKind kind() {
      return ExternKind.GLOBAL;
    }
  }

  /** An exception tag. */
  record Tag(TagType type) implements ExternType {
    @Override
    public ExternKind kind() {
      return ExternKind.TAG;
    }
  }
}
