package dev.kiln.it.project;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.compiler.testing.Assembler;
import dev.kiln.it.support.Need;
import dev.kiln.it.support.Needs;
import dev.kiln.it.support.Workplace;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Projects with modules, from the first build to the removal of a module. */
class MavenBuildIT {
  private static KilnRepository repository;

  @BeforeAll
  static void findRepository() throws IOException {
    repository = KilnRepository.shared();
  }

  private static MavenProject project(String name) throws IOException {
    return new MavenProject(
        repository, Files.createTempDirectory(Workplace.output("project"), name));
  }

  /** A project with a pom only. */
  private static MavenProject withPom(String name) throws IOException {
    return project(name).write("pom.xml", Poms.pom(name, Poms.RUNTIME, Poms.PLUGIN));
  }

  /** Exports {@code run}, an operation on two numbers. */
  private static byte[] operation(String name) {
    return Assembler.assemble(
        "(func (export \"run\") (param i32 i32) (result i32) local.get 0 local.get 1 "
            + name
            + ")");
  }

  /** Exports {@code run}, which passes both its numbers, doubled, to what it imports. */
  private static byte[] caller() {
    return Assembler.assemble(
        """
        (import "next" "step" (func $then (param i32 i32) (result i32)))
        (func (export "run") (param i32 i32) (result i32)
          (i32.mul (local.get 0) (i32.const 2))
          (i32.mul (local.get 1) (i32.const 2))
          call $then)
        """);
  }

  private static byte[] life() throws IOException {
    return Files.readAllBytes(
        Workplace.root()
            .resolve("examples/wasi-command/src/main/wasm/dev/kiln/examples/life.wasm"));
  }

  private static String java(String main, Path... classPath) throws Exception {
    String path =
        String.join(File.pathSeparator, Stream.of(classPath).map(Path::toString).toList());
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    List<String> command = List.of(java.toString(), "-cp", path, main);
    return Execution.of(Workplace.output("project"), Map.of(), command).succeeded();
  }

  private static Path runtime() {
    return KilnRepository.jar("runtime-min", "kiln-runtime-min");
  }

  @Test
  void minimal() throws Exception {
    MavenProject project =
        withPom("minimal").write("src/main/wasm/com/acme/add.wasm", operation("i32.add"));
    project.build("package");
    try (JarFile jar = new JarFile(project.file("target/minimal-1.jar").toFile())) {
      for (String name :
          List.of(
              "com/acme/Add.class",
              "com/acme/AddInstance.class",
              "META-INF/wasm/com.acme.Add.json")) {
        assertTrue(jar.getEntry(name) != null, name);
      }
    }
  }

  @Test
  void aBrokenModuleIsASentenceAndNoFile() throws Exception {
    byte[] broken = operation("f32.add");
    int at = broken.length - 2;
    MavenProject project =
        withPom("broken")
            .write("src/main/wasm/com/acme/add.wasm", operation("i32.add"))
            .write("src/main/wasm/com/acme/wrong.wasm", broken);
    List<String> errors =
        project.failingBuild("package").lines().filter(l -> l.startsWith("[ERROR] ")).toList();
    String sentence =
        "src/main/wasm/com/acme/wrong.wasm:0x"
            + Integer.toHexString(at)
            + ": func[0] \"run\": type mismatch: expected f32, got i32";
    assertEquals("[ERROR] " + sentence, errors.get(0));
    assertTrue(errors.get(1).endsWith(": " + sentence + " -> [Help 1]"), errors.toString());
    assertEquals(Map.of(), Outputs.files(project, "target/classes"));
    assertEquals(Map.of(), Outputs.files(project, "target/generated-sources"));
    assertFalse(Files.exists(project.file("target/broken-1.jar")));

    project.write("src/main/wasm/com/acme/wrong.wasm", operation("i32.mul")).build("package");
    SortedMap<String, String> good = Outputs.files(project, "target/classes");
    assertTrue(good.containsKey("com/acme/WrongInstance.class"), good.keySet().toString());
    byte[] jar = Files.readAllBytes(project.file("target/broken-1.jar"));

    project
        .write("src/main/wasm/com/acme/add.wasm", caller())
        .write("src/main/wasm/com/acme/wrong.wasm", broken);
    project.failingBuild("package");
    assertEquals(good, Outputs.files(project, "target/classes"), "what was there before stands");
    assertArrayEquals(jar, Files.readAllBytes(project.file("target/broken-1.jar")));
  }

  @Test
  void twoModulesOfAProjectWorkTogether() throws Exception {
    MavenProject project =
        withPom("pair")
            .write("src/main/wasm/com/acme/add.wasm", operation("i32.add"))
            .write("src/main/wasm/com/acme/inner/doubled.wasm", caller())
            .write(
                "src/main/java/com/acme/App.java",
                """
                package com.acme;

                import com.acme.inner.DoubledInstance;

                class App {
                  public static void main(String[] args) {
                    AddInstance add = AddInstance.create();
                    System.out.println(DoubledInstance.create(add::run).run(20, 1));
                  }
                }
                """);
    String said = project.build("package");
    assertTrue(said.contains("Compiled add.wasm -> com.acme.Add (1 functions"), said);
    assertTrue(said.contains("Compiled doubled.wasm -> com.acme.inner.Doubled (1 func"), said);
    assertEquals("42\n", java("com.acme.App", project.file("target/pair-1.jar"), runtime()));
  }

  /** Two projects of one build, which run at the same time up to where one needs the other. */
  @Test
  void twoProjectsOfABuild() throws Exception {
    String first =
        """
            <dependency>
              <groupId>com.acme</groupId>
              <artifactId>first</artifactId>
              <version>1</version>
            </dependency>
        """;
    MavenProject project =
        project("both")
            .write("pom.xml", Poms.parent("both", List.of("first", "second"), ""))
            .write("first/pom.xml", Poms.pom("first", Poms.RUNTIME, Poms.PLUGIN))
            .write("first/src/main/wasm/com/acme/add.wasm", operation("i32.add"))
            .write("second/pom.xml", Poms.pom("second", first + Poms.RUNTIME, Poms.PLUGIN))
            .write("second/src/main/wasm/com/acme/second/doubled.wasm", caller())
            .write(
                "second/src/main/java/com/acme/second/App.java",
                """
                package com.acme.second;

                import com.acme.AddInstance;

                class App {
                  public static void main(String[] args) {
                    System.out.println(DoubledInstance.create(AddInstance.create()::run).run(3, 4));
                  }
                }
                """);
    project.build("-T2", "package");
    Path one = project.file("first/target/first-1.jar");
    Path two = project.file("second/target/second-1.jar");
    assertEquals("14\n", java("com.acme.second.App", one, two, runtime()));
  }

  /** Only what javac sees counts: a facade that mentions WASI would not compile without it. */
  @Test
  void facadesKnowOfWasiWhereAParentNamesItAndNotWhereOnlyTheProgramHasIt() throws Exception {
    String heir = Poms.pom("heir", "", Poms.PLUGIN);
    String inherits =
        "<parent><groupId>com.acme</groupId><artifactId>family</artifactId><version>1</version>"
            + "<relativePath>../family.xml</relativePath></parent><groupId>";
    String late = Poms.WASI.replace("</version>", "</version><scope>runtime</scope>");
    MavenProject project =
        project("family")
            .write("pom.xml", Poms.parent("parent", List.of("heir", "late"), ""))
            .write(
                "family.xml",
                Poms.parent("family", List.of(), "<dependencies>" + Poms.WASI + "</dependencies>"))
            .write("heir/pom.xml", heir.replaceFirst("<groupId>", inherits))
            .write("heir/src/main/wasm/com/acme/life.wasm", life())
            .write("late/pom.xml", Poms.pom("late", Poms.RUNTIME + late, Poms.PLUGIN))
            .write("late/src/main/wasm/com/acme/life.wasm", life());
    project.build("compile");
    String facade = "/target/generated-sources/wasm/com/acme/LifeInstance.java";
    assertTrue(Files.readString(project.file("heir" + facade)).contains("dev.kiln.wasi.Wasi"));
    assertFalse(Files.readString(project.file("late" + facade)).contains("dev.kiln.wasi"));
  }

  /** On 17 the compiler is a process of its own, on 25 it runs in Maven. */
  @Test
  @Needs(Need.JDK_17)
  void mavenOn17AndOn25MakeTheSameBytes() throws Exception {
    SortedMap<String, String> old = emitted(17);
    SortedMap<String, String> recent = emitted(25);
    assertEquals(old.keySet(), recent.keySet());
    for (String name : old.keySet()) {
      assertEquals(old.get(name), recent.get(name), name);
    }
    for (String name :
        List.of(
            "classes/com/acme/Doubled.class",
            "classes/com/acme/Doubled$H0_0.class",
            "classes/com/acme/Life$F0.class",
            "classes/com/acme/LifeMain.class",
            "classes/META-INF/wasm/com.acme.Life.json",
            "generated-sources/wasm/com/acme/DoubledInstance.java",
            "generated-sources/wasm/com/acme/DoubledNext.java",
            "generated-sources/wasm/com/acme/LifeInstance.java")) {
      assertTrue(old.containsKey(name), name + " is not among " + old.keySet());
    }
  }

  private static SortedMap<String, String> emitted(int feature) throws Exception {
    MavenProject project =
        project("on-" + feature)
            .on(feature)
            .write("pom.xml", Poms.pom("same", Poms.WASI, Poms.PLUGIN))
            .write("src/main/wasm/com/acme/doubled.wasm", caller())
            .write("src/main/wasm/com/acme/life.wasm", life());
    String said = project.build("generate-sources", "--show-version");
    assertTrue(said.contains("Java version: " + feature), said);
    return Outputs.of(project);
  }

  @Test
  void onlyWhatChangedIsDoneAgain() throws Exception {
    MavenProject project =
        withPom("changing")
            .write("src/main/wasm/com/acme/add.wasm", operation("i32.add"))
            .write("src/main/wasm/com/acme/inner/doubled.wasm", caller());
    project.build("package");
    SortedMap<String, String> before = Outputs.assertNothingIsDoneAgain(project);

    project.write("src/main/wasm/com/acme/add.wasm", operation("i32.mul"));
    String said = project.build("package");
    assertTrue(said.contains("Compiled add.wasm"), said);
    assertFalse(said.contains("Compiled doubled.wasm"), said);
    SortedMap<String, String> after = Outputs.of(project);
    assertEquals(before.keySet(), after.keySet());
    String code = "classes/com/acme/Add$F0.class";
    assertNotEquals(before.get(code), after.get(code));
    List<String> wasm = Outputs.rewritten(project);
    // The facade is the same, so javac has no reason to do anything.
    for (String name : List.of("AddInstance.java", "AddInstance.class", "inner/")) {
      assertFalse(
          wasm.stream().anyMatch(path -> path.contains("com/acme/" + name)), wasm::toString);
    }

    Files.delete(project.file("src/main/wasm/com/acme/inner/doubled.wasm"));
    project.build("package");
    SortedMap<String, String> rest = new TreeMap<>(after);
    rest.keySet().removeIf(path -> path.contains("inner"));
    assertTrue(rest.size() < after.size());
    assertEquals(rest, Outputs.of(project));
    try (JarFile jar = new JarFile(project.file("target/changing-1.jar").toFile())) {
      assertEquals(
          List.of(),
          jar.stream().filter(e -> e.getName().matches(".*(inner/.|Doubled).*")).toList());
    }
  }
}
