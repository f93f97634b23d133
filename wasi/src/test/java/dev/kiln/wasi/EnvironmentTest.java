package dev.kiln.wasi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvironmentTest {
  private static List<String> texts(List<byte[]> entries) {
    return entries.stream().map(entry -> new String(entry, StandardCharsets.UTF_8)).toList();
  }

  @Test
  void ownVariablesStandInTheirOrder() {
    Map<String, String> own = new LinkedHashMap<>();
    own.put("B", "größe");
    own.put("A", "");
    assertEquals(List.of("B=größe\0", "A=\0"), texts(Environment.entries(false, own)));
  }

  @Test
  void ownVariablesReplaceThoseOfTheProcess() {
    Map<String, String> process = Environment.ofProcess();
    assertTrue(process.containsKey("PATH") || process.containsKey("Path"), process.toString());
    String name = process.keySet().iterator().next();
    List<String> texts = texts(Environment.entries(true, Map.of(name, "own", "KILN_TEST", "more")));
    assertEquals(process.size() + 1, texts.size());
    assertTrue(texts.contains(name + "=own\0"), texts.toString());
    assertTrue(texts.contains("KILN_TEST=more\0"), texts.toString());
  }
}
