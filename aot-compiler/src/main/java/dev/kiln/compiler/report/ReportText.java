package dev.kiln.compiler.report;

import static dev.kiln.compiler.report.Texts.bytes;
import static dev.kiln.compiler.report.Texts.count;
import static dev.kiln.compiler.report.Texts.number;
import static dev.kiln.compiler.report.Texts.visible;

import dev.kiln.compiler.report.ModuleReport.Compilation;
import dev.kiln.compiler.report.ModuleReport.Function;
import dev.kiln.compiler.report.ModuleReport.Item;
import dev.kiln.compiler.report.ModuleReport.Method;
import dev.kiln.compiler.report.ModuleReport.Name;
import dev.kiln.compiler.report.ModuleReport.Names;
import dev.kiln.compiler.report.ModuleReport.Producer;
import dev.kiln.compiler.report.ModuleReport.Section;
import dev.kiln.compiler.report.ModuleReport.Storage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** A report as text for people: aligned lines, each ended by a newline. */
public final class ReportText {
  /** How many functions are shown if nobody says otherwise. */
  public static final int TOP = 10;

  /** How many entries of a list are shown. */
  private static final int LIST = 20;

  private final ModuleReport report;
  private final int top;
  private final int list;
  private final StringBuilder out = new StringBuilder();

  private ReportText(ModuleReport report, int top, boolean all) {
    this.report = report;
    this.top = top;
    this.list = all ? Integer.MAX_VALUE : LIST;
  }

  /** The report with the defaults. */
  public static String of(ModuleReport report) {
    return of(report, TOP, false);
  }

  /**
   * The report.
   *
   * @param top how many functions are shown, the largest first
   * @param all whether lists are complete; else long ones are cut
   */
  public static String of(ModuleReport report, int top, boolean all) {
    ReportText self = new ReportText(report, top, all);
    self.summary();
    self.items("imports", report.imports());
    self.items("exports", report.exports());
    self.sections();
    self.names();
    Compilation compilation = report.compilation();
    if (compilation != null) {
      self.functions(compilation);
      self.compilation(compilation);
    }
    String problem = report.problem();
    if (problem != null) {
      self.out.append("\nnot compiled: ").append(visible(problem)).append('\n');
    }
    return self.out.toString();
  }

  private void summary() {
    out.append(report.file()).append(": ").append(report.kind()).append(", ");
    out.append(bytes(report.bytes()));
    String name = report.name();
    if (name != null) {
      out.append(", named ").append(Texts.quoted(name));
    }
    out.append("\n\n");
    Columns facts = new Columns("ll");
    facts.row(
        "needs",
        report.proposals().isEmpty()
            ? "nothing beyond the MVP"
            : String.join(", ", report.proposals()));
    if (!report.unsupported().isEmpty()) {
      facts.row("unsupported", String.join(", ", report.unsupported()));
    }
    producers().forEach((field, values) -> facts.row(visible(field), visible(values.toString())));
    facts.row(
        "functions",
        number(report.definedFunctions())
            + " and "
            + number(report.functions() - report.definedFunctions())
            + " imported, of "
            + count(report.types(), "type", "types"));
    for (Storage memory : report.memories()) {
      facts.row("memory " + memory.index(), storage(memory));
    }
    for (Storage table : report.tables()) {
      facts.row("table " + table.index(), storage(table));
    }
    facts.row("globals", number(report.globals()));
    facts.row(
        "segments",
        number(report.dataSegments())
            + " of data ("
            + bytes(report.dataBytes())
            + "), "
            + number(report.elementSegments())
            + " of elements ("
            + number(report.elements())
            + ")");
    if (report.start().isPresent()) {
      facts.row("start", Texts.function(report.start().getAsInt(), report.startName()));
    }
    facts.printTo(out, "");
  }

  private static String storage(Storage storage) {
    return storage.type() + (storage.imported() ? ", imported" : "");
  }

  private Map<String, StringJoiner> producers() {
    Map<String, StringJoiner> fields = new LinkedHashMap<>();
    for (Producer producer : report.producers()) {
      fields
          .computeIfAbsent(producer.field(), field -> new StringJoiner(", "))
          .add((producer.name() + " " + producer.version()).strip());
    }
    return fields;
  }

  private void items(String title, List<Item> items) {
    if (items.isEmpty()) {
      return;
    }
    out.append("\n").append(title).append(" (").append(number(items.size())).append(")\n");
    Columns columns = new Columns("lll");
    for (Item item : items.subList(0, Math.min(items.size(), list))) {
      String name = item.module() == null ? item.name() : item.module() + " " + item.name();
      columns.row(item.kind(), visible(name), item.type());
    }
    columns.printTo(out, "  ");
    more(items.size() - list);
  }

  private void more(int count) {
    if (count > 0) {
      out.append("  … and ").append(number(count)).append(" more (--all)\n");
    }
  }

  private void sections() {
    List<Section> sections = report.sections();
    out.append("\nsections (").append(number(sections.size())).append(")\n");
    Columns columns = new Columns("lrr").row("", "offset", "bytes");
    for (Section section : sections.subList(0, Math.min(sections.size(), list))) {
      String custom = section.customName();
      columns.row(
          section.name() + (custom == null ? "" : " " + Texts.quoted(custom)),
          "0x" + Integer.toHexString(section.offset()),
          number(section.bytes()));
    }
    columns.printTo(out, "  ");
    more(sections.size() - list);
  }

  private void names() {
    if (report.names().isEmpty()) {
      return;
    }
    out.append("\nnames (").append(number(report.names().size())).append(")\n");
    for (Names names : report.names()) {
      String of = names.of();
      out.append("  ").append(of == null ? "subsection " + names.id() : of).append(": ");
      if (of == null) {
        out.append("not known, ").append(bytes(names.bytes())).append('\n');
        continue;
      }
      out.append(number(names.names().size()));
      out.append(names.complete() ? "\n" : ", then what cannot be read\n");
      names(names.names());
    }
  }

  private void names(List<Name> names) {
    Columns columns = new Columns("rl");
    for (Name name : names.subList(0, Math.min(names.size(), list))) {
      String inner = name.inner() < 0 ? "" : "." + name.inner();
      columns.row(name.index() + inner, Texts.quoted(name.name()));
    }
    columns.printTo(out, "    ");
    more(names.size() - list);
  }

  private void functions(Compilation compilation) {
    List<Function> functions = compilation.functions();
    List<Function> shown = functions.subList(0, Math.min(functions.size(), top));
    if (shown.isEmpty()) {
      return;
    }
    out.append("\nlargest functions (bytes)\n");
    Columns columns =
        new Columns("lrrrrr").row("", "wasm", "bytecode", "pieces", "largest", "passed variables");
    for (Function function : shown) {
      boolean split = function.pieces() > 0;
      columns.row(
          Texts.function(function.index(), function.name()),
          number(function.wasmBytes()),
          number(function.bytecodeBytes()),
          split ? number(function.pieces()) : "whole",
          number(function.largestPiece()),
          split ? number(function.frameVariables()) : "");
    }
    columns.printTo(out, "  ");
  }

  private void compilation(Compilation compilation) {
    out.append("\ncompiled to ").append(visible(compilation.className())).append(": ");
    out.append(count(compilation.classes(), "class", "classes")).append(", ");
    out.append(bytes(compilation.classBytes()));
    if (compilation.resourceBytes() > 0) {
      out.append(", resources ").append(bytes(compilation.resourceBytes()));
    }
    List<Function> split = compilation.split();
    int pieces = split.stream().mapToInt(Function::pieces).sum();
    out.append("\nsplit: ").append(number(split.size())).append(" of ");
    out.append(count(compilation.functions().size(), "function", "functions"));
    if (!split.isEmpty()) {
      out.append(", into ").append(number(pieces)).append(" pieces");
    }
    out.append("\nmethods: ").append(number(compilation.methods())).append(", the largest ");
    out.append(method(compilation.largestMethod()));
    List<Method> over = compilation.methodsOverLimit();
    String limit = number(Compilation.HOTSPOT_LIMIT);
    if (over.isEmpty()) {
      out.append(", none is over ").append(limit).append("; all can be JIT-compiled\n");
      return;
    }
    out.append("\nover ").append(limit).append(" bytes, which HotSpot does not compile: ");
    out.append(count(over.size(), "method", "methods")).append('\n');
    for (Method method : over.subList(0, Math.min(over.size(), list))) {
      out.append("  ").append(method(method)).append('\n');
    }
    more(over.size() - list);
  }

  private static String method(Method method) {
    return visible(method.className() + "." + method.name())
        + " with "
        + count(method.bytes(), "byte", "bytes");
  }
}
