package dev.kiln.compiler.facade;

import java.util.List;

/**
 * A record for the results of functions with several: its components are {@code r0}, {@code r1}, ….
 *
 * @param name the simple name, nested in the interface or facade of the function
 * @param values the components
 */
public record ResultRecord(String name, List<JavaValue> values) {
  public ResultRecord {
    values = List.copyOf(values);
  }

  /** The name of component {@code index}. */
  public static String component(int index) {
    return "r" + index;
  }
}
