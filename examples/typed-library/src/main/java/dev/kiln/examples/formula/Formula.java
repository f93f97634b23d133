package dev.kiln.examples.formula;

import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** A formula, made by {@link Formulas#parse}. */
public final class Formula {
  private final Formulas formulas;
  private final String text;
  private final int address;
  private final List<String> names;

  Formula(Formulas formulas, String text, int address, List<String> names) {
    this.formulas = formulas;
    this.text = text;
    this.address = address;
    this.names = List.copyOf(names);
  }

  /** The names of the values that it needs, in the order of the text. */
  public List<String> names() {
    return names;
  }

  /**
   * Its value. What a function throws arrives here as itself.
   *
   * @throws IllegalArgumentException where a value is missing
   */
  public double evaluate(Map<String, Double> values) {
    return evaluate(
        name -> {
          Double value = values.get(name);
          if (value == null) {
            throw new IllegalArgumentException("\"" + name + "\" has no value");
          }
          return value;
        });
  }

  /** Its value, where {@code values} is asked for each name each time that it is used. */
  public double evaluate(ToDoubleFunction<String> values) {
    return formulas.evaluate(address, values);
  }

  /** The text. */
  @Override
  public String toString() {
    return text;
  }
}
