package dev.kiln.it.corpus;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.compiler.CompiledModule;
import dev.kiln.compiler.Compiler;
import dev.kiln.compiler.api.CompileOptions;
import dev.kiln.compiler.api.WasmException;
import dev.kiln.it.support.ChildJvm;
import dev.kiln.it.support.EmittedClasses;
import dev.kiln.it.support.Jars;
import dev.kiln.it.support.Need;
import dev.kiln.it.support.Needs;
import dev.kiln.it.support.Workplace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Real programs, compiled on this JDK and run on 17 and on 25, each in a process of its own:
 * standard output to the byte, and the exit code.
 */
@Needs(Need.CORPUS)
class CorpusIT {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  /** Modules that this version refuses, with the proposal that the message has to name. */
  private static final Map<String, String> REFUSED =
      Map.of(
          "c-nbody-simd.wasm", "fixed-width SIMD",
          "rs-kit-simd.wasm", "fixed-width SIMD",
          "lua-eh.wasm", "exception handling");

  private static List<CorpusCase> cases;

  /** Jars by module; what the compiler said by module where there is none. */
  private static final Map<Path, Path> JARS = new HashMap<>();

  private static final Map<Path, List<String>> PROBLEMS = new HashMap<>();

  private static final Map<Path, WasmException> REJECTED = new HashMap<>();

  @BeforeAll
  static void compile() throws IOException {
    cases = CorpusCase.all();
    EmittedClasses emitted = new EmittedClasses();
    for (CorpusCase c : cases) {
      if (JARS.containsKey(c.wasm()) || REJECTED.containsKey(c.wasm())) {
        continue;
      }
      String file = c.wasm().getFileName().toString();
      try {
        CompiledModule module =
            Compiler.compile(file, Files.readAllBytes(c.wasm()), CompileOptions.of(c.className()));
        PROBLEMS.put(c.wasm(), emitted.check(module));
        Path jar = Workplace.output("corpus").resolve(file + ".jar");
        Jars.write(jar, module.files());
        JARS.put(c.wasm(), jar);
      } catch (WasmException e) {
        REJECTED.put(c.wasm(), e);
      }
    }
    System.out.println("Real programs, compiled: " + emitted.summary());
  }

  @TestFactory
  @Needs(Need.JDK_17)
  List<DynamicTest> on17() {
    return on(17);
  }

  @TestFactory
  List<DynamicTest> on25() {
    return on(25);
  }

  /** What cannot be compiled yet is refused in a sentence that says why. */
  @TestFactory
  List<DynamicTest> refused() {
    List<DynamicTest> tests = new ArrayList<>();
    REFUSED.forEach(
        (file, proposal) ->
            tests.add(
                DynamicTest.dynamicTest(
                    file,
                    () -> {
                      byte[] wasm = Files.readAllBytes(Workplace.corpus().resolve(file));
                      WasmException e =
                          assertThrows(
                              WasmException.class,
                              () -> Compiler.compile(file, wasm, CompileOptions.of("corpus.R")));
                      assertEquals(WasmException.Reason.UNSUPPORTED, e.reason());
                      assertTrue(e.getMessage().startsWith(file + ": "), e.getMessage());
                      assertTrue(e.getMessage().contains("\"" + proposal + "\""), e.getMessage());
                    })));
    return tests;
  }

  private static List<DynamicTest> on(int feature) {
    List<DynamicTest> tests = new ArrayList<>();
    for (CorpusCase c : cases) {
      String file = c.wasm().getFileName().toString();
      if (!REFUSED.containsKey(file)) {
        tests.add(DynamicTest.dynamicTest(c.name() + " on " + feature, () -> run(c, feature)));
      }
    }
    return tests;
  }

  private static void run(CorpusCase c, int feature) throws IOException, InterruptedException {
    Path jar = JARS.get(c.wasm());
    if (jar == null) {
      throw REJECTED.get(c.wasm());
    }
    assertEquals(List.of(), PROBLEMS.get(c.wasm()));
    List<String> args = new ArrayList<>(List.of(c.className()));
    c.dirs().forEach(dir -> args.addAll(List.of("--dir", dir)));
    args.add("--");
    args.addAll(c.argv());
    ChildJvm jvm = ChildJvm.of(feature).classPath(jar);
    if (c.input() != null) {
      jvm.input(c.input());
    }
    ChildJvm.Ended ended = jvm.run(CorpusExecutor.class, TIMEOUT, args);
    assertEquals(c.exit(), ended.exit(), () -> "exit code; standard error: " + ended.errors());
    assertSame(Files.readAllBytes(c.output()), ended.output());
  }

  /** Compares as text where it is text: the message then shows where they part. */
  private static void assertSame(byte[] expected, byte[] actual) {
    if (expected.length < 10_000) {
      assertEquals(
          new String(expected, StandardCharsets.ISO_8859_1),
          new String(actual, StandardCharsets.ISO_8859_1),
          "standard output");
    }
    assertArrayEquals(expected, actual, "standard output");
  }
}
