package dev.kiln.compiler.facade;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.compiler.Compiler;
import dev.kiln.compiler.api.CompileOptions;
import dev.kiln.compiler.testing.Assembler;
import dev.kiln.compiler.testing.JavaProject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compiles and runs {@code docs/EMBEDDING.md}. A block {@code wat} is a module, named by the
 * comment in its first line. The blocks {@code java} of a section are the body of one method. What
 * stands in a comment after {@code println(…);} is what that prints; several lines, in a loop, are
 * separated by {@code " | "}.
 */
class EmbeddingDocTest {
  private static final Pattern BLOCK =
      Pattern.compile("(?m)^```(\\w+(?: \\w+)?)\\n(.*?)^```$|^## ([^\\n]*)$", Pattern.DOTALL);
  private static final Pattern PRINTS = Pattern.compile("println\\(.*\\); // (.*)");

  @TempDir Path folder;

  /** The blocks of a kind, in order, by the section they stand in. */
  private static Map<String, List<String>> blocks(String kind) throws IOException {
    Map<String, List<String>> found = new LinkedHashMap<>();
    Matcher in = BLOCK.matcher(Files.readString(document()).replaceAll("[^\\S\\n]+\\n", "\n"));
    String section = "";
    while (in.find()) {
      if (in.group(3) != null) {
        section = in.group(3);
      } else if (in.group(1).equals(kind)) {
        found.computeIfAbsent(section, s -> new ArrayList<>()).add(in.group(2));
      }
    }
    return found;
  }

  /** The tests run in the folder of their module, or in the root. */
  private static Path document() {
    Path here = Path.of("docs/EMBEDDING.md");
    return Files.exists(here) ? here : Path.of("..").resolve(here);
  }

  @Test
  void everyBlockCompilesAndPrintsWhatItSays() throws Exception {
    JavaProject project = new JavaProject(folder);
    for (List<String> modules : blocks("wat").values()) {
      for (String text : modules) {
        String file = text.lines().findFirst().orElseThrow().substring(";; ".length());
        project.module(
            Compiler.compile(
                file, Assembler.assemble(text), CompileOptions.of("com.acme." + className(file))));
      }
    }
    Map<String, List<String>> sections = blocks("java");
    String imports = String.join("", blocks("java imports").values().iterator().next());
    StringBuilder methods = new StringBuilder();
    StringBuilder calls = new StringBuilder();
    StringBuilder expected = new StringBuilder();
    for (Map.Entry<String, List<String>> section : sections.entrySet()) {
      int number = methods.toString().split("static void section", -1).length;
      String body = String.join("", section.getValue());
      methods.append("  static void section%d() throws Exception {%n".formatted(number));
      methods.append(ascii(body).indent(4)).append("  }\n");
      calls.append("    section%d();%n".formatted(number));
      Matcher prints = PRINTS.matcher(body);
      while (prints.find()) {
        expected.append(prints.group(1).replace(" | ", "\n")).append('\n');
      }
    }
    assertTrue(sections.size() >= 9, sections.keySet()::toString);
    project.source("t/Main.java", source(imports, methods.toString(), calls.toString()));
    assertEquals(expected.toString(), project.run().toString());
  }

  private static String className(String file) {
    return Character.toUpperCase(file.charAt(0)) + file.substring(1, file.indexOf('.'));
  }

  private static String ascii(String code) {
    assertTrue(code.chars().allMatch(c -> c < 128), "code is ASCII");
    return code;
  }

  /** {@code System.out} is a buffer while the sections run: a field hides the class. */
  private static String source(String imports, String methods, String calls) {
    return """
        package t;
        %s
        import com.acme.*;
        import java.io.*;
        public final class Main {
          private Main() {}
          private static final class System {
            static final PrintStream out;
            static final ByteArrayOutputStream written = new ByteArrayOutputStream();
            static { out = new PrintStream(written, true); }
          }
        %s
          public static Object run() throws Exception {
        %s
            return System.written.toString().replace("\\r\\n", "\\n");
          }
        }
        """
        .formatted(imports, methods, calls);
  }
}
