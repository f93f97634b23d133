package dev.kiln.compiler.facade;

import dev.kiln.compiler.api.WasmException;
import dev.kiln.compiler.model.CustomSection;
import dev.kiln.compiler.model.Export;
import dev.kiln.compiler.model.Import;
import dev.kiln.compiler.model.WasmModule;
import dev.kiln.compiler.opcode.BinaryReader;
import dev.kiln.runtime.abi.Abi;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The files in a jar that tell tools about a module. {@code META-INF/wasm/<class>.json} says where
 * the module comes from and what it needs. If it has a resource, there is also GraalVM's list of
 * resources for native images.
 */
public final class Metadata {
  private Metadata() {}

  /**
   * The files by path.
   *
   * @param compilerVersion the compiler's version
   * @param sha256 of the wasm, in hexadecimal
   * @param options the compile options as text; empty for the defaults
   * @param dataResource whether the data segments are in a resource
   */
  public static SortedMap<String, byte[]> of(
      Facade facade, String compilerVersion, String sha256, String options, boolean dataResource) {
    SortedMap<String, byte[]> files = new TreeMap<>();
    WasmModule module = facade.module();
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("class", facade.className());
    all.put("file", facade.fileName());
    all.put("sha256", sha256);
    all.put("size", module.binary().size());
    all.put("compiler", "Kiln " + compilerVersion);
    all.put("abi", Abi.VERSION);
    all.put("options", options);
    all.put("producers", producers(module));
    all.put("imports", imports(module));
    all.put("exports", exports(module));
    files.put("META-INF/wasm/" + facade.className() + ".json", bytes(Json.of(all)));
    if (dataResource) {
      String data = facade.className().replace('.', '/') + ".data";
      files.put(
          "META-INF/native-image/" + facade.className() + "/resource-config.json",
          bytes(
              Json.of(
                  Map.of(
                      "resources",
                      Map.of("includes", List.of(Map.of("pattern", "\\Q" + data + "\\E")))))));
    }
    return files;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** From import module to the names that are imported from it, in order. */
  private static Map<String, Object> imports(WasmModule module) {
    Map<String, List<String>> names = new LinkedHashMap<>();
    for (Import wanted : module.imports()) {
      List<String> known = names.computeIfAbsent(wanted.module(), m -> new ArrayList<>());
      if (!known.contains(wanted.name())) {
        known.add(wanted.name());
      }
    }
    return new LinkedHashMap<>(names);
  }

  /** How many exports of each kind there are. */
  private static Map<String, Object> exports(WasmModule module) {
    Map<String, Integer> counts = new TreeMap<>();
    for (Export export : module.exports()) {
      counts.merge(export.kind().toString(), 1, Integer::sum);
    }
    return new TreeMap<>(counts);
  }

  /**
   * The producers section of the tool conventions; empty if there is none, or none that can be
   * read.
   */
  private static Map<String, Object> producers(WasmModule module) {
    for (CustomSection section : module.customSections()) {
      if (section.name().equals("producers")) {
        BinaryReader in = new BinaryReader(module.file(), section.content());
        try {
          return fields(in);
        } catch (WasmException e) {
          return Map.of(); // a custom section makes no module malformed
        }
      }
    }
    return Map.of();
  }

  private static Map<String, Object> fields(BinaryReader in) {
    Map<String, Object> fields = new LinkedHashMap<>();
    int count = in.length();
    for (int i = 0; i < count; i++) {
      String field = in.name();
      Map<String, Object> values = new LinkedHashMap<>();
      int valueCount = in.length();
      for (int v = 0; v < valueCount; v++) {
        String name = in.name();
        values.put(name, in.name());
      }
      fields.put(field, values);
    }
    return fields;
  }
}
