package dev.kiln.compiler.facade;

import static dev.kiln.compiler.facade.SourceText.html;
import static dev.kiln.compiler.facade.SourceText.identifier;

import dev.kiln.compiler.model.type.ValType;
import java.util.ArrayList;
import java.util.List;

/** The parts of a {@link Method} in Java source: types, parameters, arguments, Javadoc. */
final class MethodSource {
  private MethodSource() {}

  /** The wasm name and type as Javadoc shows them. */
  static String wasm(Method method) {
    return "<code>\""
        + html(method.wasmName())
        + "\" "
        + html(method.type().toString())
        + "</code>";
  }

  /** The type that it returns. */
  static String returnType(Method method) {
    List<JavaValue> results = JavaValue.of(method.type().results());
    if (method.isArray()) {
      return "java.lang.Object[]";
    }
    if (method.result() != null) {
      return identifier(method.result().name());
    }
    return results.isEmpty() ? "void" : results.get(0).carrier().source();
  }

  /** Types and names of its parameters, unless it takes an array. */
  static List<String> parameters(Method method) {
    List<String> params = new ArrayList<>();
    List<JavaValue> values = JavaValue.of(method.type().params());
    for (int i = 0; i < method.parameters().size(); i++) {
      String type = values.get(i).carrier().source();
      params.add(type + " " + identifier(method.parameters().get(i)));
    }
    return params;
  }

  /** The names of its parameters. */
  static List<String> arguments(Method method) {
    return method.isArray()
        ? List.of("arguments")
        : method.parameters().stream().map(SourceText::identifier).toList();
  }

  /** The Javadoc of its parameters and of what it returns. */
  static List<String> tags(Method method) {
    if (method.isArray()) {
      return List.of(
          "@param arguments one for each parameter, boxed", "@return one for each result, boxed");
    }
    List<String> tags = new ArrayList<>();
    List<JavaValue> params = JavaValue.of(method.type().params());
    for (int i = 0; i < method.parameters().size(); i++) {
      String type = html(params.get(i).type().toString());
      tags.add("@param " + identifier(method.parameters().get(i)) + " <code>" + type + "</code>");
    }
    List<ValType> results = method.type().results();
    if (!results.isEmpty()) {
      tags.add(
          "@return <code>"
              + html(String.join(" ", results.stream().map(ValType::toString).toList()))
              + "</code>");
    }
    return tags;
  }

  /** The declaration of the record for its several results. */
  static void record(SourceText out, String wasmName, ResultRecord record) {
    List<String> doc = new ArrayList<>();
    List<String> components = new ArrayList<>();
    doc.add("The results of <code>\"" + html(wasmName) + "\"</code>.");
    doc.add("");
    for (int i = 0; i < record.values().size(); i++) {
      JavaValue value = record.values().get(i);
      String name = ResultRecord.component(i);
      doc.add("@param " + name + " <code>" + html(value.type().toString()) + "</code>");
      components.add(value.carrier().source() + " " + name);
    }
    out.javadoc(doc);
    out.line(
        "public record " + identifier(record.name()) + "(" + String.join(", ", components) + ") {");
    out.line("}");
  }
}
