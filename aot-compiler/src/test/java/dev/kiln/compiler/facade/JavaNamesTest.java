package dev.kiln.compiler.facade;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.compiler.Compiler;
import dev.kiln.compiler.api.CompileOptions;
import dev.kiln.compiler.testing.Assembler;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JavaNamesTest {
  @ParameterizedTest
  @CsvSource({
    "add, add",
    "sqlite3_open_v2, sqlite3_open_v2",
    "get-value, getValue",
    "wasi:io/streams@0.2#read, wasiIoStreams02Read",
    "--x--y--, xY",
    "_start, _start",
    "class, class_",
    "_, __",
    "true, true_",
    "2d, _2d",
    "gr\u00f6sse, gr\u00f6sse",
    "\u65e5\u672c, \u65e5\u672c",
    "a\ud83d\ude00b, aB",
    "a$b, aB",
    "\ud83d\ude00, func7",
    "'', func7"
  })
  void identifiers(String wasm, String java) {
    assertEquals(java, JavaNames.identifier(wasm, "func7"));
  }

  @Test
  void longNamesAreCut() {
    assertEquals(200, JavaNames.identifier("x".repeat(100_000), "f").length());
  }

  @Test
  void takenNamesAreNumbered() {
    Set<String> taken = new HashSet<>(Set.of("a", "a_2"));
    assertEquals("a_3", JavaNames.unique("a", taken));
    assertEquals("b", JavaNames.unique("b", taken));
    assertEquals("b_2", JavaNames.unique("b", taken));
  }

  @Test
  void interfacesAreNamedAfterTheirModules() {
    StringBuilder wasm = new StringBuilder();
    List<String> modules =
        List.of("env", "ENV", "./a_b.js", "", "main", "instance", "imports", "-", "9");
    modules.forEach(m -> wasm.append("(import \"").append(m).append("\" \"f\" (func))\n"));
    List<String> files =
        Compiler.compile("m.wasm", Assembler.assemble(wasm.toString()), CompileOptions.of("p.M"))
            .files()
            .keySet()
            .stream()
            .toList();
    for (String name :
        List.of("Env", "ENV2", "ABJs", "Imports", "Main2", "Instance2", "Imports2", "9")) {
      assertTrue(files.contains("p/M" + name + ".class"), name + " in " + files);
    }
    assertTrue(files.contains("p/MImports3.class"), files.toString());
  }

  @Test
  void htmlAndLiteralsHoldNothingThatEndsThem() {
    assertEquals("&#42;&#47; &#60;b&#62; &#92;u002a&#xfffd;", SourceText.html("*/ <b> \\u002a\n"));
    assertEquals("\"\\\"\\\\u\\012\\u00e9\"", SourceText.literal("\"\\u\n\u00e9"));
  }
}
