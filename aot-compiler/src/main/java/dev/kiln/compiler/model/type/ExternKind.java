package dev.kiln.compiler.model.type;

/** The kinds of imports and exports, in the order of their codes in the binary format. */
public enum ExternKind {
  FUNC("function"),
  TABLE("table"),
  MEMORY("memory"),
  GLOBAL("global"),
  TAG("tag");

  private final String text;

  ExternKind(String text) {
    this.text = text;
  }

  /** The word for messages: "function", "table", ... */
  @Override
  public String toString() {
    return text;
  }
}
