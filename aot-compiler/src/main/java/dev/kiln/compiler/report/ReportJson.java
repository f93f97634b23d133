package dev.kiln.compiler.report;

import dev.kiln.compiler.facade.Json;
import dev.kiln.compiler.report.ModuleReport.Compilation;
import dev.kiln.compiler.report.ModuleReport.Item;
import dev.kiln.compiler.report.ModuleReport.Method;
import dev.kiln.compiler.report.ModuleReport.Name;
import dev.kiln.compiler.report.ModuleReport.Names;
import dev.kiln.compiler.report.ModuleReport.Producer;
import dev.kiln.compiler.report.ModuleReport.Section;
import dev.kiln.compiler.report.ModuleReport.Storage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A report as JSON. The members have the names of the components of {@link ModuleReport}. */
public final class ReportJson {
  private ReportJson() {}

  /**
   * The report, as text.
   *
   * @param top how many functions are listed, the largest first
   */
  public static String of(ModuleReport report, int top) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("file", report.file());
    json.put("bytes", report.bytes());
    json.put("name", report.name());
    json.put("kind", report.kind().name().toLowerCase(Locale.ROOT));
    json.put("proposals", report.proposals());
    json.put("unsupported", report.unsupported());
    json.put("names", all(report.names(), ReportJson::names));
    json.put("producers", all(report.producers(), ReportJson::producer));
    json.put("sections", all(report.sections(), ReportJson::section));
    json.put("imports", all(report.imports(), ReportJson::item));
    json.put("exports", all(report.exports(), ReportJson::item));
    json.put("memories", all(report.memories(), ReportJson::storage));
    json.put("tables", all(report.tables(), ReportJson::storage));
    json.put("functions", report.functions());
    json.put("definedFunctions", report.definedFunctions());
    json.put("types", report.types());
    json.put("globals", report.globals());
    json.put("start", report.start().isPresent() ? report.start().getAsInt() : null);
    json.put("startName", report.startName());
    json.put("dataSegments", report.dataSegments());
    json.put("dataBytes", report.dataBytes());
    json.put("elementSegments", report.elementSegments());
    json.put("elements", report.elements());
    Compilation compilation = report.compilation();
    json.put("compilation", compilation == null ? null : compilation(compilation, top));
    json.put("problem", report.problem());
    return Json.of(json);
  }

  private static <T> List<Map<String, @Nullable Object>> all(
      List<T> values, Function<T, Map<String, @Nullable Object>> json) {
    return values.stream().map(json).toList();
  }

  private static Map<String, @Nullable Object> names(Names names) {
    return object(
        "id", names.id(),
        "of", names.of(),
        "bytes", names.bytes(),
        "names", all(names.names(), ReportJson::name),
        "complete", names.complete());
  }

  private static Map<String, @Nullable Object> name(Name name) {
    return name.inner() < 0
        ? object("index", name.index(), "name", name.name())
        : object("index", name.index(), "inner", name.inner(), "name", name.name());
  }

  private static Map<String, @Nullable Object> producer(Producer producer) {
    return object(
        "field", producer.field(),
        "name", producer.name(),
        "version", producer.version());
  }

  private static Map<String, @Nullable Object> section(Section section) {
    return object(
        "name", section.name(),
        "customName", section.customName(),
        "offset", section.offset(),
        "bytes", section.bytes());
  }

  private static Map<String, @Nullable Object> item(Item item) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    if (item.module() != null) {
      json.put("module", item.module());
    }
    json.put("name", item.name());
    json.put("kind", item.kind());
    json.put("index", Integer.toUnsignedLong(item.index()));
    json.put("type", item.type());
    return json;
  }

  private static Map<String, @Nullable Object> storage(Storage storage) {
    return object(
        "index", storage.index(),
        "type", storage.type(),
        "imported", storage.imported());
  }

  private static Map<String, @Nullable Object> compilation(Compilation compilation, int top) {
    List<ModuleReport.Function> functions = compilation.functions();
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("className", compilation.className());
    json.put("classes", compilation.classes());
    json.put("classBytes", compilation.classBytes());
    json.put("resourceBytes", compilation.resourceBytes());
    json.put("methods", compilation.methods());
    json.put("methodLimit", Compilation.HOTSPOT_LIMIT);
    json.put("largestMethod", method(compilation.largestMethod()));
    json.put("methodsOverLimit", all(compilation.methodsOverLimit(), ReportJson::method));
    json.put(
        "functions",
        all(functions.subList(0, Math.min(functions.size(), top)), ReportJson::function));
    return json;
  }

  private static Map<String, @Nullable Object> method(Method method) {
    return object(
        "className", method.className(),
        "name", method.name(),
        "bytes", method.bytes());
  }

  private static Map<String, @Nullable Object> function(ModuleReport.Function function) {
    return object(
        "index", function.index(),
        "name", function.name(),
        "wasmBytes", function.wasmBytes(),
        "bytecodeBytes", function.bytecodeBytes(),
        "pieces", function.pieces(),
        "largestPiece", function.largestPiece(),
        "frameVariables", function.frameVariables());
  }

  /** An object: names and values in turn. */
  private static Map<String, @Nullable Object> object(@Nullable Object... members) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    for (int i = 0; i < members.length; i += 2) {
      json.put(String.valueOf(members[i]), members[i + 1]);
    }
    return json;
  }
}
