package dev.kiln.compiler.facade;

import static dev.kiln.compiler.facade.SourceText.identifier;
import static dev.kiln.compiler.facade.SourceText.literal;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The static methods of the facade, by which there comes to be an instance. What wasm imports is
 * given by the interfaces; the rest by WASI where that is enough and there, else by a linker.
 */
final class FactorySource {
  private static final String ENGINE = "dev.kiln.runtime.Engine";
  private static final String STORE = "dev.kiln.runtime.Store<?>";
  private static final String LINKER = "dev.kiln.runtime.Linker";
  private static final String WASI = "dev.kiln.wasi.Wasi";

  private final Facade facade;
  private final String self;
  private final String instanceClass;
  private final boolean wasi;
  private final SourceText out;

  /** The parameters for the interfaces. */
  private final List<String> hosts = new ArrayList<>();

  FactorySource(Facade facade, String self, String instanceClass, boolean wasi, SourceText out) {
    this.facade = facade;
    this.self = self;
    this.instanceClass = instanceClass;
    this.wasi = wasi;
    this.out = out;
    Set<String> taken =
        new HashSet<>(Set.of("store", "linker", "wasi", "module", "imports", "created"));
    taken.addAll(JavaNames.hidingPackages(facade.className()));
    // A parameter would hide the interface whose static method is called.
    facade.interfaces().forEach(host -> taken.add(host.simpleName()));
    for (HostInterface host : facade.interfaces()) {
      String name = JavaNames.unique(JavaNames.identifier(host.module(), "host"), taken);
      hosts.add(identifier(name));
    }
  }

  void write() {
    boolean withWasi = wasi && !facade.interfacesAreEnough() && facade.interfacesAndWasiAreEnough();
    if (facade.interfacesAreEnough()) {
      create(List.of(), List.of(), List.of());
      instantiate(List.of(), List.of(), List.of());
    } else if (withWasi) {
      List<String> params = List.of(WASI + " wasi");
      List<String> doc =
          List.of("@param wasi the files, streams and so on that it may use; the caller closes it");
      create(params, List.of("wasi"), doc);
      instantiate(params, List.of("wasi"), doc);
    }
    linker();
    of();
    if (facade.isCommand() && wasi) {
      run();
    }
  }

  private String initializeDoc() {
    return facade.isReactor()
        ? "It is initialised by <code>_initialize</code>, as WASI requires for a reactor."
        : "Its start function runs, if there is one.";
  }

  private List<String> hosts() {
    List<String> params = new ArrayList<>();
    for (int i = 0; i < hosts.size(); i++) {
      params.add(identifier(facade.interfaces().get(i).simpleName()) + " " + hosts.get(i));
    }
    return params;
  }

  private List<String> hostDocs() {
    List<String> docs = new ArrayList<>();
    for (int i = 0; i < facade.interfaces().size(); i++) {
      String module = SourceText.html(facade.interfaces().get(i).module());
      docs.add(
          "@param "
              + hosts.get(i)
              + " has the functions that are imported from <code>\""
              + module
              + "\"</code>");
    }
    return docs;
  }

  @SafeVarargs
  private static List<String> join(List<String>... parts) {
    List<String> all = new ArrayList<>();
    for (List<String> part : parts) {
      all.addAll(part);
    }
    return all;
  }

  private void method(String name, List<String> params, List<String> doc) {
    out.line("");
    out.javadoc(doc);
    out.line("public static " + self + " " + name + "(" + String.join(", ", params) + ") {");
  }

  private List<String> endOfDoc() {
    return List.of(
        "@return the instance",
        "@throws dev.kiln.runtime.LinkException if an import is missing or does not match",
        "@throws dev.kiln.runtime.Trap if its initialisation traps");
  }

  private void create(List<String> more, List<String> moreArguments, List<String> moreDoc) {
    method(
        "create",
        join(more, hosts()),
        join(
            List.of("Makes an instance in a new store. " + initializeDoc(), ""),
            moreDoc,
            hostDocs(),
            endOfDoc()));
    String store = "dev.kiln.runtime.Store.of(new " + ENGINE + "())";
    out.line(
        "return instantiate("
            + String.join(", ", join(List.of(store), moreArguments, hosts))
            + ");");
    out.line("}");
  }

  private void instantiate(List<String> more, List<String> moreArguments, List<String> moreDoc) {
    method(
        "instantiate",
        join(List.of(STORE + " store"), more, hosts()),
        join(
            List.of(
                "Makes an instance in {@code store}. " + initializeDoc(),
                "",
                "@param store the store"),
            moreDoc,
            hostDocs(),
            endOfDoc()));
    out.line(LINKER + " linker = new " + LINKER + "(store.engine());");
    if (!moreArguments.isEmpty()) {
      out.line("wasi.addTo(linker);");
    }
    out.line(
        "return instantiate(" + String.join(", ", join(List.of("store", "linker"), hosts)) + ");");
    out.line("}");
  }

  private void linker() {
    List<String> doc = new ArrayList<>();
    doc.add("Makes an instance in {@code store}. " + initializeDoc());
    doc.add("");
    doc.add("@param store the store");
    doc.add(
        facade.interfaces().isEmpty()
            ? "@param linker has all imports"
            : "@param linker has all other imports");
    if (!hosts.isEmpty()) {
      withHosts(doc);
      doc.set(doc.size() - 1, "@param linker has all imports");
    }
    method("instantiate", List.of(STORE + " store", LINKER + " linker"), join(doc, endOfDoc()));
    out.line(self + " created = of(linker.instantiate(");
    out.line("    store, dev.kiln.runtime.Module.of(store.engine(), " + compiled() + ")));");
    end();
  }

  private String compiled() {
    return "new " + identifier(facade.className()) + "()";
  }

  private void end() {
    if (facade.isReactor()) {
      out.line("created.initialize();");
    }
    out.line("return created;");
    out.line("}");
  }

  private void withHosts(List<String> doc) {
    method(
        "instantiate",
        join(List.of(STORE + " store", LINKER + " linker"), hosts()),
        join(doc, hostDocs(), endOfDoc()));
    out.line("dev.kiln.runtime.Module module =");
    out.line("    dev.kiln.runtime.Module.of(store.engine(), " + compiled() + ");");
    out.line("dev.kiln.runtime.Extern[] imports =");
    out.line("    new dev.kiln.runtime.Extern[module.imports().size()];");
    for (int i = 0; i < hosts.size(); i++) {
      String name = identifier(facade.interfaces().get(i).simpleName());
      out.line(name + ".bind(store, module, " + hosts.get(i) + ", imports);");
    }
    out.line(self + " created = of(");
    out.line("    module.instantiate(store, linker.resolve(store, module, imports)));");
    end();
  }

  private void of() {
    method(
        "of",
        List.of("dev.kiln.runtime.Instance instance"),
        List.of(
            "The facade of an existing instance. Nothing is called.",
            "",
            "@param instance an instance of this module",
            "@return the facade",
            "@throws java.lang.IllegalArgumentException if it is an instance of another module"));
    out.line("if (instance instanceof " + instanceClass + ") {");
    out.line("return new " + self + "((" + instanceClass + ") instance);");
    out.line("}");
    out.line("throw new java.lang.IllegalArgumentException(");
    out.line("    instance + " + literal(" is not an instance of " + facade.className()) + ");");
    out.line("}");
  }

  private void run() {
    String compiled = compiled();
    out.line("");
    out.javadoc(
        List.of(
            "Runs the program in a new store, with the standard streams of this process. It has no",
            "environment and no directory; for these, use {@link #run(" + WASI + ")}.",
            "",
            "@param arguments the arguments, without the name of the program",
            "@return the program's exit code",
            "@throws dev.kiln.runtime.Trap if it traps"));
    out.line("public static int run(java.lang.String... arguments) {");
    out.line("java.lang.String[] all = new java.lang.String[arguments.length + 1];");
    out.line("all[0] = " + compiled + ".fileName();");
    out.line("java.lang.System.arraycopy(arguments, 0, all, 1, arguments.length);");
    out.line("return run(" + WASI + ".builder().inheritStdio().args(all).build());");
    out.line("}");
    out.line("");
    out.javadoc(
        List.of(
            "Runs the program in a new store.",
            "",
            "@param wasi the files, streams and so on that it may use; closed when it ends",
            "@return the program's exit code",
            "@throws dev.kiln.runtime.Trap if it traps"));
    out.line("public static int run(" + WASI + " wasi) {");
    out.line("return dev.kiln.wasi.WasiCommand.run(wasi, " + compiled + ");");
    out.line("}");
  }
}
