package dev.kiln.compiler.model.type;

import java.util.List;
import java.util.stream.Collectors;

/** A function type: the types of its parameters and of its results, in order. */
public record FuncType(List<ValType> params, List<ValType> results) implements CompositeType {
  /** {@code [] -> []}. */
  public static final FuncType EMPTY = new FuncType(List.of(), List.of());

  public FuncType {
    params = List.copyOf(params);
    results = List.copyOf(results);
  }

  /** The specification's notation: {@code [i32 i64] -> [f64]}. */
  @Override
  public String toString() {
    return text(params) + " -> " + text(results);
  }

  private static String text(List<ValType> types) {
    return types.stream().map(ValType::toString).collect(Collectors.joining(" ", "[", "]"));
  }
}
