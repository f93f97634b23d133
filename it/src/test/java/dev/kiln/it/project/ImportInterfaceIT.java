package dev.kiln.it.project;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.compiler.testing.Assembler;
import dev.kiln.it.support.Workplace;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The interfaces for imports: sources where there is a facade, class files where there is none. */
class ImportInterfaceIT {
  private static final String SOURCES = "generated-sources/wasm/com/acme/";
  private static final String CLASSES = "classes/com/acme/";

  private static KilnRepository repository;

  @BeforeAll
  static void findRepository() throws IOException {
    repository = KilnRepository.shared();
  }

  private static MavenProject project(String name) throws IOException {
    Path folder = Files.createTempDirectory(Workplace.output("project"), name);
    return new MavenProject(repository, folder)
        .write("pom.xml", Poms.pom(name, Poms.RUNTIME, Poms.PLUGIN));
  }

  /** Exports {@code run}, which gives the quotient of what it imports: {@code env.div-mod}. */
  private static byte[] divider() {
    return Assembler.assemble(
        """
        (import "env" "div-mod" (func $div (param i32 i32) (result i32 i32)))
        (memory (export "memory") 3)
        (func (export "run") (param i32 i32) (result i32)
          local.get 0 local.get 1 call $div drop)
        """);
  }

  /** Exports {@code run}, which calls what it imports: {@code env.step}. */
  private static byte[] step() {
    return Assembler.assemble(
        """
        (import "env" "step" (func $step (param i32 i32) (result i32)))
        (func (export "run") (param i32 i32) (result i32) local.get 0 local.get 1 call $step)
        """);
  }

  private static String java(MavenProject project, String artifact) throws Exception {
    Path runtime = KilnRepository.jar("runtime-min", "kiln-runtime-min");
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    String path = project.file("target/" + artifact + "-1.jar") + File.pathSeparator + runtime;
    List<String> command = List.of(java.toString(), "-cp", path, "com.acme.App");
    return Execution.of(Workplace.output("project"), Map.of(), command).succeeded();
  }

  @Test
  void sourcesWithJavadocThatLambdasAndClassesImplement() throws Exception {
    MavenProject project =
        project("sourced")
            .write("src/main/wasm/com/acme/divider.wasm", divider())
            .write("src/main/wasm/com/acme/stepper.wasm", step());
    project.build("generate-sources");
    SortedMap<String, String> made = Outputs.of(project);
    for (String name : List.of("DividerEnv", "StepperEnv")) {
      assertTrue(made.containsKey(SOURCES + name + ".java"), made.keySet()::toString);
      assertFalse(made.containsKey(CLASSES + name + ".class"), made.keySet()::toString);
      assertFalse(made.containsKey(CLASSES + name + "$WithCaller.class"), made.keySet()::toString);
    }
    String source = Files.readString(project.file("target/" + SOURCES + "DividerEnv.java"));
    for (String text :
        List.of(
            "<code>divider.wasm</code>",
            "<code>\"env\"</code>",
            "<code>\"div-mod\" [i32 i32] -&#62; [i32 i32]</code>",
            "{@link WithCaller}",
            "throws reaches the caller of wasm unchanged")) {
      assertTrue(source.contains(text), () -> text + " is not in\n" + source);
    }
    project.write(
        "src/main/java/com/acme/App.java",
        """
        package com.acme;

        import dev.kiln.runtime.Caller;

        final class App {
          private App() {}

          private static final class Host implements DividerEnv.WithCaller {
            @Override
            public DivModResult divMod(Caller caller, int a, int b) {
              System.out.println(caller.memory("memory").pages() + " pages");
              return new DivModResult(a / b, a % b);
            }
          }

          public static void main(String[] args) {
            System.out.println(StepperInstance.create((a, b) -> a + b).run(40, 2));
            System.out.println(
                DividerInstance.create((a, b) -> new DividerEnv.DivModResult(a / b, 0)).run(9, 2));
            DividerInstance divider = DividerInstance.create(new Host());
            System.out.println(divider.run(17, 3));
            try {
              divider.run(1, 0);
            } catch (ArithmeticException e) {
              System.out.println(e.getMessage());
            }
            System.out.println(new DividerEnv.DivModResult(3, 4));
          }
        }
        """);
    project.build("package");
    assertEquals(
        "42\n4\n3 pages\n5\n3 pages\n/ by zero\nDivModResult[r0=3, r1=4]\n",
        java(project, "sourced"));

    Outputs.assertNothingIsDoneAgain(project);
  }

  private static final String APP =
      """
      package com.acme;

      import dev.kiln.runtime.Engine;
      import dev.kiln.runtime.Instance;
      import dev.kiln.runtime.Linker;
      import dev.kiln.runtime.Module;
      import dev.kiln.runtime.Store;

      final class App {
        private App() {}

        public static void main(String[] args) {
          Engine engine = new Engine();
          Module module = Module.of(engine, new Divider());
          DividerEnv env = (a, b) -> new DividerEnv.DivModResult(a / b, a % b);
          Linker linker = DividerEnv.define(new Linker(engine), module, env);
          Instance divider = linker.instantiate(Store.of(engine), module);
          System.out.println(divider.getFunction("run").call(17, 3)[0]);
        }
      }
      """;

  /** javac's class files of an interface lie where the compiler's would. */
  @Test
  void theFacadeIsSwitchedOffAndOnAgain() throws Exception {
    MavenProject project =
        project("switched")
            .write("src/main/wasm/com/acme/divider.wasm", divider())
            .write("src/main/java/com/acme/App.java", APP);
    switchFacade(project, "switched", true);
  }

  /** Then there is nothing for javac to do where the facade is off. */
  @Test
  void theFacadeIsSwitchedOffAndOnAgainWithoutSourcesOfTheProject() throws Exception {
    MavenProject project = project("bare").write("src/main/wasm/com/acme/divider.wasm", divider());
    switchFacade(project, "bare", false);
  }

  private static void switchFacade(MavenProject project, String artifact, boolean hasMain)
      throws Exception {
    project.build("package");
    SortedMap<String, String> with = Outputs.of(project);
    check(project, artifact, hasMain);
    String metadata = CLASSES.replace("com/acme/", "META-INF/wasm/com.acme.Divider.json");
    assertTrue(with.containsKey(metadata), with.keySet()::toString);

    project.build("-Dwasm.facade=false", "package");
    SortedMap<String, String> without = Outputs.of(project);
    check(project, artifact, hasMain);
    TreeSet<String> expected = new TreeSet<>(with.keySet());
    expected.removeIf(path -> path.endsWith(".java") || path.contains("DividerInstance"));
    assertEquals(expected, new TreeSet<>(without.keySet()));
    assertNotEquals(
        with.get(CLASSES + "DividerEnv.class"), without.get(CLASSES + "DividerEnv.class"));
    assertEquals(with.get(metadata), without.get(metadata));

    String said = project.build("-Dwasm.facade=false", "package");
    assertTrue(said.contains("all up to date (1)"), said);
    assertEquals(without, Outputs.of(project));

    project.build("package");
    assertEquals(with, Outputs.of(project));
    check(project, artifact, hasMain);
    said = project.build("package");
    assertTrue(said.contains("all up to date (1)"), said);
    assertTrue(said.contains("Nothing to compile"), said);
    assertEquals(with, Outputs.of(project));
  }

  /** The jar has what stands in the folder, and works. */
  private static void check(MavenProject project, String artifact, boolean hasMain)
      throws Exception {
    SortedMap<String, String> classes = Outputs.files(project, "target/classes");
    TreeSet<String> inJar = new TreeSet<>();
    try (JarFile jar = new JarFile(project.file("target/" + artifact + "-1.jar").toFile());
        Stream<JarEntry> entries = jar.stream()) {
      entries
          .filter(entry -> !entry.isDirectory())
          .map(JarEntry::getName)
          .filter(name -> !name.startsWith("META-INF/M") && !name.startsWith("META-INF/maven"))
          .forEach(inJar::add);
    }
    assertEquals(new TreeSet<>(classes.keySet()), inJar);
    if (hasMain) {
      assertEquals("5\n", java(project, artifact));
    }
  }
}
