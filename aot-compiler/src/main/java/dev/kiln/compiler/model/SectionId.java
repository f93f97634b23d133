package dev.kiln.compiler.model;

import java.util.Locale;

/**
 * The sections of a module, in the order of their codes. {@link #order()} is the order in which
 * they may occur.
 */
public enum SectionId {
  CUSTOM(0),
  TYPE(1),
  IMPORT(2),
  FUNCTION(3),
  TABLE(4),
  MEMORY(5),
  GLOBAL(7),
  EXPORT(8),
  START(9),
  ELEMENT(10),
  CODE(12),
  DATA(13),
  DATA_COUNT(11),
  TAG(6);

  private static final SectionId[] BY_CODE = values();

  private final int order;

  SectionId(int order) {
    this.order = order;
  }

  /** The section with this code; the caller has checked {@link #exists}. */
  public static SectionId of(int code) {
    return BY_CODE[code];
  }

  /** Whether there is a section with this code. */
  public static boolean exists(int code) {
    return code >= 0 && code < BY_CODE.length;
  }

  /** The name for messages, such as "data count". */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** The place in a module: sections follow each other in rising order. */
  public int order() {
    return order;
  }
}
