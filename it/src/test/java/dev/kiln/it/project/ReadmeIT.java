package dev.kiln.it.project;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.compiler.testing.Assembler;
import dev.kiln.it.support.Jdks;
import dev.kiln.it.support.Need;
import dev.kiln.it.support.Needs;
import dev.kiln.it.support.Workplace;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Does what README tells its reader to do, word for word, in the order in which it stands there.
 *
 * <p>Two things are not the reader's: the clone is a copy of this work tree without what is built
 * and without its history, and Maven is told, through {@code MAVEN_ARGS}, of a local repository
 * that is empty at first and of the outer build's downloads.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReadmeIT {
  private static final String COMMANDS = "Two commands";
  private static final String QUICK_START = "Quick start";

  /** What a clone does not have. */
  private static final Set<String> NOT_CLONED = Set.of("target", ".git", ".idea", ".vscode");

  private static final Readme README = readme();
  private static Path clone;
  private static String mavenArguments;

  private static Readme readme() {
    try {
      return new Readme();
    } catch (IOException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  @BeforeAll
  static void cloneRepository() throws IOException {
    Path folder = Workplace.output("project").resolve("reader");
    KilnRepository.delete(folder); // a build's worth of files
    Files.createDirectories(folder);
    // Maven takes settings of a project from the nearest such folder above it: ours are not meant.
    Files.createDirectories(folder.resolve(".mvn"));
    Path settings = folder.resolve("settings.xml");
    KilnRepository.writeReadersSettings(settings);
    mavenArguments = "-ntp -s " + settings + " -Dmaven.repo.local=" + folder.resolve("repository");
    clone = folder.resolve("kiln");
    copy(Workplace.root(), clone);
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            if (NOT_CLONED.contains(folder.getFileName().toString())) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            Files.createDirectories(to.resolve(from.relativize(folder)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            // In a work tree that was added to a repository, .git is a file.
            if (!NOT_CLONED.contains(file.getFileName().toString())) {
              Path copy = to.resolve(from.relativize(file));
              Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** Pastes commands into a shell that stands in the clone. */
  private static Execution paste(String commands, Map<String, String> environment)
      throws IOException, InterruptedException {
    Map<String, String> all = new HashMap<>(environment);
    all.merge("MAVEN_ARGS", mavenArguments, (own, common) -> common + " " + own);
    return Execution.of(clone, all, List.of("sh", "-e", "-c", commands));
  }

  private static String paste(String commands) throws IOException, InterruptedException {
    return paste(commands, Map.of()).succeeded();
  }

  @Test
  @Order(1)
  @Needs(Need.JDK_17)
  void withoutAJdk25TheFirstCommandSaysSoInASentence() throws Exception {
    Map<String, String> environment =
        Map.of(
            "JAVA_HOME", Jdks.home(17).toString(), "MAVEN_ARGS", "-Dtoolchain.jdk.discover=false");
    Execution ended = paste(README.commands(COMMANDS).get(0), environment);
    assertNotEquals(0, ended.exit(), ended::toString);
    List<String> first = ended.output().lines().limit(1).toList();
    String sentence =
        "Kiln's compiler needs a JDK 25 or newer: install one, or set JAVA_HOME or JAVA25_HOME";
    assertTrue(first.toString().contains(sentence), ended::toString);
    assertFalse(Files.exists(clone.resolve("runtime-min/target")), "something was built");
  }

  @Test
  @Order(2)
  void theFirstCommandRunsAProgram() throws Exception {
    List<String> lines = paste(README.commands(COMMANDS).get(0)).lines().toList();
    String last = lines.get(lines.size() - 1);
    assertTrue(last.matches("generation \\d+, \\d+ alive"), lines.toString());
  }

  /** It is what runs this test: running it here would never end. */
  @Test
  @Order(3)
  void theSecondCommandIsTheBuild() {
    assertEquals("./mvnw verify\n", README.commands(COMMANDS).get(1));
  }

  @Test
  @Order(4)
  void theQuickStartPrintsWhatItSays() throws Exception {
    List<String> blocks = README.commands(QUICK_START);
    assertEquals(1, blocks.size());
    String expected = README.find(QUICK_START, "It prints (\\w+)\\.");
    assertEquals(expected + "\n", paste(blocks.get(0)));
  }

  @Test
  @Order(5)
  void anImportIsALambda() throws Exception {
    String expression = README.find(QUICK_START, "`(ImageFilterInstance\\.create\\([^`]*\\))`");
    String imported =
        README.find(
            QUICK_START,
            "`(\\(import \"env\" \"add\" \\(func \\(param i32 i32\\) \\(result i32\\)\\)\\))`");
    String sum =
        """
        (func (export "sum") (param i32 i32) (result i32) local.get 0 local.get 1 call 0)
        """;
    Path demo = clone.resolveSibling("kiln-demo");
    Files.write(
        demo.resolve("src/main/wasm/com/acme/image-filter.wasm"),
        Assembler.assemble(imported + sum));
    Files.writeString(
        demo.resolve("src/main/java/com/acme/Sum.java"),
        """
        package com.acme;

        public class Sum {
          public static void main(String[] args) {
            ImageFilterInstance filter = %s;
            System.out.println(filter.sum(40, 2));
          }
        }
        """
            .formatted(expression));
    List<String> lines = README.commands(QUICK_START).get(0).lines().toList();
    String build = lines.get(lines.size() - 2);
    String run = lines.get(lines.size() - 1);
    assertTrue(run.endsWith(" com.acme.App"), run);
    assertEquals("42\n", paste(build + "\n" + run.replace(".App", ".Sum")));
  }

  @Test
  @Order(6)
  void theCommandLineToolRunsAndCompiles() throws Exception {
    String run = README.find(QUICK_START, "`(cli/bin/kiln run program\\.wasm) ARGS…`");
    String compile =
        README.find(QUICK_START, "`(cli/bin/kiln compile program\\.wasm -o program\\.jar)`");
    String program =
        "cp examples/wasi-command/src/main/wasm/dev/kiln/examples/life.wasm program.wasm";
    String expected = paste(program + "\n" + run + " -g 30");
    assertTrue(expected.endsWith("generation 30, 41 alive\n"), expected);
    paste(compile);
    assertEquals(expected, paste("java -jar program.jar -g 30"));
  }
}
