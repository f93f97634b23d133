package dev.kiln.compiler.facade;

import dev.kiln.compiler.facade.HostInterface.HostMethod;
import dev.kiln.compiler.model.Import;
import dev.kiln.compiler.model.WasmModule;
import dev.kiln.compiler.model.type.ExternType;
import dev.kiln.compiler.model.type.FuncType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Groups the function imports of a module by import module. WASI has no interface: kiln-wasi
 * implements it.
 *
 * <p>Methods are named in the order of the imports. If the same name and type is imported twice, it
 * is one method. One name with two types becomes two overloads if Java can tell them apart. If it
 * cannot, or if two names become one in Java, later ones end with {@code _2}, {@code _3}, ….
 */
final class HostInterfaces {
  /** The import module that needs no interface. */
  static final String WASI = "wasi_snapshot_preview1";

  private static final String WITH_CALLER = HostInterface.WITH_CALLER.toLowerCase(Locale.ROOT);

  /** Ends of class names that mean something else. */
  private static final List<String> TAKEN = List.of("main", "instance");

  /** An interface with more would not fit a class file: then a linker has to give them. */
  private static final int MAX_FUNCTIONS = 4000;

  /** {@code this} and the {@code Caller}. */
  private static final int OTHER_SLOTS = 2;

  private final WasmModule module;
  private final String className;
  private final Set<String> hiding;
  private final Set<String> suffixes = new HashSet<>(TAKEN);
  private final Map<String, Group> groups = new LinkedHashMap<>();

  private HostInterfaces(WasmModule module, String className) {
    this.module = module;
    this.className = className;
    this.hiding = JavaNames.hidingPackages(className);
    String simple = className.substring(className.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    if (WITH_CALLER.startsWith(simple)) { // the interface would have the name of the nested one
      suffixes.add(WITH_CALLER.substring(simple.length()));
    }
  }

  static List<HostInterface> of(WasmModule module, String className) {
    HostInterfaces self = new HostInterfaces(module, className);
    int function = 0;
    for (int i = 0; i < module.imports().size(); i++) {
      Import wanted = module.imports().get(i);
      if (wanted.type() instanceof ExternType.Func) {
        if (!wanted.module().equals(WASI)) {
          self.groups
              .computeIfAbsent(wanted.module(), m -> self.new Group(self.suffix(m)))
              .add(wanted, i, function);
        }
        function++;
      }
    }
    List<HostInterface> all = new ArrayList<>();
    self.groups.forEach(
        (name, group) -> {
          if (group.imports.size() <= MAX_FUNCTIONS) {
            String entries = className + "$H" + all.size() + "_";
            all.add(new HostInterface(name, group.className, entries, group.methods()));
          }
        });
    return all;
  }

  /** File systems that ignore case must not mix two of them up. */
  private String suffix(String name) {
    String words = JavaNames.capitalized(name);
    String suffix = words.isEmpty() ? "Imports" : words;
    String free = suffix;
    for (int i = 2; !suffixes.add(free.toLowerCase(Locale.ROOT)); i++) {
      free = suffix + i;
    }
    return free;
  }

  /** The functions of one import module. */
  private final class Group {
    private final Map<String, Method> methodByImport = new LinkedHashMap<>();
    private final Map<Method, List<Integer>> imports = new LinkedHashMap<>();
    private final Map<String, String> importByJavaName = new LinkedHashMap<>();
    private final Set<String> signatures = new HashSet<>();
    private final Set<String> records = new HashSet<>(Set.of(WITH_CALLER));
    private final String className;

    /** A nested class must not have the name of the interface around it, either. */
    Group(String suffix) {
      className = HostInterfaces.this.className + suffix;
      String simple = className.substring(className.lastIndexOf('.') + 1);
      records.add(simple.toLowerCase(Locale.ROOT));
    }

    void add(Import wanted, int position, int function) {
      FuncType type = module.functionType(function);
      String key = type + " " + wanted.name();
      Method method = methodByImport.get(key);
      if (method == null) {
        method = method(wanted.name(), type, function);
        methodByImport.put(key, method);
      }
      imports.computeIfAbsent(method, m -> new ArrayList<>()).add(position);
    }

    private Method method(String wasmName, FuncType type, int function) {
      boolean isArray = !Method.fits(type, OTHER_SLOTS);
      String parameters = isArray ? "array" : Method.erased(type);
      String natural = JavaNames.identifier(wasmName, "func" + function);
      if (ObjectMethods.clashes(natural, parameters)) {
        natural += "_";
      }
      String name = natural;
      for (int i = 2; !isFree(name, parameters, wasmName); i++) {
        name = natural + "_" + i;
      }
      importByJavaName.put(name, wasmName);
      signatures.add(name + "(" + parameters);
      Parameters named = Parameters.of(module, function, hiding);
      return new Method(
          wasmName,
          name,
          type,
          named.names(),
          named.fromNameSection(),
          isArray ? null : record(name, type),
          isArray);
    }

    private boolean isFree(String name, String parameters, String wasmName) {
      return wasmName.equals(importByJavaName.getOrDefault(name, wasmName))
          && !signatures.contains(name + "(" + parameters);
    }

    private @Nullable ResultRecord record(String name, FuncType type) {
      return Records.of(name, type, records);
    }

    List<HostMethod> methods() {
      List<HostMethod> all = new ArrayList<>();
      imports.forEach((method, positions) -> all.add(new HostMethod(method, positions)));
      return all;
    }
  }
}
