package dev.kiln.cli;

import dev.kiln.compiler.report.ModuleReport;
import dev.kiln.compiler.report.ModuleReport.Compilation;
import dev.kiln.compiler.report.ModuleReport.Function;
import dev.kiln.compiler.report.ModuleReport.Item;
import dev.kiln.compiler.report.ModuleReport.Method;
import dev.kiln.compiler.report.ModuleReport.Producer;
import dev.kiln.compiler.report.ModuleReport.Section;
import dev.kiln.compiler.report.ModuleReport.Storage;
import java.util.List;
import java.util.Locale;

/** A report as JSON; the members are called like the components of {@link ModuleReport}. */
final class ReportJson {
  private ReportJson() {}

  /**
   * The report.
   *
   * @param top how many functions are listed, the largest first
   */
  static String of(ModuleReport report, int top) {
    return new JsonWriter().object(report, (json, r) -> module(json, r, top)).toString();
  }

  private static void module(JsonWriter json, ModuleReport report, int top) {
    json.member("file", report.file())
        .member("bytes", report.bytes())
        .member("name", report.name())
        .member("kind", report.kind().name().toLowerCase(Locale.ROOT))
        .strings("proposals", report.proposals())
        .strings("unsupported", report.unsupported())
        .objects("producers", report.producers(), ReportJson::producer)
        .objects("sections", report.sections(), ReportJson::section)
        .objects("imports", report.imports(), ReportJson::item)
        .objects("exports", report.exports(), ReportJson::item)
        .objects("memories", report.memories(), ReportJson::storage)
        .objects("tables", report.tables(), ReportJson::storage)
        .member("functions", report.functions())
        .member("definedFunctions", report.definedFunctions())
        .member("types", report.types())
        .member("globals", report.globals());
    if (report.start().isPresent()) {
      json.member("start", report.start().getAsInt());
    } else {
      json.absent("start");
    }
    json.member("startName", report.startName())
        .member("dataSegments", report.dataSegments())
        .member("dataBytes", report.dataBytes())
        .member("elementSegments", report.elementSegments())
        .member("elements", report.elements());
    Compilation compilation = report.compilation();
    if (compilation == null) {
      json.absent("compilation");
    } else {
      json.object("compilation", compilation, (j, c) -> compilation(j, c, top));
    }
    json.member("problem", report.problem());
  }

  private static void producer(JsonWriter json, Producer producer) {
    json.member("field", producer.field())
        .member("name", producer.name())
        .member("version", producer.version());
  }

  private static void section(JsonWriter json, Section section) {
    json.member("name", section.name())
        .member("customName", section.customName())
        .member("offset", section.offset())
        .member("bytes", section.bytes());
  }

  private static void item(JsonWriter json, Item item) {
    if (item.module() != null) {
      json.member("module", item.module());
    }
    json.member("name", item.name())
        .member("kind", item.kind())
        .member("index", Integer.toUnsignedLong(item.index()))
        .member("type", item.type());
  }

  private static void storage(JsonWriter json, Storage storage) {
    json.member("index", storage.index())
        .member("type", storage.type())
        .member("imported", storage.imported());
  }

  private static void compilation(JsonWriter json, Compilation compilation, int top) {
    List<Function> functions = compilation.functions();
    json.member("className", compilation.className())
        .member("classes", compilation.classes())
        .member("classBytes", compilation.classBytes())
        .member("resourceBytes", compilation.resourceBytes())
        .member("methods", compilation.methods())
        .member("methodLimit", Compilation.HOTSPOT_LIMIT)
        .object("largestMethod", compilation.largestMethod(), ReportJson::method)
        .objects("methodsOverLimit", compilation.methodsOverLimit(), ReportJson::method)
        .objects(
            "functions",
            functions.subList(0, Math.min(functions.size(), top)),
            ReportJson::function);
  }

  private static void method(JsonWriter json, Method method) {
    json.member("className", method.className())
        .member("name", method.name())
        .member("bytes", method.bytes());
  }

  private static void function(JsonWriter json, Function function) {
    json.member("index", function.index())
        .member("name", function.name())
        .member("wasmBytes", function.wasmBytes())
        .member("bytecodeBytes", function.bytecodeBytes())
        .member("pieces", function.pieces())
        .member("largestPiece", function.largestPiece())
        .member("frameVariables", function.frameVariables());
  }
}
