package dev.kiln.compiler.emit.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.compiler.decode.ModuleDecoder;
import dev.kiln.compiler.testing.Assembler;
import dev.kiln.compiler.testing.Compiled;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class NamesTest {
  private static List<String> names(String... given) {
    StringBuilder text = new StringBuilder();
    for (String name : given) {
      text.append("(func ").append(name.isEmpty() ? "" : "$\"" + name + '"').append(")\n");
    }
    byte[] wasm = Assembler.assemble(text.toString());
    Names names = new Names(ModuleDecoder.decode("m.wasm", wasm));
    List<String> all = new ArrayList<>();
    for (int i = 0; i < given.length; i++) {
      all.add(names.method(i));
    }
    Compiled.of(wasm).instantiate();
    return all;
  }

  @Test
  void namesAreThoseOfTheProgram() {
    assertEquals(
        List.of("main", "std::io::Write", "größe"), names("main", "std::io::Write", "größe"));
  }

  @Test
  void namelessFunctionsHaveTheirIndex() {
    assertEquals(List.of("func0", "a", "func2"), names("", "a", ""));
  }

  @Test
  void whatTheJvmForbidsIsReplaced() {
    assertEquals(List.of("a_b", "f{T}|g,{}"), names("a.b", "f<T>/g;[>"));
    assertEquals(List.of("{init}", "{clinit}"), names("<init>", "<clinit>"));
    assertEquals(List.of("a_b_c"), names("a\\0ab\\00c"));
  }

  @Test
  void everyNameIsAnother() {
    for (List<String> given :
        List.of(
            List.of("x", "x", "x"),
            List.of("x$2", "x", "x"),
            List.of("x$1", "x", "x$1", "x"),
            List.of("func1", "", "func1"),
            List.of("a.b", "a_b"))) {
      List<String> names = names(given.toArray(new String[0]));
      assertEquals(given.size(), new HashSet<>(names).size(), names.toString());
    }
  }

  @Test
  void longNamesAreCut() {
    List<String> names = names("y".repeat(70_000), "y".repeat(70_001));
    assertTrue(names.get(0).length() < 1000 && names.get(1).length() < 1000);
    assertEquals(2, new HashSet<>(names).size());
  }
}
