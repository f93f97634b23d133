package dev.kiln.compiler.facade;

import dev.kiln.compiler.model.WasmModule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Names for the parameters of a function.
 *
 * @param names one per parameter, unique
 * @param fromNameSection whether at least one of them is the module's own
 */
record Parameters(List<String> names, boolean fromNameSection) {
  /**
   * The names in the name section, else {@code arg0}, {@code arg1}, ….
   *
   * @param reserved what no parameter may be called
   */
  static Parameters of(WasmModule module, int function, Set<String> reserved) {
    Set<String> taken = new HashSet<>(reserved);
    taken.add("caller");
    List<String> names = new ArrayList<>();
    boolean any = false;
    int count = module.functionType(function).params().size();
    for (int i = 0; i < count; i++) {
      String given = module.names().local(function, i);
      any |= given != null && !given.isEmpty();
      String name = given == null ? "arg" + i : JavaNames.identifier(given, "arg" + i);
      names.add(JavaNames.unique(name, taken));
    }
    return new Parameters(names, any);
  }
}
