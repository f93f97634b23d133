package dev.kiln.compiler.facade;

import dev.kiln.compiler.carrier.Layout;
import dev.kiln.compiler.model.WasmModule;
import dev.kiln.compiler.model.type.ValType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Names for the parameters of a function.
 *
 * @param names one per {@link JavaValue} of the parameters, unique
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
    List<ValType> types = module.functionType(function).params();
    for (int i = 0; i < types.size(); i++) {
      String given = module.names().local(function, i);
      any |= given != null && !given.isEmpty();
      String name = given == null ? "arg" + i : JavaNames.identifier(given, "arg" + i);
      for (int c = 0; c < Layout.count(types.subList(i, i + 1)); c++) {
        names.add(JavaNames.unique(name, taken));
      }
    }
    return new Parameters(names, any);
  }
}
