package dev.kiln.compiler.model;

/**
 * The subsections of the name section, in the order of their codes: those of the specification
 * (appendix 7.4.1) and those of the extended name section proposal.
 */
public enum NameSubsection {
  /** One name, no map. */
  MODULE("module", false),
  FUNCTION("functions", false),
  LOCAL("locals", true),
  LABEL("labels", true),
  TYPE("types", false),
  TABLE("tables", false),
  MEMORY("memories", false),
  GLOBAL("globals", false),
  ELEMENT("element segments", false),
  DATA("data segments", false),
  FIELD("fields", true),
  TAG("tags", false);

  private static final NameSubsection[] BY_CODE = values();

  private final String text;
  private final boolean indirect;

  NameSubsection(String text, boolean indirect) {
    this.text = text;
    this.indirect = indirect;
  }

  /** Whether there is a subsection with this code. */
  public static boolean exists(int code) {
    return code >= 0 && code < BY_CODE.length;
  }

  /** The subsection with this code; the caller has checked {@link #exists}. */
  public static NameSubsection of(int code) {
    return BY_CODE[code];
  }

  /** What the names are of, in the plural. */
  public String text() {
    return text;
  }

  /**
   * Whether the names are in an indirect map: from an index, such as that of a function, to a map
   * of what is in it. The others are in a map from an index to a name.
   */
  public boolean isIndirect() {
    return indirect;
  }
}
