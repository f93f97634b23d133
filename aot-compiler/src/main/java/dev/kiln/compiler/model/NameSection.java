package dev.kiln.compiler.model;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The names of the {@code name} custom section (specification appendix 7.4.1) that the compiler
 * uses. Reports read the other {@link NameSubsection}s when they show them.
 *
 * @param module the module's name
 * @param functions from function index to name
 * @param locals from function index and local index to name; parameters are the first locals
 */
public record NameSection(
    @Nullable String module,
    Map<Integer, String> functions,
    Map<Integer, Map<Integer, String>> locals) {
  /** No names. */
  public static final NameSection EMPTY = new NameSection(null, Map.of(), Map.of());

  public NameSection {
    functions = Map.copyOf(functions);
    locals = Map.copyOf(locals);
  }

  /** The name of a function, or null. */
  public @Nullable String function(int index) {
    return functions.get(index);
  }

  /** The name of a local of a function, or null. */
  public @Nullable String local(int function, int index) {
    return locals.getOrDefault(function, Map.of()).get(index);
  }
}
