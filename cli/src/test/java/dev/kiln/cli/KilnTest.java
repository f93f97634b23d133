package dev.kiln.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.compiler.testing.Assembler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command as a user calls it: words in, exit code and lines out. */
class KilnTest {
  private static final String ADD =
      """
      (func (export "add") (param i32 i32) (result i32) local.get 0 local.get 1 i32.add)
      """;

  private static final String IMPORT_PROC_EXIT =
      """
      (import "wasi_snapshot_preview1" "proc_exit" (func (param i32)))
      (memory (export "memory") 1)
      """;

  /** A WASI command that ends with exit code 7. */
  private static final String EXIT_7 =
      IMPORT_PROC_EXIT + "(func (export \"_start\") i32.const 7 call 0)";

  /** A WASI command that executes {@code unreachable}. */
  private static final String TRAP = IMPORT_PROC_EXIT + "(func (export \"_start\") unreachable)";

  /** Exports {@code _start}, and imports a function whose name is an F and an escape character. */
  private static final String NEEDY =
      """
      (import "env" "f\\1b" (func))
      (memory (export "memory") 1)
      (func (export "_start"))
      """;

  /** A WASI command that never ends. */
  private static final String ENDLESS =
      IMPORT_PROC_EXIT + "(func (export \"_start\") loop br 0 end)";

  @TempDir Path folder;
  private String out = "";
  private String err = "";
  private Path add;
  private Path exit7;

  @BeforeEach
  void writeModules() throws IOException {
    add = module("add.wasm", ADD);
    exit7 = module("exit7.wasm", EXIT_7);
  }

  @Test
  void compileWritesTheFacadeWhereItIsAskedFor() throws IOException {
    Path classes = folder.resolve("classes");
    Path sources = folder.resolve("sources");
    assertEquals(0, kiln("compile", add, "-o", classes, "--class", "a.Add", "--sources", sources));
    assertTrue(
        Files.readString(sources.resolve("a/AddInstance.java"))
            .contains("public int add(int arg0, int arg1)"));
    assertTrue(Files.isRegularFile(classes.resolve("META-INF/wasm/a.Add.json")));
    assertFalse(Files.exists(classes.resolve("a/AddInstance.java")));
  }

  @Test
  void interfacesForImportsAreSourcesBesideTheFacadeAndElseClasses() throws IOException {
    Path needy = module("needy.wasm", NEEDY);
    Path classes = folder.resolve("classes");
    Path sources = folder.resolve("sources");
    assertEquals(0, kiln("compile", needy, "-o", classes, "--class", "a.N", "--sources", sources));
    String source = Files.readString(sources.resolve("a/NEnv.java"));
    assertTrue(source.contains("interface WithCaller extends NEnv {"), source);
    assertTrue(Files.isRegularFile(sources.resolve("a/NInstance.java")));
    assertTrue(Files.isRegularFile(classes.resolve("a/N$H0_0.class")));
    assertFalse(Files.exists(classes.resolve("a/NEnv.class")));
    assertFalse(Files.exists(classes.resolve("a/NEnv$WithCaller.class")));

    Path whole = folder.resolve("whole");
    assertEquals(0, kiln("compile", needy, "-o", whole, "--class", "a.N"));
    assertTrue(Files.isRegularFile(whole.resolve("a/NEnv.class")));
    assertTrue(Files.isRegularFile(whole.resolve("a/NEnv$WithCaller.class")));

    Path jar = folder.resolve("needy.jar");
    assertEquals(0, kiln("compile", needy, "-o", jar, "--class", "a.N", "--sources", sources));
    try (JarFile content = new JarFile(jar.toFile())) {
      assertTrue(content.getEntry("a/N$H0_0.class") != null);
      assertTrue(content.getEntry("a/NEnv.class") == null);
    }
  }

  @Test
  void whatNeverEndsIsStopped() throws IOException {
    Path endless = module("endless.wasm", ENDLESS);
    assertEquals(RunCommand.TRAPPED, kiln("run", "--timeout", "50ms", endless));
    assertTrue(err.startsWith("kiln: " + endless + ": trap: interrupt"), err);
    assertEquals(RunCommand.TRAPPED, kiln("run", "--fuel", "1000", endless));
    assertTrue(err.startsWith("kiln: " + endless + ": trap: out of fuel"), err);
    assertEquals(7, kiln("run", "--timeout", "1m", "--fuel", "1000", exit7));
    assertEquals(0, kiln("run", "--timeout", "1.5", "--fuel=4", "--invoke", "add", add, 1, 2));
    assertEquals("3\n", out);
  }

  @Test
  void limitsThatMakeNoSenseAreRefused() {
    assertEquals(2, kiln("run", "--timeout", "soon", add));
    assertTrue(err.contains("\"soon\" is not a time, such as 2s, 500ms or 1m"), err);
    assertEquals(2, kiln("run", "--fuel", "-1", add));
    assertTrue(err.contains("\"-1\" is not a whole number of at least 0"), err);
  }

  @Test
  void compiledClassesSayThatTheyCanBeInterrupted() throws IOException {
    Path classes = folder.resolve("classes");
    assertEquals(0, kiln("compile", "--epochs", "--fuel", add, "-o", classes, "--class", "a.Add"));
    String content = Files.readString(classes.resolve("a/Add.class"), ISO_8859_1);
    assertTrue(content.contains("epochs fuel"));
  }

  @Test
  void sourcesThatCannotBeWrittenAreAnError() {
    assertEquals(
        1, kiln("compile", add, "-o", folder.resolve("classes"), "--sources", add.toString()));
    assertOneLine("AddInstance.java: cannot be written: " + add + " is in the way");
    assertFalse(Files.exists(folder.resolve("classes")), "classes without their facade");
  }

  @Test
  void whatIsNoPathIsRefused() {
    assertEquals(2, kiln("compile", "a\0b.wasm", "-o", folder.resolve("out")));
    assertOneLine("\"a\\u0000b.wasm\" is not a path in this locale: Nul character not allowed");
  }

  @Test
  void folderInPlaceOfAJarIsKept() throws IOException {
    Path jar = Files.createDirectory(folder.resolve("add.jar"));
    assertEquals(1, kiln("compile", add, "-o", jar));
    assertOneLine("add.jar is in the way");
    assertTrue(Files.isDirectory(jar));
  }

  @Test
  void importsThatNoProgramIsGivenAreNamed() throws IOException {
    Path needy = module("needy.wasm", NEEDY);
    String message =
        "needy.wasm: unknown import \"env\" \"f\\u001b\" ([] -> []): a program can import from"
            + " wasi_snapshot_preview1 only; a Java program that embeds it can define more";
    assertEquals(1, kiln("run", needy));
    assertOneLine(message);
    assertEquals(1, kiln("run", "--invoke", "_start", needy));
    assertOneLine(message);
  }

  @Test
  void namesOfFunctionsDoNotSteerTheTerminal() throws IOException {
    // U+009B, which begins a terminal's command as ESC [ does; the JVM takes it in names.
    String named = TRAP.replace("(func (export", "(func $\"m\\9bm\" (export");
    assertEquals(134, kiln("run", module("trap.wasm", named)));
    assertTrue(err.contains("    at m\\u009bm"), err);
    assertFalse(err.contains("\u009b"), err);
  }

  @Test
  void startThatIsNoStartAndAnOptionBehindTheFileAreExplained() {
    assertEquals(1, kiln("run", add, "--invoke", "add", "1", "2"));
    assertOneLine("no function _start without parameters and results");
    assertOneLine("put --invoke NAME before the file");
  }

  @Test
  void invokePrintsResults() {
    assertEquals(0, kiln("run", "--invoke", "add", add, "40", "2"));
    assertEquals("42" + System.lineSeparator(), out);
    assertEquals("", err);
  }

  @Test
  void wordsAfterTheFileBelongToTheProgram() {
    assertEquals(0, kiln("run", "--invoke", "add", add, "-1", "-2"));
    assertEquals("-3" + System.lineSeparator(), out);
  }

  @Test
  void exitCodeIsPassedThrough() {
    assertEquals(7, kiln("run", exit7));
    assertEquals("", err);
  }

  @Test
  void trapIsShownWithTheFunctionsAndGives134() throws IOException {
    assertEquals(134, kiln("run", module("trap.wasm", TRAP)));
    assertTrue(err.contains("trap.wasm: trap: unreachable"), err);
    assertTrue(err.contains("    at _start"), err);
  }

  @Test
  void missingFunctionIsNamedBesideThoseThereAre() {
    assertEquals(1, kiln("run", "--invoke", "sub", add));
    assertOneLine("there is no exported function \"sub\"; these are exported: add");
  }

  @Test
  void wrongNumberOfArgumentsNamesTheType() {
    assertEquals(1, kiln("run", "--invoke", "add", add, "1"));
    assertOneLine("takes 2 arguments, not 1 (its type is ");
  }

  @Test
  void wrongArgumentIsNamed() {
    assertEquals(1, kiln("run", "--invoke", "add", add, "1", "x"));
    assertOneLine("\"x\" is not a value of type i32");
  }

  @Test
  void moduleWithoutStartNeedsInvoke() {
    assertEquals(1, kiln("run", add));
    assertOneLine("--invoke");
  }

  @Test
  void directoryThatDoesNotExistIsNamed() {
    assertEquals(1, kiln("run", "--dir", folder.resolve("nowhere") + "::/data", exit7));
    assertOneLine("nowhere");
  }

  @Test
  void textFileIsRefusedInOneLine() throws IOException {
    Path text = Files.writeString(folder.resolve("text.wasm"), "(module)\n");
    assertEquals(1, kiln("run", text));
    assertOneLine("text.wasm:0x0: magic header not detected");
  }

  @Test
  void missingFileIsRefusedInOneLine() {
    assertEquals(1, kiln("run", folder.resolve("nowhere.wasm")));
    assertOneLine("no such file or folder");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "frob",
        "--frob",
        "run",
        "compile",
        "compile a.wasm",
        "run --frob a.wasm",
        "run --dir"
      })
  void wrongCommandLineGivesOneLineAnd2(String line) {
    Object[] words = line.isEmpty() ? new Object[0] : line.split(" ");
    assertEquals(2, kiln(words));
    assertOneLine("--help");
  }

  @Test
  void helpAndVersionSucceed() {
    assertEquals(0, kiln("help"));
    assertTrue(out.contains("compile") && out.contains("run") && out.contains("inspect"), out);
    assertEquals(0, kiln("help", "run"));
    assertTrue(out.contains("--invoke"), out);
    assertEquals(0, kiln("--version"));
    assertTrue(out.startsWith("kiln "), out);
  }

  @Test
  void compileIntoAFolderNamesTheClassAfterTheFile() {
    Path classes = folder.resolve("classes");
    assertEquals(0, kiln("compile", add, "-o", classes));
    assertTrue(Files.isRegularFile(classes.resolve("wasm/Add.class")), out);
    assertTrue(out.contains("wasm.Add"), out);
  }

  @Test
  void compileTakesAClassName() {
    assertEquals(0, kiln("compile", add, "--class", "com.acme.Sum", "-o", folder));
    assertTrue(Files.isRegularFile(folder.resolve("com/acme/Sum.class")), out);
  }

  @Test
  void wrongClassNameIsRefused() {
    assertEquals(1, kiln("compile", add, "--class", "com.acme.1", "-o", folder));
    assertOneLine("is not a Java class name");
  }

  @Test
  void folderThatIsAFileIsKept() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "content");
    assertEquals(1, kiln("compile", add, "-o", file));
    assertOneLine("cannot be written");
    assertEquals("content", Files.readString(file));
  }

  @Test
  void failedCompilationLeavesNoJar() throws IOException {
    Path text = Files.writeString(folder.resolve("text.wasm"), "no module");
    assertEquals(1, kiln("compile", text, "-o", folder.resolve("text.jar")));
    try (Stream<Path> files = Files.list(folder)) {
      assertFalse(files.anyMatch(f -> f.toString().endsWith(".jar")));
    }
  }

  @Test
  void jarOfACommandRunsOnItsOwn() throws Exception {
    Path jar = folder.resolve("exit7.jar");
    assertEquals(0, kiln("compile", exit7, "-o", jar));
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Process process =
        new ProcessBuilder(List.of(java.toString(), "-jar", jar.toString()))
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertEquals(7, process.waitFor(), output);
    assertEquals("", output);
  }

  @Test
  void jarIsTheSameEachTime() throws IOException {
    Path first = folder.resolve("1.jar");
    Path second = folder.resolve("2.jar");
    assertEquals(0, kiln("compile", exit7, "-o", first));
    assertEquals(0, kiln("compile", exit7, "-o", second));
    assertArrayEquals(Files.readAllBytes(first), Files.readAllBytes(second));
  }

  private int kiln(Object... words) {
    Session session = Session.kiln(words);
    out = session.out();
    err = session.err();
    return session.code();
  }

  private void assertOneLine(String part) {
    assertTrue(err.startsWith("kiln: ") && err.contains(part), err);
    assertEquals(1, err.lines().count(), err);
  }

  private Path module(String name, String text) throws IOException {
    return Files.write(folder.resolve(name), Assembler.assemble(text));
  }
}
