package dev.kiln.it.project;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.compiler.testing.Assembler;
import dev.kiln.it.support.Jdks;
import dev.kiln.it.support.Need;
import dev.kiln.it.support.Needs;
import dev.kiln.it.support.Workplace;
import dev.kiln.runtime.abi.Abi;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A typed library made of a wasm file, and a second project that has only its jar and the runtime.
 */
class LibraryJarIT {
  private static final String LIBRARY = Poms.pom("calculator", Poms.RUNTIME, Poms.PLUGIN);

  private static final String USER =
      Poms.pom(
          "user",
          """
              <dependency>
                <groupId>com.acme</groupId>
                <artifactId>calculator</artifactId>
                <version>1</version>
              </dependency>
          """,
          """
              <plugin>
                <groupId>org.apache.maven.plugins</groupId>
                <artifactId>maven-shade-plugin</artifactId>
                <version>3.6.2</version>
                <executions>
                  <execution>
                    <phase>package</phase>
                    <goals><goal>shade</goal></goals>
                    <configuration>
                      <shadedArtifactAttached>true</shadedArtifactAttached>
                      <createDependencyReducedPom>false</createDependencyReducedPom>
                      <filters>
                        <filter>
                          <artifact>*:*</artifact>
                          <excludes>
                            <exclude>module-info.class</exclude>
                            <exclude>META-INF/MANIFEST.MF</exclude>
                          </excludes>
                        </filter>
                      </filters>
                      <transformers>
                        <transformer implementation="org.apache.maven.plugins.shade.resource.ManifestResourceTransformer">
                          <mainClass>com.acme.app.App</mainClass>
                        </transformer>
                      </transformers>
                    </configuration>
                  </execution>
                </executions>
              </plugin>
          """);

  private static final String EXPECTED = "log 5\n5\nkiln\n";

  private static KilnRepository repository;
  private static MavenProject library;
  private static MavenProject user;
  private static byte[] wasm;
  private static String firstBuild;

  @BeforeAll
  static void build() throws Exception {
    Path place = Workplace.output("project");
    repository = KilnRepository.shared();
    Path folder = Files.createTempDirectory(place, "library");
    wasm =
        Assembler.assemble(
            """
            (import "env" "log" (func $log (param i32)))
            (memory (export "memory") 1)
            (func (export "add") (param i32 i32) (result i32) (local $sum i32)
              local.get 0 local.get 1 i32.add local.tee $sum
              call $log
              local.get $sum)
            (data (i32.const 0) "kiln")
            """
                + "(data (i32.const 1024) \""
                + "\\00".repeat(20_000) // enough for a resource
                + "\")");
    library =
        new MavenProject(repository, folder)
            .write("pom.xml", LIBRARY)
            .write("src/main/wasm/com/acme/calculator.wasm", wasm)
            .write(
                "src/main/java/module-info.java",
                """
                module com.acme.calculator {
                  requires transitive dev.kiln.runtime;
                  exports com.acme;
                }
                """)
            .write(
                "src/main/java/com/acme/Sums.java",
                """
                package com.acme;

                /** Java code beside the module. */
                public final class Sums {
                  private Sums() {}

                  /** Adds, silently. */
                  public static int of(int a, int b) {
                    return CalculatorInstance.create(sum -> {}).add(a, b);
                  }
                }
                """);
    firstBuild = library.build("package");
    repository.publish("com.acme", "calculator", "1", library.file("pom.xml"), libraryJar());
    user =
        new MavenProject(repository, Files.createTempDirectory(place, "user"))
            .write("pom.xml", USER)
            .write(
                "src/main/java/module-info.java",
                """
                module com.acme.app {
                  requires com.acme.calculator;
                }
                """)
            .write(
                "src/main/java/com/acme/app/App.java",
                """
                package com.acme.app;

                import com.acme.CalculatorEnv;
                import com.acme.CalculatorInstance;

                final class App implements CalculatorEnv {
                  private App() {}

                  @Override
                  public void log(int value) {
                    System.out.println("log " + value);
                  }

                  public static void main(String[] args) {
                    CalculatorInstance calculator = CalculatorInstance.create(new App());
                    System.out.println(calculator.add(2, 3));
                    System.out.println(calculator.memory().readString(0, 4));
                  }
                }
                """);
    user.build("package");
  }

  private static Path libraryJar() {
    return library.file("target/calculator-1.jar");
  }

  private static String path(Path... entries) {
    List<String> all = new ArrayList<>();
    for (Path entry : entries) {
      all.add(entry.toString());
    }
    return String.join(File.pathSeparator, all);
  }

  private static Path runtimeJar() {
    return KilnRepository.jar("runtime-min", "kiln-runtime-min");
  }

  private static void runs(int jdk, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Jdks.home(jdk).resolve("bin/java").toString());
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(1, TimeUnit.MINUTES));
    assertEquals(EXPECTED, said.replace("\r\n", "\n"), command.toString());
  }

  @Test
  void theFirstBuildCompilesTheModule() {
    assertTrue(
        firstBuild.contains("Compiled calculator.wasm -> com.acme.Calculator (1 functions"),
        firstBuild);
    Path facade = library.file("target/generated-sources/wasm/com/acme/CalculatorInstance.java");
    assertTrue(Files.isRegularFile(facade));
  }

  @Test
  void theNextBuildHasNothingToDo() throws Exception {
    Path facade = library.file("target/generated-sources/wasm/com/acme/CalculatorInstance.java");
    FileTime time = Files.getLastModifiedTime(facade);
    String said = library.build("process-classes");
    assertTrue(said.contains("all up to date (1)"), said);
    assertTrue(said.contains("Nothing to compile"), said);
    assertEquals(time, Files.getLastModifiedTime(facade));
  }

  @Test
  void theJarTellsWhereItsModuleComesFrom() throws Exception {
    try (JarFile jar = new JarFile(libraryJar().toFile())) {
      JsonNode module = json(jar, "META-INF/wasm/com.acme.Calculator.json");
      byte[] sum = MessageDigest.getInstance("SHA-256").digest(wasm);
      assertEquals(HexFormat.of().formatHex(sum), module.get("sha256").asText());
      assertEquals("calculator.wasm", module.get("file").asText());
      assertTrue(module.get("compiler").asText().startsWith("Kiln "), module.toString());
      assertEquals(Abi.VERSION, module.get("abi").asInt());
      assertEquals("[\"log\"]", module.get("imports").get("env").toString());
      JsonNode resources =
          json(jar, "META-INF/native-image/com.acme.Calculator/resource-config.json");
      String pattern = resources.get("resources").get("includes").get(0).get("pattern").asText();
      assertTrue("com/acme/Calculator.data".matches(pattern), pattern);
      assertTrue(jar.getEntry("com/acme/Calculator.data") != null);
    }
  }

  private static JsonNode json(JarFile jar, String name) throws IOException {
    return new ObjectMapper().readTree(jar.getInputStream(jar.getJarEntry(name)));
  }

  @Test
  void classPath() throws Exception {
    String path = path(user.file("target/user-1.jar"), libraryJar(), runtimeJar());
    runs(25, "-cp", path, "com.acme.app.App");
  }

  @Test
  @Needs(Need.JDK_17)
  void classPathOfTheOldestJdk() throws Exception {
    String path = path(user.file("target/user-1.jar"), libraryJar(), runtimeJar());
    runs(17, "-cp", path, "com.acme.app.App");
  }

  @Test
  void modulePath() throws Exception {
    String path = path(user.file("target/user-1.jar"), libraryJar(), runtimeJar());
    runs(25, "-p", path, "-m", "com.acme.app/com.acme.app.App");
  }

  @Test
  @Needs(Need.JDK_17)
  void modulePathOfTheOldestJdk() throws Exception {
    String path = path(user.file("target/user-1.jar"), libraryJar(), runtimeJar());
    runs(17, "-p", path, "-m", "com.acme.app/com.acme.app.App");
  }

  @Test
  void fatJar() throws Exception {
    runs(25, "-jar", user.file("target/user-1-shaded.jar").toString());
  }

  @Test
  void anotherClassLoaderThanTheRuntimes() throws Exception {
    URL[] jar = {libraryJar().toUri().toURL()};
    ClassLoader runtimes = getClass().getClassLoader();
    try (URLClassLoader one = new URLClassLoader(jar, runtimes);
        URLClassLoader two = new URLClassLoader(jar, runtimes)) {
      Class<?> sums = one.loadClass("com.acme.Sums");
      assertEquals(9, sums.getMethod("of", int.class, int.class).invoke(null, 4, 5));
      Class<?> others = two.loadClass("com.acme.Sums");
      assertEquals(7, others.getMethod("of", int.class, int.class).invoke(null, 3, 4));
      assertNotEquals(sums, others);
      assertSame(
          runtimes.loadClass("dev.kiln.runtime.Instance"),
          one.loadClass("dev.kiln.runtime.Instance"));
    }
  }
}
