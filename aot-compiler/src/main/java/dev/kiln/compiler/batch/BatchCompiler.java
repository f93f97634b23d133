package dev.kiln.compiler.batch;

import dev.kiln.compiler.CompiledModule;
import dev.kiln.compiler.Compiler;
import dev.kiln.compiler.StagedFiles;
import dev.kiln.compiler.api.CompileOptions;
import dev.kiln.compiler.api.WasmException;
import dev.kiln.compiler.report.Inspection;
import dev.kiln.compiler.report.ReportText;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Compiles a list of modules for a caller that may not be able to load this compiler: a build tool
 * on an older JVM starts this class in a process of its own. Request and answer are property files
 * in UTF-8, so that any file name and any message survive. {@link BatchProtocol} has their keys.
 *
 * <p>For each module the answer has either an error, or the class, the number of functions, the
 * time and, if it was asked for, the report. A defect of the compiler itself is an exception, and
 * then there is no answer.
 */
public final class BatchCompiler {
  private final Properties request;
  private final Properties answer = new Properties();
  private final Map<String, String> nameByClass = new HashMap<>();

  private BatchCompiler(Properties request) {
    this.request = request;
  }

  /**
   * Reads the request that the first argument names, and writes the answer that the second names.
   * If it cannot, it says why on standard error, and ends this JVM with exit code 1.
   */
  public static void main(String[] args) {
    if (args.length != 2) {
      throw new IllegalArgumentException("expected two arguments: REQUEST ANSWER");
    }
    try {
      run(Path.of(args[0]), Path.of(args[1]));
    } catch (IOException e) {
      System.err.println(
          "cannot read " + args[0] + " or write " + args[1] + ": " + FileProblem.reason(e));
      System.exit(1);
    }
  }

  /**
   * Reads a request, compiles, writes the answer.
   *
   * @throws IOException if the request cannot be read or the answer cannot be written; problems
   *     with a module's own files are in the answer
   */
  public static void run(Path request, Path answer) throws IOException {
    Properties questions = new Properties();
    try (Reader in = Files.newBufferedReader(request, StandardCharsets.UTF_8)) {
      questions.load(in);
    }
    BatchCompiler batch = new BatchCompiler(questions);
    int count = Integer.parseInt(batch.get(BatchProtocol.COUNT));
    for (int i = 0; i < count; i++) {
      batch.compile(i);
    }
    try (Writer out = Files.newBufferedWriter(answer, StandardCharsets.UTF_8)) {
      batch.answer.store(out, null);
    }
  }

  private void compile(int number) {
    String name = get(number + BatchProtocol.NAME);
    String error = tryCompile(number, name);
    if (error != null) {
      answer.setProperty(number + BatchProtocol.ERROR, error);
    }
  }

  /** Compiles one module. Returns the error, one line, or null if there is none. */
  private @Nullable String tryCompile(int number, String name) {
    long start = System.nanoTime();
    String className;
    try {
      className =
          ClassNames.of(
              get(number + BatchProtocol.PATH), request.getProperty(BatchProtocol.PACKAGE));
    } catch (IllegalArgumentException e) {
      return name + ": " + e.getMessage();
    }
    // File systems that ignore case would let one class overwrite the other.
    String other = nameByClass.putIfAbsent(className.toLowerCase(Locale.ROOT), name);
    if (other != null) {
      return name
          + ": it would become the same class as "
          + other
          + ", "
          + className
          + "; rename one of them";
    }
    CompileOptions options;
    try {
      options =
          CompileOptions.of(className)
              .withSizes(size(BatchProtocol.METHOD_LIMIT), size(BatchProtocol.PIECE_SIZE))
              .withInterruption(isSet(BatchProtocol.EPOCHS), isSet(BatchProtocol.FUEL));
    } catch (IllegalArgumentException e) {
      return name + ": " + e.getMessage();
    }
    byte[] wasm;
    try {
      wasm = Files.readAllBytes(Path.of(get(number + BatchProtocol.FILE)));
    } catch (IOException e) {
      return name + ": cannot be read: " + FileProblem.reason(e);
    }
    CompiledModule module;
    try {
      module = Compiler.compile(name, wasm, options);
    } catch (WasmException e) {
      return e.getMessage();
    }
    Path output = Path.of(get(number + BatchProtocol.OUTPUT));
    try {
      write(module, output);
    } catch (IOException e) {
      return name + ": cannot write classes to " + output + ": " + FileProblem.reason(e);
    }
    answer.setProperty(number + BatchProtocol.CLASS, module.className());
    answer.setProperty(number + BatchProtocol.FUNCTIONS, Integer.toString(module.functionCount()));
    answer.setProperty(
        number + BatchProtocol.MILLIS,
        Long.toString((System.nanoTime() - start + 500_000) / 1_000_000));
    if (isSet(BatchProtocol.REPORT)) {
      answer.setProperty(
          number + BatchProtocol.MODULE_REPORT, ReportText.of(Inspection.of(name, wasm, module)));
    }
    return null;
  }

  private void write(CompiledModule module, Path output) throws IOException {
    String facade = request.getProperty(BatchProtocol.FACADE);
    if (facade == null) {
      module.writeTo(output);
      return;
    }
    try (StagedFiles files = new StagedFiles()) {
      files.addAll(output, module.filesBesideSources());
      files.addSources(output, module.sources(facade.equals(BatchProtocol.WASI)));
      files.commit();
    }
  }

  private boolean isSet(String key) {
    return Boolean.parseBoolean(request.getProperty(key));
  }

  /** A size in bytes, or 0 for the default if the request has none. */
  private int size(String key) {
    String value = request.getProperty(key, "0");
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(key + " is not a number: \"" + value + "\"", e);
    }
  }

  private String get(String key) {
    String value = request.getProperty(key);
    if (value == null) {
      throw new IllegalArgumentException("the request lacks \"" + key + "\"");
    }
    return value;
  }
}
