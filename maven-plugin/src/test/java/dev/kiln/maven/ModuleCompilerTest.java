package dev.kiln.maven;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.maven.ModuleCompiler.Compiled;
import dev.kiln.maven.ModuleCompiler.Report;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is compiled, promoted and deleted when, with a launcher that plays the compiler. */
class ModuleCompilerTest {
  /**
   * "Compiles" a file whose text is a list of output paths and contents, such as {@code
   * a/A.class=1}; a text that starts with {@code error} is refused.
   */
  private static final class PlayedCompiler extends CompilerLauncher {
    private String buildId = "1";
    private int runs;

    PlayedCompiler() {
      super(List.of(), new JavaFinder(List.of(), List.of()));
    }

    @Override
    String buildId() {
      return buildId;
    }

    @Override
    void run(Path request, Path answer) throws IOException {
      runs++;
      Properties asked = new Properties();
      try (Reader in = Files.newBufferedReader(request)) {
        asked.load(in);
      }
      Properties answers = new Properties();
      for (int i = 0; i < Integer.parseInt(asked.getProperty("count")); i++) {
        String text = Files.readString(Path.of(asked.getProperty(i + ".file")));
        if (text.startsWith("error")) {
          answers.setProperty(i + ".error", asked.getProperty(i + ".name") + ": " + text);
          continue;
        }
        Path output = Path.of(asked.getProperty(i + ".output"));
        for (String line : text.lines().toList()) {
          String[] pair = line.split("=", 2);
          Path file = output.resolve(pair[0]);
          Files.createDirectories(file.getParent());
          Files.writeString(file, pair[1]);
        }
        answers.setProperty(i + ".class", "C" + i);
        answers.setProperty(i + ".functions", "7");
        answers.setProperty(i + ".millis", "12");
        if (asked.getProperty("report").equals("true")) {
          answers.setProperty(i + ".report", "limit " + asked.getProperty("methodLimit"));
        }
      }
      try (Writer out = Files.newBufferedWriter(answer)) {
        answers.store(out, null);
      }
    }
  }

  @TempDir Path project;
  private final PlayedCompiler compiler = new PlayedCompiler();
  private CompilerSettings settings = CompilerSettings.DEFAULT;
  private Path classes;
  private Path sources;
  private Path state;

  @BeforeEach
  void layOut() {
    classes = project.resolve("target/classes");
    sources = project.resolve("target/generated-sources/wasm");
    state = project.resolve("target/kiln");
  }

  @Test
  void projectWithoutModulesIsLeftAlone() throws Exception {
    assertEquals(new Report(List.of(), 0, List.of()), run());
    assertFalse(Files.exists(project.resolve("target")));
  }

  @Test
  void modulesAreCompiledInOrderOfTheirPaths() throws Exception {
    source("b/y.wasm", "b/Y.class=y");
    source("a/x.wasm", "a/X.class=x\na/X.bin=data");
    Report report = run();
    assertEquals(List.of("a/x.wasm", "b/y.wasm"), paths(report));
    assertEquals(7, report.compiled().get(0).functions());
    assertEquals(List.of("a/X.bin", "a/X.class", "b/Y.class"), outputs());
    assertFalse(Files.exists(state.resolve("staging")), "staging is removed");
  }

  @Test
  void interruptionIsPartOfWhatClassesDependOn() throws Exception {
    source("a/x.wasm", "a/X.class=x");
    assertEquals(1, run().compiled().size());
    settings = CompilerSettings.DEFAULT.withInterruption(true, false);
    assertEquals(1, run().compiled().size());
    assertEquals(0, run().compiled().size());
    settings = CompilerSettings.DEFAULT.withInterruption(true, true);
    assertEquals(1, run().compiled().size());
    settings = CompilerSettings.DEFAULT.withInterruption(false, false);
    assertEquals(1, run().compiled().size());
  }

  @Test
  void unchangedModulesAreUpToDate() throws Exception {
    source("a/x.wasm", "a/X.class=x");
    run();
    assertEquals(new Report(List.of(), 1, List.of()), run());
    assertEquals(1, compiler.runs);
  }

  @Test
  void onlyTheChangedModuleIsCompiled() throws Exception {
    source("a/x.wasm", "a/X.class=x");
    source("a/y.wasm", "a/Y.class=y");
    run();
    source("a/y.wasm", "a/Y.class=changed");
    Report report = run();
    assertEquals(List.of("a/y.wasm"), paths(report));
    assertEquals(1, report.upToDate());
    assertEquals("changed", Files.readString(classes.resolve("a/Y.class")));
  }

  @Test
  void anotherBuildOfTheCompilerCompilesAll() throws Exception {
    source("a/x.wasm", "a/X.class=x");
    run();
    compiler.buildId = "2";
    assertEquals(List.of("a/x.wasm"), paths(run()));
  }

  @Test
  void anotherSizeOfMethodsCompilesAll() throws Exception {
    source("a/x.wasm", "a/X.class=x");
    run();
    settings = CompilerSettings.of(4000, 0, false);
    assertEquals(List.of("a/x.wasm"), paths(run()));
    assertEquals(1, run().upToDate());
    settings = CompilerSettings.of(4000, 2000, false);
    assertEquals(List.of("a/x.wasm"), paths(run()));
  }

  @Test
  void reportsComeWhereTheyAreAskedFor() throws Exception {
    source("a/x.wasm", "a/X.class=x");
    assertEquals(Optional.empty(), run().compiled().get(0).report());
    source("a/x.wasm", "a/X.class=y");
    settings = CompilerSettings.of(4000, 0, true);
    assertEquals(Optional.of("limit 4000"), run().compiled().get(0).report());
    assertEquals(1, run().upToDate(), "asking for a report is no reason to compile");
  }

  @Test
  void damagedOrMissingOutputIsMadeAgain() throws Exception {
    source("a/x.wasm", "a/X.class=x\na/X.bin=data");
    run();
    Files.writeString(classes.resolve("a/X.class"), "damaged");
    assertEquals(List.of("a/x.wasm"), paths(run()));
    assertEquals("x", Files.readString(classes.resolve("a/X.class")));
    Files.delete(classes.resolve("a/X.bin"));
    assertEquals(List.of("a/x.wasm"), paths(run()));
    assertTrue(Files.exists(classes.resolve("a/X.bin")));
  }

  @Test
  void outputWithTheSameBytesKeepsItsTime() throws Exception {
    source("a/x.wasm", "a/X.class=x");
    run();
    FileTime past = FileTime.fromMillis(1_000_000_000_000L);
    Files.setLastModifiedTime(classes.resolve("a/X.class"), past);
    compiler.buildId = "2";
    run();
    assertEquals(past, Files.getLastModifiedTime(classes.resolve("a/X.class")));
  }

  @Test
  void sourcesGoToAFolderOfTheirOwnAndAreKeptAsTheyAre() throws Exception {
    source("a/x.wasm", "a/X.class=x\na/XInstance.java=facade");
    run();
    Path facade = sources.resolve("a/XInstance.java");
    assertEquals(List.of("a/X.class"), outputs());
    assertEquals("facade", Files.readString(facade));
    FileTime past = FileTime.fromMillis(1_000_000_000_000L);
    Files.setLastModifiedTime(facade, past);
    source("a/x.wasm", "a/X.class=changed\na/XInstance.java=facade");
    run();
    assertEquals("changed", Files.readString(classes.resolve("a/X.class")));
    assertEquals(past, Files.getLastModifiedTime(facade));
    Files.delete(facade);
    assertEquals(List.of("a/x.wasm"), paths(run()));
    assertTrue(Files.exists(facade));
    Files.delete(project.resolve("src/main/wasm/a/x.wasm"));
    run();
    assertFalse(Files.exists(sources.resolve("a")));
  }

  @Test
  void whatJavacMadeOfASourceGoesWithIt() throws Exception {
    source("a/x.wasm", "a/X.class=x\na/XEnv.java=interface");
    run();
    for (String name : List.of("XEnv", "XEnv$WithCaller", "XEnvoy", "XEnvoy$1")) {
      Files.writeString(classes.resolve("a/" + name + ".class"), "javac's");
    }
    source("a/x.wasm", "a/X.class=x");
    run();
    assertEquals(List.of("a/X.class", "a/XEnvoy$1.class", "a/XEnvoy.class"), outputs());
    assertFalse(Files.exists(sources.resolve("a")));
  }

  @Test
  void aClassFileInPlaceOfASourceIsNoLongerJavacs() throws Exception {
    source("a/x.wasm", "a/X.class=x\na/XEnv.java=interface");
    run();
    Path notes = project.resolve("target/maven-status/maven-compiler-plugin/compile/default");
    Path created = notes.resolve("createdFiles.lst");
    Files.createDirectories(notes);
    Files.write(created, List.of("a/Own.class", "a/XEnv.class", "a\\XEnv$WithCaller.class"));
    Files.writeString(classes.resolve("a/XEnv.class"), "javac's");
    Files.writeString(classes.resolve("a/XEnv$WithCaller.class"), "javac's");
    source("a/x.wasm", "a/X.class=x\na/XEnv.class=ours\na/XEnv$WithCaller.class=ours");
    run();
    assertEquals(List.of("a/X.class", "a/XEnv$WithCaller.class", "a/XEnv.class"), outputs());
    assertEquals("ours", Files.readString(classes.resolve("a/XEnv.class")));
    assertEquals(List.of("a/Own.class"), Files.readAllLines(created));
    assertEquals(1, run().upToDate());

    source("a/x.wasm", "a/X.class=x\na/XEnv.java=interface");
    run();
    assertEquals(List.of("a/X.class"), outputs());
    assertTrue(Files.exists(sources.resolve("a/XEnv.java")));
  }

  @Test
  void aFacadeAndAModuleOfOneNameAreRefused() throws Exception {
    source("a/x.wasm", "a/X.class=x\na/XInstance.java=facade");
    source("a/x-instance.wasm", "a/XInstance.class=x");
    String message = assertThrows(BuildException.class, this::run).getMessage();
    assertTrue(message.contains("a/x-instance.wasm") && message.contains("a/x.wasm"), message);
  }

  @Test
  void anotherKindOfFacadeCompilesAll() throws Exception {
    source("a/x.wasm", "a/X.class=x");
    run();
    settings = CompilerSettings.DEFAULT.withFacade(false);
    assertEquals(List.of("a/x.wasm"), paths(run()));
    settings = CompilerSettings.DEFAULT.withFacade(true);
    assertEquals(List.of("a/x.wasm"), paths(run()));
    assertEquals(1, run().upToDate());
  }

  @Test
  void outputsOfRemovedModulesGoAndOthersStay() throws Exception {
    source("a/x.wasm", "a/X.class=x");
    source("b/y.wasm", "b/Y.class=y");
    run();
    Files.writeString(classes.resolve("a/Own.class"), "javac's");
    Files.delete(project.resolve("src/main/wasm/a/x.wasm"));
    Files.delete(project.resolve("src/main/wasm/b/y.wasm"));
    run();
    assertEquals(List.of("a/Own.class"), outputs());
    assertFalse(Files.exists(classes.resolve("b")), "empty folders go too");
  }

  @Test
  void outputsThatAModuleNoLongerGivesGo() throws Exception {
    source("a/x.wasm", "a/X.class=x\na/X2.class=x");
    run();
    source("a/x.wasm", "a/X.class=x");
    run();
    assertEquals(List.of("a/X.class"), outputs());
  }

  @Test
  void renamedModuleTakesOverTheOutput() throws Exception {
    source("a/x.wasm", "a/X.class=x");
    run();
    Files.move(
        project.resolve("src/main/wasm/a/x.wasm"), project.resolve("src/main/wasm/a/X.wasm"));
    assertEquals(List.of("a/X.wasm"), paths(run()));
    assertEquals(List.of("a/X.class"), outputs());
  }

  @Test
  void allErrorsAreReportedAndNothingIsPromoted() throws Exception {
    source("a/good.wasm", "a/Good.class=1");
    run();
    source("a/good.wasm", "a/Good.class=2");
    source("a/bad.wasm", "error one");
    source("b/bad.wasm", "error two");
    Report report = run();
    assertEquals(
        List.of("src/main/wasm/a/bad.wasm: error one", "src/main/wasm/b/bad.wasm: error two"),
        report.errors());
    assertEquals("1", Files.readString(classes.resolve("a/Good.class")));
    assertFalse(Files.exists(state.resolve("staging")), "staging is removed");

    source("a/bad.wasm", "a/Bad.class=now good");
    Files.delete(project.resolve("src/main/wasm/b/bad.wasm"));
    assertEquals(List.of("a/bad.wasm", "a/good.wasm"), paths(run()));
    assertEquals("2", Files.readString(classes.resolve("a/Good.class")));
  }

  @Test
  void twoModulesThatGiveOneFileAreRefusedBeforeAnythingIsWritten() throws Exception {
    source("a/foo-main.wasm", "a/FooMain.class=1");
    source("a/foo.wasm", "a/Foo.class=1\na/FooMain.class=2");
    String message = assertThrows(BuildException.class, this::run).getMessage();
    assertTrue(message.contains("a/foo-main.wasm"), message);
    assertTrue(message.contains("a/foo.wasm"), message);
    assertFalse(Files.exists(classes));
  }

  @Test
  void outputsThatDifferInCaseOnlyAreRefused() throws Exception {
    source("a/life.wasm", "a/Life.class=1");
    run();
    source("a/LIFE.wasm", "a/LIFE.class=2");
    String message = assertThrows(BuildException.class, this::run).getMessage();
    assertTrue(message.contains("a/LIFE.wasm"), message);
    assertEquals(List.of("a/Life.class"), outputs());
  }

  @Test
  void interruptedPromotionIsRepeated() throws Exception {
    source("a/x.wasm", "a/X.class=x");
    run();
    source("a/x.wasm", "a/X.class=new\na/Y.class/Z.class=in the way below");
    Files.createDirectories(classes.resolve("a"));
    Files.writeString(classes.resolve("a/Y.class"), "a file where a folder has to be");
    assertThrows(IOException.class, this::run);
    Files.delete(classes.resolve("a/Y.class"));
    assertEquals(List.of("a/x.wasm"), paths(run()));
    assertEquals(List.of("a/X.class", "a/Y.class/Z.class"), outputs());
  }

  @Test
  void outputFolderThatIsAFileGivesAnErrorAndKeepsIt() throws Exception {
    source("a/x.wasm", "a/X.class=x");
    Files.createDirectories(project.resolve("target"));
    Files.writeString(classes, "a file");
    assertThrows(IOException.class, this::run);
    assertEquals("a file", Files.readString(classes));
  }

  @Test
  void sourceFolderThatIsAFileIsAnErrorAndNotAProjectWithoutModules() throws Exception {
    Files.createDirectories(project.resolve("src/main"));
    Files.writeString(project.resolve("src/main/wasm"), "a file");
    assertThrows(NotDirectoryException.class, this::run);
  }

  private Report run() throws Exception {
    return new ModuleCompiler(
            new ModuleCompiler.Layout(
                project,
                project.resolve("src/main/wasm"),
                new OutputFolders(classes, sources),
                new CompilerNotes(project.resolve("target")),
                state,
                null),
            compiler,
            settings)
        .run();
  }

  private void source(String path, String text) throws IOException {
    Path file = project.resolve("src/main/wasm").resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static List<String> paths(Report report) {
    return report.compiled().stream().map(Compiled::source).map(WasmSource::path).toList();
  }

  private List<String> outputs() throws IOException {
    try (Stream<Path> walk = Files.walk(classes)) {
      return walk.filter(Files::isRegularFile)
          .map(file -> classes.relativize(file).toString().replace('\\', '/'))
          .sorted()
          .toList();
    }
  }
}
