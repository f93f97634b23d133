package dev.kiln.compiler.facade;

import dev.kiln.compiler.carrier.Carrier;
import dev.kiln.compiler.carrier.Layout;
import dev.kiln.compiler.model.type.ValType;
import java.util.ArrayList;
import java.util.List;

/**
 * A parameter or result of a Java method: a value of WebAssembly, or one of the two that carry it.
 *
 * @param type the type of the whole value
 * @param carrier what the Java value is
 */
public record JavaValue(ValType type, Carrier carrier) {
  /** The Java values for values of {@code types}, in order. */
  public static List<JavaValue> of(List<ValType> types) {
    List<JavaValue> all = new ArrayList<>(types.size());
    for (ValType type : types) {
      for (Carrier carrier : Layout.carriers(List.of(type))) {
        all.add(new JavaValue(type, carrier));
      }
    }
    return all;
  }
}
