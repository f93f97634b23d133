package dev.kiln.compiler.facade;

import dev.kiln.compiler.model.type.ValType;
import java.util.List;

/**
 * A record for the results of functions with several: its components are {@code r0}, {@code r1}, ….
 *
 * @param name the simple name, nested in the interface or facade of the function
 */
public record ResultRecord(String name, List<ValType> types) {
  public ResultRecord {
    types = List.copyOf(types);
  }

  /** The name of component {@code index}. */
  public static String component(int index) {
    return "r" + index;
  }
}
