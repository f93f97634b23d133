package dev.kiln.compiler.model.type;

/** The abstract heap types (specification 2.3.4). */
public enum AbstractHeapType implements HeapType {
  FUNC("func", "funcref"),
  NOFUNC("nofunc", "nullfuncref"),
  EXTERN("extern", "externref"),
  NOEXTERN("noextern", "nullexternref"),
  ANY("any", "anyref"),
  EQ("eq", "eqref"),
  I31("i31", "i31ref"),
  STRUCT("struct", "structref"),
  ARRAY("array", "arrayref"),
  NONE("none", "nullref"),
  EXN("exn", "exnref"),
  NOEXN("noexn", "nullexnref");

  private final String text;
  private final String shorthand;

  AbstractHeapType(String text, String shorthand) {
    this.text = text;
    this.shorthand = shorthand;
  }

  /** The text format's name of the nullable reference type, for instance {@code funcref}. */
  String shorthand() {
    return shorthand;
  }

  @Override
  public String toString() {
    return text;
  }
}
