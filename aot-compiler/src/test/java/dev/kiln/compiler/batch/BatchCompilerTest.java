package dev.kiln.compiler.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchCompilerTest {
  /** {@code (func (export "add") (param i32 i32) (result i32) …)}. */
  private static final byte[] ADD =
      HexFormat.of()
          .parseHex(
              "0061736d01000000"
                  + "01070160027f7f017f"
                  + "03020100"
                  + "0707010361646400"
                  + "000a09010700200020016a0b");

  @TempDir Path folder;
  private final Properties request = new Properties();
  private int count;

  @Test
  void modulesAreCompiledIntoTheirFolders() throws IOException {
    add("com/acme/add-numbers.wasm", ADD);
    add("org/x.wasm", ADD);
    Properties answer = run();
    assertEquals("com.acme.AddNumbers", answer.getProperty("0.class"));
    assertEquals("1", answer.getProperty("0.functions"));
    assertTrue(Integer.parseInt(answer.getProperty("0.millis")) >= 0);
    assertTrue(Files.isRegularFile(folder.resolve("out/0/com/acme/AddNumbers.class")));
    assertEquals("org.X", answer.getProperty("1.class"));
    assertTrue(Files.isRegularFile(folder.resolve("out/1/org/X.class")));
  }

  @Test
  void rootPackageIsUsed() throws IOException {
    request.setProperty("package", "com.acme");
    add("x.wasm", ADD);
    assertEquals("com.acme.X", run().getProperty("0.class"));
  }

  @Test
  void reportsAreGivenWhereTheyAreAskedFor() throws IOException {
    add("a/x.wasm", ADD);
    assertNull(run().getProperty("0.report"));
    request.setProperty("report", "true");
    String report = run().getProperty("0.report");
    assertTrue(report.startsWith("src/a/x.wasm: library, 41 bytes\n"), report);
    assertTrue(report.contains("compiled to a.X: "), report);
  }

  @Test
  void sizesOutOfRangeAreErrors() throws IOException {
    add("a/x.wasm", ADD);
    request.setProperty("methodLimit", "10");
    assertEquals(
        "src/a/x.wasm: the method limit is 10; it must be 1000 to 60000",
        run().getProperty("0.error"));
    request.setProperty("methodLimit", "many");
    assertEquals(
        "src/a/x.wasm: methodLimit is not a number: \"many\"", run().getProperty("0.error"));
  }

  @Test
  void whatInterruptsCodeIsAnOption() throws IOException {
    add("a/x.wasm", ADD);
    request.setProperty("epochs", "true");
    request.setProperty("fuel", "true");
    assertEquals("a.X", run().getProperty("0.class"));
    byte[] content = Files.readAllBytes(folder.resolve("out/0/a/X.class"));
    assertTrue(new String(content, StandardCharsets.ISO_8859_1).contains("epochs fuel"));
  }

  @Test
  void theFacadeIsWrittenWhereItIsAskedFor() throws IOException {
    add("com/acme/x.wasm", ADD);
    Path facade = folder.resolve("out/0/com/acme/XInstance.java");
    run();
    assertFalse(Files.exists(facade));
    request.setProperty("facade", "plain");
    run();
    assertTrue(Files.readString(facade).contains("public int add(int arg0, int arg1)"));
  }

  @Test
  void oneErrorDoesNotHideTheOthers() throws IOException {
    add("a/text.wasm", "no module".getBytes());
    add("root.wasm", ADD);
    add("a/missing.wasm", ADD);
    Files.delete(folder.resolve("in/2.wasm"));
    add("a/good.wasm", ADD);
    Properties answer = run();
    assertTrue(answer.getProperty("0.error").startsWith("src/a/text.wasm:0x0: magic header"));
    assertTrue(
        answer.getProperty("1.error").startsWith("src/root.wasm: the class would have no package"));
    assertEquals(
        "src/a/missing.wasm: cannot be read: no such file or folder",
        answer.getProperty("2.error"));
    assertNull(answer.getProperty("3.error"));
    assertEquals("a.Good", answer.getProperty("3.class"));
    assertFalse(Files.exists(folder.resolve("out/0")));
  }

  @Test
  void twoFilesForOneClassAreRefused() throws IOException {
    add("a/image-filter.wasm", ADD);
    add("a/imageFilter.wasm", ADD);
    Properties answer = run();
    assertNull(answer.getProperty("0.error"));
    assertEquals(
        "src/a/imageFilter.wasm: it would become the same class as src/a/image-filter.wasm,"
            + " a.ImageFilter; rename one of them",
        answer.getProperty("1.error"));
  }

  @Test
  void folderThatCannotBeWrittenIsAnError() throws IOException {
    add("a/x.wasm", ADD);
    Files.createDirectories(folder.resolve("out"));
    Files.writeString(folder.resolve("out/0"), "a file");
    String error = run().getProperty("0.error");
    assertTrue(error.startsWith("src/a/x.wasm: cannot write classes to "), error);
  }

  @Test
  void incompleteRequestIsADefectOfTheCaller() throws IOException {
    add("a/x.wasm", ADD);
    request.remove("0.file");
    assertThrows(IllegalArgumentException.class, this::run);
    assertThrows(IllegalArgumentException.class, () -> BatchCompiler.main(new String[] {"one"}));
  }

  @Test
  void anAnswerThatCannotBeWrittenIsASentence() throws Exception {
    Path question = folder.resolve("request.properties");
    Files.writeString(question, "count=0\n");
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Process process =
        new ProcessBuilder(
                java.toString(),
                "-cp",
                System.getProperty("java.class.path"),
                BatchCompiler.class.getName(),
                question.toString(),
                folder.resolve("nowhere/answer.properties").toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(1, process.waitFor());
    assertTrue(output.endsWith("answer.properties: no such file or folder\n"), output);
    assertEquals(1, output.lines().count(), output);
  }

  private void add(String path, byte[] content) throws IOException {
    Path file = folder.resolve("in").resolve(count + ".wasm");
    Files.createDirectories(file.getParent());
    Files.write(file, content);
    request.setProperty(count + ".path", path);
    request.setProperty(count + ".file", file.toString());
    request.setProperty(count + ".name", "src/" + path);
    request.setProperty(count + ".output", folder.resolve("out/" + count).toString());
    count++;
  }

  private Properties run() throws IOException {
    request.setProperty("count", Integer.toString(count));
    Path question = folder.resolve("request.properties");
    Path reply = folder.resolve("answer.properties");
    try (Writer out = Files.newBufferedWriter(question)) {
      request.store(out, null);
    }
    BatchCompiler.run(question, reply);
    Properties answer = new Properties();
    try (Reader in = Files.newBufferedReader(reply)) {
      answer.load(in);
    }
    return answer;
  }
}
