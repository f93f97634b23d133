package dev.kiln.compiler.facade;

import static dev.kiln.compiler.facade.SourceText.html;
import static dev.kiln.compiler.facade.SourceText.identifier;
import static dev.kiln.compiler.facade.SourceText.literal;

import dev.kiln.compiler.carrier.WordCursor;
import java.util.ArrayList;
import java.util.List;

/**
 * The facade {@code FilterInstance} as Java source. All names of other packages are written in
 * full: the module may have given any simple name to a class of this package.
 */
final class FacadeSource {
  /** The facade's field. Names of exports hold no dollar sign. */
  private static final String WASM = "$wasm";

  private final Facade facade;
  private final boolean wasi;
  private final String self;
  private final String instanceClass;
  private final SourceText out = new SourceText();

  private FacadeSource(Facade facade, boolean wasi) {
    this.facade = facade;
    this.wasi = wasi;
    String name = facade.facadeName();
    this.self = identifier(name.substring(name.lastIndexOf('.') + 1));
    this.instanceClass = identifier(facade.className()) + "$Instance";
  }

  /**
   * The source.
   *
   * @param wasi whether kiln-wasi is on the class path that the source is compiled with
   */
  static String of(Facade facade, boolean wasi) {
    FacadeSource source = new FacadeSource(facade, wasi);
    source.write();
    return source.out.toString();
  }

  private void write() {
    out.begin(facade.fileName(), facade.facadeName());
    out.javadoc(classDoc());
    out.line("@java.lang.SuppressWarnings(\"exports\")");
    out.line("public final class " + self + " {");
    out.line("private final " + instanceClass + " " + WASM + ";");
    out.line("");
    out.line("private " + self + "(" + instanceClass + " wasm) {");
    out.line(WASM + " = wasm;");
    out.line("}");
    new FactorySource(facade, self, instanceClass, wasi, out).write();
    AccessorSource accessors = new AccessorSource(facade, WASM, out);
    for (ExportedItem item : facade.exports()) {
      out.line("");
      Method method = item.method();
      if (method != null) {
        function(item, method);
      } else {
        accessors.write(item);
      }
    }
    accessors.writeCaches();
    for (ExportedItem item : facade.exports()) {
      if (item.method() != null && item.method().result() != null) {
        out.line("");
        MethodSource.record(out, item.wasmName(), item.method().result());
      }
    }
    out.line("");
    own();
    out.line("}");
  }

  private List<String> classDoc() {
    List<String> doc = new ArrayList<>();
    doc.add("An instance of the WebAssembly module <code>" + html(facade.fileName()) + "</code>.");
    doc.add("Only one thread at a time may use it and its store. A trap of wasm is thrown as a");
    doc.add("{@link dev.kiln.runtime.Trap}. What a host function throws is thrown unchanged.");
    for (HostInterface host : facade.interfaces()) {
      doc.add("");
      doc.add("<p>Its imports from <code>\"" + html(host.module()) + "\"</code> are an object of");
      doc.add(
          "{@link " + identifier(host.simpleName()) + "}. A host that wants to know the calling");
      doc.add("instance uses {@link " + identifier(host.simpleName()) + ".WithCaller}.");
    }
    return doc;
  }

  private void function(ExportedItem item, Method method) {
    List<String> doc = new ArrayList<>();
    doc.add("Calls the exported function " + MethodSource.wasm(method) + ".");
    doc.add("");
    doc.addAll(MethodSource.tags(method));
    doc.add("@throws dev.kiln.runtime.Trap if wasm traps");
    out.javadoc(doc);
    if (method.isArray()) {
      out.line(
          "public java.lang.Object[] "
              + identifier(item.name())
              + "(java.lang.Object... arguments) {");
      out.line(
          "return " + WASM + ".getFunction(" + literal(item.wasmName()) + ").call(arguments);");
      out.line("}");
      return;
    }
    ResultRecord record = method.result();
    out.line(
        "public "
            + MethodSource.returnType(method)
            + " "
            + identifier(item.name())
            + "("
            + String.join(", ", MethodSource.parameters(method))
            + ") {");
    String call =
        WASM
            + "."
            + identifier(item.entryName())
            + "("
            + String.join(", ", MethodSource.arguments(method))
            + ")";
    if (record != null) {
      many(record, call);
    } else {
      out.line((method.type().results().isEmpty() ? "" : "return ") + call + ";");
    }
    out.line("}");
  }

  /** Results after the first are in the window; it forgets references there when they are read. */
  private void many(ResultRecord record, String call) {
    out.line(record.values().get(0).carrier().source() + " $first = " + call + ";");
    out.line("dev.kiln.runtime.abi.Window $more = " + WASM + ".window();");
    out.line("return new " + identifier(record.name()) + "(");
    StringBuilder all = new StringBuilder("    $first");
    WordCursor cursor = new WordCursor();
    for (JavaValue value : record.values().subList(1, record.values().size())) {
      int position = cursor.next(value.carrier());
      all.append(", ");
      switch (value.carrier()) {
        case I32 -> all.append("(int) $more.moreNumbers[").append(position).append(']');
        case I64 -> all.append("$more.moreNumbers[").append(position).append(']');
        case F32 ->
            all.append("java.lang.Float.intBitsToFloat((int) $more.moreNumbers[")
                .append(position)
                .append("])");
        case F64 ->
            all.append("java.lang.Double.longBitsToDouble($more.moreNumbers[")
                .append(position)
                .append("])");
        case FUNC ->
            all.append("(dev.kiln.runtime.FuncRef) $more.takeReference(")
                .append(position)
                .append(')');
        case REF -> all.append("$more.takeReference(").append(position).append(')');
      }
    }
    out.line(all + ");");
  }

  private void own() {
    out.javadoc(
        List.of(
            "The instance itself, for everything that has no method here.",
            "",
            "@return the instance"));
    out.line("public dev.kiln.runtime.Instance instance() {");
    out.line("return " + WASM + ";");
    out.line("}");
    out.line("");
    out.javadoc(List.of("The store that the instance lives in.", "", "@return the store"));
    out.line("public dev.kiln.runtime.Store<?> store() {");
    out.line("return " + WASM + ".store();");
    out.line("}");
    out.line("");
    out.line("@java.lang.Override");
    out.line("public java.lang.String toString() {");
    out.line("return " + WASM + ".toString();");
    out.line("}");
  }
}
