package dev.kiln.compiler.model;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The names that the {@code name} custom section gives (specification appendix 7.4.1). Names of
 * locals, labels and other things are not kept.
 *
 * @param module the module's name
 * @param functions from function index to name
 */
public record NameSection(@Nullable String module, Map<Integer, String> functions) {
  /** No names. */
  public static final NameSection EMPTY = new NameSection(null, Map.of());

  public NameSection {
    functions = Map.copyOf(functions);
  }

  /** The name of a function, or null. */
  public @Nullable String function(int index) {
    return functions.get(index);
  }
}
