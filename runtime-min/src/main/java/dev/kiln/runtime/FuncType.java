package dev.kiln.runtime;

import java.util.List;

/**
 * A function type: parameter and result types. Immutable.
 *
 * @param params the parameter types
 * @param results the result types
 */
public record FuncType(List<ValType> params, List<ValType> results) implements ExternType {
  /** Copies the lists. */
  public FuncType {
    params = List.copyOf(params);
    results = List.copyOf(results);
  }

  /** The type that takes {@code params} and returns nothing; see {@link #returns}. */
  public static FuncType of(ValType... params) {
    return new FuncType(List.of(params), List.of());
  }

  /** This type with other results: {@code FuncType.of(I32, I32).returns(I64)}. */
  public FuncType returns(ValType... types) {
    return new FuncType(params, List.of(types));
  }

  /** How many reference words, or number words, {@code types} have. */
  static int words(List<ValType> types, boolean references) {
    int n = 0;
    for (int i = 0; i < types.size(); i++) { // no iterator: calls come here
      if (types.get(i) instanceof RefType == references) {
        n++;
      }
    }
    return n;
  }

  @Override
  public String toString() {
    return text(params) + " -> " + text(results);
  }

  private static String text(List<ValType> types) {
    String s = types.toString();
    return "[" + s.substring(1, s.length() - 1) + "]";
  }
}
