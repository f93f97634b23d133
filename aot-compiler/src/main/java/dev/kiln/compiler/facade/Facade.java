package dev.kiln.compiler.facade;

import dev.kiln.compiler.model.Export;
import dev.kiln.compiler.model.Import;
import dev.kiln.compiler.model.WasmModule;
import dev.kiln.compiler.model.type.ExternKind;
import dev.kiln.compiler.model.type.ExternType;
import dev.kiln.compiler.model.type.FuncType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The names that a Java developer sees of a module {@code com.acme.Filter}: interfaces such as
 * {@code com.acme.FilterEnv} for what it imports, and the members of {@code
 * com.acme.FilterInstance} for what it exports. Immutable.
 */
public final class Facade {
  /** More exported functions than these have no method each: a class holds 65,535 constants. */
  public static final int MAX_FUNCTIONS = 4000;

  private final WasmModule module;
  private final String className;
  private final List<HostInterface> interfaces;
  private final List<ExportedItem> exports = new ArrayList<>();

  private Facade(WasmModule module, String className) {
    this.module = module;
    this.className = className;
    this.interfaces = HostInterfaces.of(module, className);
    Set<String> own = ownMembers();
    Set<String> taken = new HashSet<>();
    // Inside the facade a record would hide an interface of the same name.
    Set<String> records = new HashSet<>();
    interfaces.forEach(host -> records.add(host.simpleName().toLowerCase(Locale.ROOT)));
    Set<String> hiding = JavaNames.hidingPackages(className);
    int functions = 0;
    for (Export export : module.exports()) {
      boolean isFunction = export.kind() == ExternKind.FUNC;
      if (export.kind() == ExternKind.TAG || (isFunction && functions++ >= MAX_FUNCTIONS)) {
        continue;
      }
      String name = JavaNames.unique(natural(export, own), taken);
      exports.add(
          new ExportedItem(
              export.name(),
              export.kind(),
              export.index(),
              name,
              isFunction ? method(export, name, records, hiding) : null));
    }
  }

  /** The names for a valid module whose module class is {@code className}. */
  public static Facade of(WasmModule module, String className) {
    return new Facade(module, className);
  }

  private String natural(Export export, Set<String> own) {
    if (isReactor() && export.name().equals("_initialize")) {
      return "initialize";
    }
    String natural = JavaNames.identifier(export.name(), export.kind() + "" + export.index());
    boolean isFunction = export.kind() == ExternKind.FUNC;
    String parameters = isFunction ? Method.erased(module.functionType(export.index())) : "";
    boolean clashes =
        own.contains(natural + "(" + parameters + ")")
            || ObjectMethods.clashes(natural, parameters);
    return clashes ? natural + "_" : natural;
  }

  private Method method(Export export, String name, Set<String> records, Set<String> hiding) {
    FuncType type = module.functionType(export.index());
    boolean isArray = !Method.fits(type, 1);
    Parameters parameters = Parameters.of(module, export.index(), hiding);
    return new Method(
        export.name(),
        name,
        type,
        parameters.names(),
        parameters.fromNameSection(),
        isArray ? null : Records.of(name, type, records),
        isArray);
  }

  /** The facade's own methods that an export could clash with: those without parameters. */
  private Set<String> ownMembers() {
    Set<String> own = new HashSet<>(Set.of("instance()", "store()"));
    if (interfaces.isEmpty()) {
      own.add("create()");
    }
    if (isReactor()) {
      own.add("initialize()");
    }
    return own;
  }

  /** The module. */
  public WasmModule module() {
    return module;
  }

  /** The name of the wasm file, without folders. */
  public String fileName() {
    String file = module.file();
    return file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
  }

  /**
   * The facade and the interfaces as Java source, in ASCII, by path.
   *
   * @param wasi whether kiln-wasi is on the class path that the sources are compiled with. Then the
   *     facade takes a {@code Wasi} if the module needs one, and can run a command
   */
  public SortedMap<String, String> sources(boolean wasi) {
    SortedMap<String, String> sources = new TreeMap<>();
    sources.put(path(facadeName(), ".java"), FacadeSource.of(this, wasi));
    for (HostInterface host : interfaces) {
      sources.put(path(host.className(), ".java"), HostInterfaceSource.of(this, host));
    }
    return sources;
  }

  /** The paths of the class files that javac makes of the sources. */
  public Set<String> classesOfSources() {
    Set<String> paths = new HashSet<>();
    for (HostInterface host : interfaces) {
      host.classNames().forEach(name -> paths.add(path(name, ".class")));
    }
    return paths;
  }

  private static String path(String binaryName, String extension) {
    return binaryName.replace('.', '/') + extension;
  }

  /** The binary name of the module class. */
  public String className() {
    return className;
  }

  /** The binary name of the facade. */
  public String facadeName() {
    return className + "Instance";
  }

  /** An interface per import module with functions, in the order of the imports; not for WASI. */
  public List<HostInterface> interfaces() {
    return interfaces;
  }

  /** The exports in order; not those functions beyond {@link #MAX_FUNCTIONS}. */
  public List<ExportedItem> exports() {
    return exports;
  }

  /** Whether all imports are served by the interfaces. */
  public boolean interfacesAreEnough() {
    return others().isEmpty();
  }

  /** Whether all imports are served by the interfaces and WASI. */
  public boolean interfacesAndWasiAreEnough() {
    return others().stream()
        .allMatch(
            in -> in.type() instanceof ExternType.Func && in.module().equals(HostInterfaces.WASI));
  }

  /** The imports that no interface serves. */
  private List<Import> others() {
    List<Import> others = new ArrayList<>(module.imports());
    for (HostInterface host : interfaces) {
      others.removeIf(
          in -> in.type() instanceof ExternType.Func && in.module().equals(host.module()));
    }
    return others;
  }

  /** Whether the module is a WASI command: it exports {@code _start} without parameters. */
  public boolean isCommand() {
    return startFunction().isPresent();
  }

  /** The function that a WASI command exports as {@code _start}. */
  public OptionalInt startFunction() {
    return procedure("_start");
  }

  /** Whether it is a WASI reactor: it exports {@code _initialize} and is no command. */
  public boolean isReactor() {
    return procedure("_initialize").isPresent() && !isCommand();
  }

  private OptionalInt procedure(String name) {
    for (Export export : module.exports()) {
      if (export.kind() == ExternKind.FUNC
          && export.name().equals(name)
          && module.functionType(export.index()).equals(FuncType.EMPTY)) {
        return OptionalInt.of(export.index());
      }
    }
    return OptionalInt.empty();
  }
}
