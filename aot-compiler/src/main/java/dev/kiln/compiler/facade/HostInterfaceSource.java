package dev.kiln.compiler.facade;

import static dev.kiln.compiler.facade.SourceText.html;
import static dev.kiln.compiler.facade.SourceText.identifier;
import static dev.kiln.compiler.facade.SourceText.literal;

import dev.kiln.compiler.facade.HostInterface.HostMethod;
import java.util.ArrayList;
import java.util.List;

/**
 * The interface for one import module as Java source. Without a facade it is a class file, with the
 * same members. Names of other packages are written in full. Names of this package are simple; no
 * parameter hides them, since the name of the entries' class contains a dollar sign.
 */
final class HostInterfaceSource {
  private static final String CALLER = "dev.kiln.runtime.Caller caller";
  private static final String CALLER_TAG =
      "@param caller the calling instance, with its memories and its store";

  private final Facade facade;
  private final HostInterface host;
  private final String self;
  private final String entries;
  private final SourceText out = new SourceText();

  private HostInterfaceSource(Facade facade, HostInterface host) {
    this.facade = facade;
    this.host = host;
    this.self = identifier(host.simpleName());
    String first = host.entriesClass(0);
    this.entries = identifier(first.substring(first.lastIndexOf('.') + 1));
  }

  static String of(Facade facade, HostInterface host) {
    HostInterfaceSource source = new HostInterfaceSource(facade, host);
    source.write();
    return source.out.toString();
  }

  private void write() {
    out.begin(facade.fileName(), host.className());
    out.javadoc(interfaceDoc());
    out.line("@java.lang.SuppressWarnings(\"exports\")");
    out.line("public interface " + self + " {");
    for (HostMethod function : host.methods()) {
      plain(function.method());
      out.line("");
      called(function.method());
      out.line("");
    }
    define();
    out.line("");
    bind();
    out.line("");
    withCaller();
    for (HostMethod function : host.methods()) {
      ResultRecord record = function.method().result();
      if (record != null) {
        out.line("");
        MethodSource.record(out, function.method().wasmName(), record);
      }
    }
    out.line("}");
  }

  private List<String> interfaceDoc() {
    List<String> doc = new ArrayList<>();
    doc.add(
        "The functions that the WebAssembly module <code>" + html(facade.fileName()) + "</code>");
    doc.add("imports from <code>\"" + html(host.module()) + "\"</code>. The host implements them.");
    if (host.methods().size() == 1) {
      doc.add("There is only one, so it can be a lambda.");
    }
    doc.add("");
    doc.add("<p>Wasm calls them in the thread that called wasm. Only one thread at a time uses a");
    doc.add(
        "store, so an object must be thread-safe only if several stores use it. What a function");
    doc.add("throws reaches the caller of wasm unchanged. Only a");
    doc.add("{@link java.lang.StackOverflowError} becomes a {@link dev.kiln.runtime.Trap}.");
    doc.add("");
    doc.add("<p>To know which instance calls, implement {@link WithCaller}.");
    return doc;
  }

  private void plain(Method method) {
    List<String> doc = new ArrayList<>();
    doc.add("The imported function " + MethodSource.wasm(method) + ".");
    document(doc, MethodSource.tags(method));
    out.line(head("", method, parameters(method)) + ";");
  }

  /** A blank line before the tags, if there are any. */
  private void document(List<String> doc, List<String> tags) {
    if (!tags.isEmpty()) {
      doc.add("");
      doc.addAll(tags);
    }
    out.javadoc(doc);
  }

  private List<String> withCallerTags(Method method) {
    List<String> tags = new ArrayList<>(List.of(CALLER_TAG));
    tags.addAll(MethodSource.tags(method));
    return tags;
  }

  private static List<String> parameters(Method method) {
    return method.isArray()
        ? List.of("java.lang.Object[] arguments")
        : MethodSource.parameters(method);
  }

  private static List<String> parametersWithCaller(Method method) {
    List<String> params = new ArrayList<>(List.of(CALLER));
    params.addAll(parameters(method));
    return params;
  }

  private static String head(String modifiers, Method method, List<String> params) {
    return modifiers
        + MethodSource.returnType(method)
        + " "
        + identifier(method.name())
        + "("
        + String.join(", ", params)
        + ")";
  }

  /** What the entries call: it passes the arguments on. */
  private void called(Method method) {
    List<String> doc = new ArrayList<>();
    doc.add("What wasm calls: unless it is overridden, it calls the method without a caller.");
    document(doc, withCallerTags(method));
    out.line(head("default ", method, parametersWithCaller(method)) + " {");
    out.line(
        (MethodSource.returnType(method).equals("void") ? "" : "return ")
            + identifier(method.name())
            + "("
            + String.join(", ", MethodSource.arguments(method))
            + ");");
    out.line("}");
  }

  private void define() {
    out.javadoc(
        List.of(
            "Defines these functions in a linker.",
            "",
            "@param linker of the engine of {@code module}",
            "@param module the module that imports them",
            "@param host has the functions",
            "@return {@code linker}"));
    leaveToEntries(
        "dev.kiln.runtime.Linker",
        HostInterface.DEFINE,
        List.of(
            "dev.kiln.runtime.Linker linker", "dev.kiln.runtime.Module module", self + " host"));
  }

  private void bind() {
    out.javadoc(
        List.of(
            "Makes these functions in a store, and puts them into the imports of a module.",
            "",
            "@param store the store",
            "@param module the module that imports them",
            "@param host has the functions",
            "@param imports has one place per import of the module, in their order"));
    leaveToEntries(
        "void",
        HostInterface.BIND,
        List.of(
            "dev.kiln.runtime.Store<?> store",
            "dev.kiln.runtime.Module module",
            self + " host",
            "dev.kiln.runtime.Extern[] imports"));
  }

  /** A static method that calls the one of the same name in the entries' class. */
  private void leaveToEntries(String result, String name, List<String> params) {
    out.line("static " + result + " " + name + "(");
    params.subList(0, params.size() - 1).forEach(param -> out.line("    " + param + ","));
    out.line("    " + params.getLast() + ") {");
    List<String> arguments =
        params.stream().map(param -> param.substring(param.lastIndexOf(' ') + 1)).toList();
    out.line(
        (result.equals("void") ? "" : "return ")
            + entries
            + "."
            + name
            + "("
            + String.join(", ", arguments)
            + ");");
    out.line("}");
  }

  private void withCaller() {
    out.javadoc(
        List.of(
            "The same functions, with the calling instance. Wasm never calls the methods without a",
            "caller; they throw an exception."));
    out.line("interface " + HostInterface.WITH_CALLER + " extends " + self + " {");
    boolean first = true;
    for (HostMethod function : host.methods()) {
      Method method = function.method();
      if (!first) {
        out.line("");
      }
      first = false;
      List<String> doc = new ArrayList<>();
      doc.add("The imported function " + MethodSource.wasm(method) + ".");
      document(doc, withCallerTags(method));
      out.line("@java.lang.Override");
      out.line(head("", method, parametersWithCaller(method)) + ";");
      out.line("");
      doc = new ArrayList<>();
      doc.add("Not called by wasm.");
      doc.add("");
      doc.addAll(MethodSource.tags(method));
      doc.add("@throws java.lang.IllegalStateException always");
      out.javadoc(doc);
      out.line("@java.lang.Override");
      out.line(head("default ", method, parameters(method)) + " {");
      out.line("throw new java.lang.IllegalStateException(" + literal(host.refusal(method)) + ");");
      out.line("}");
    }
    out.line("}");
  }
}
