package dev.kiln.compiler.facade;

import static dev.kiln.compiler.facade.SourceText.html;
import static dev.kiln.compiler.facade.SourceText.identifier;
import static dev.kiln.compiler.facade.SourceText.literal;

import dev.kiln.compiler.carrier.Carrier;
import dev.kiln.compiler.carrier.Layout;
import dev.kiln.compiler.model.WasmModule;
import dev.kiln.compiler.model.type.ExternKind;
import dev.kiln.compiler.model.type.GlobalType;
import dev.kiln.compiler.model.type.MemoryType;
import dev.kiln.compiler.model.type.TableType;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The facade's methods for exported memories, tables and globals. An instance's exports do not
 * change, so each is looked up by name only once. That happens on its first use, since most users
 * need few of them. All exports of a kind are in one array and not in fields, because a module may
 * export more globals than a class can have fields.
 */
final class AccessorSource {
  private final WasmModule module;
  private final String wasm;
  private final SourceText out;

  /** How many of each kind there are so far. */
  private final Map<ExternKind, Integer> counts = new TreeMap<>();

  /**
   * For one facade.
   *
   * @param wasm the facade's field with the instance
   */
  AccessorSource(Facade facade, String wasm, SourceText out) {
    this.module = facade.module();
    this.wasm = wasm;
    this.out = out;
  }

  /** Writes the methods for an export that is no function. */
  void write(ExportedItem item) {
    String quoted = "<code>\"" + html(item.wasmName()) + "\"</code>";
    int position = counts.merge(item.kind(), 1, Integer::sum) - 1;
    String resolved = cache(item.kind()) + "(" + position + ", " + literal(item.wasmName()) + ")";
    switch (item.kind()) {
      case MEMORY -> {
        MemoryType type = module.memoryType(item.index());
        item(item, "The exported memory " + quoted + ", " + limits(type) + ".", resolved);
      }
      case TABLE -> {
        TableType type = module.tableType(item.index());
        String element = "<code>" + html(type.element().toString()) + "</code>";
        item(item, "The exported table " + quoted + " of " + element + ".", resolved);
      }
      case GLOBAL -> global(item, quoted, resolved);
      case FUNC, TAG -> throw new IllegalArgumentException("no accessor for a " + item.kind());
    }
  }

  private void item(ExportedItem item, String text, String resolved) {
    out.javadoc(List.of(text, "", "@return the same object each time"));
    out.line("public " + type(item.kind()) + " " + identifier(item.name()) + "() {");
    out.line("return " + resolved + ";");
    out.line("}");
  }

  private static String limits(MemoryType type) {
    var limits = type.limits();
    return "<code>"
        + limits.min()
        + (limits.max().isPresent() ? " " + limits.max().getAsLong() : "")
        + "</code> pages";
  }

  private void global(ExportedItem item, String quoted, String global) {
    GlobalType type = module.globalType(item.index());
    Carrier carrier = Layout.single(type.type());
    String java = carrier.source();
    String name = identifier(item.name());
    String text = quoted + ", <code>" + html(type.toString()) + "</code>";
    out.javadoc(List.of("The value of the exported global " + text + ".", "", "@return the value"));
    out.line("public " + java + " " + name + "() {");
    String suffix =
        switch (carrier) {
          case I32 -> "Int";
          case I64 -> "Long";
          case F32 -> "Float";
          case F64 -> "Double";
          case FUNC, REF -> "";
        };
    String cast = carrier == Carrier.FUNC ? "(" + java + ") " : "";
    out.line("return " + cast + global + ".get" + suffix + "();");
    out.line("}");
    if (type.mutable()) {
      out.line("");
      out.javadoc(
          List.of("Sets the exported global " + text + ".", "", "@param value the new value"));
      out.line("public void " + name + "(" + java + " value) {");
      out.line(global + ".set" + suffix + "(value);");
      out.line("}");
    }
  }

  /** Writes what the methods share, after all of them. */
  void writeCaches() {
    counts.forEach(
        (kind, count) -> {
          String type = type(kind);
          String cache = cache(kind);
          out.line("");
          out.line("private final " + type + "[] " + cache + " = new " + type + "[" + count + "];");
          out.line("");
          out.line("private " + type + " " + cache + "(int position, java.lang.String name) {");
          out.line(type + " known = " + cache + "[position];");
          out.line("if (known == null) {");
          out.line("known = " + wasm + ".get" + simpleType(kind) + "(name);");
          out.line(cache + "[position] = known;");
          out.line("}");
          out.line("return known;");
          out.line("}");
        });
  }

  private static String type(ExternKind kind) {
    return "dev.kiln.runtime." + simpleType(kind);
  }

  private static String simpleType(ExternKind kind) {
    return switch (kind) {
      case MEMORY -> "Memory";
      case TABLE -> "Table";
      case GLOBAL -> "Global";
      case FUNC, TAG -> throw new IllegalArgumentException("no accessor for a " + kind);
    };
  }

  /**
   * The name of the array and of the method that reads it. Names of exports hold no dollar sign.
   */
  private static String cache(ExternKind kind) {
    return "$" + kind;
  }
}
