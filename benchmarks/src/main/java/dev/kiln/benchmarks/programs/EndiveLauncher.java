package dev.kiln.benchmarks.programs;

import dev.kiln.benchmarks.corpus.Workload;
import dev.kiln.benchmarks.harness.Jvm;
import dev.kiln.benchmarks.harness.MeasurementException;
import dev.kiln.benchmarks.measure.EndiveProcess;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import run.endive.build.time.compiler.Config;
import run.endive.build.time.compiler.Generator;
import run.endive.compiler.InterpreterFallback;
import run.endive.wasm.Version;
import run.endive.wasm.WasmEngineException;

/**
 * Endive: what its Maven plugin makes, that is class files, a Java source that loads them, and the
 * module without its code.
 */
public final class EndiveLauncher implements Launcher {
  private final Jvm jvm;
  private final Path folder;
  private final List<String> notes = new ArrayList<>();

  /**
   * On a JVM.
   *
   * @param folder where compiled programs go
   */
  public EndiveLauncher(Jvm jvm, Path folder) {
    this.jvm = jvm;
    this.folder = folder;
  }

  @Override
  public String description() {
    return "Endive " + Version.version() + " on " + jvm.description();
  }

  @Override
  public Optional<List<String>> prepare(Workload workload) throws IOException {
    String name = "programs." + workload.className();
    Path classes = folder.resolve(workload.className());
    if (Files.notExists(classes)) {
      Path sources = Files.createDirectories(folder.resolve("sources"));
      compile(workload, name, classes, sources);
    }
    List<String> command = new ArrayList<>(jvm.command(EndiveProcess.class, classes));
    command.add(name);
    return Optional.of(command);
  }

  @Override
  public List<String> notes() {
    return notes;
  }

  private void compile(Workload workload, String name, Path classes, Path sources)
      throws IOException {
    Generator generator =
        new Generator(
            Config.builder()
                .withWasmFile(workload.wasm())
                .withName(name)
                .withTargetClassFolder(classes)
                .withTargetSourceFolder(sources)
                .withTargetWasmFolder(classes)
                .withInterpretedFunctions(Set.of())
                .withInterpreterFallback(InterpreterFallback.SILENT)
                .build());
    Set<Integer> interpreted;
    try {
      interpreted = generator.generateResources();
    } catch (WasmEngineException e) {
      throw new MeasurementException(
          "Endive does not compile " + workload.file() + ": " + e.getMessage());
    }
    generator.generateMetaWasm(interpreted);
    generator.generateSources();
    javac(sources.resolve(name.replace('.', '/') + ".java"), classes);
    if (!interpreted.isEmpty()) {
      notes.add(
          "Endive's compiler leaves %d function%s of %s to its interpreter: too large."
              .formatted(interpreted.size(), interpreted.size() == 1 ? "" : "s", workload.file()));
    }
  }

  private static void javac(Path source, Path classes) {
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    if (javac == null) {
      throw new MeasurementException(
          "Endive's generated source cannot be compiled: run the benchmarks with a JDK");
    }
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    String libraries = System.getProperty("java.class.path");
    int code =
        javac.run(
            null,
            errors,
            errors,
            "-proc:none",
            "--release",
            "17",
            "-cp",
            libraries + File.pathSeparator + classes,
            "-d",
            classes.toString(),
            source.toString());
    if (code != 0) {
      throw new MeasurementException(
          "Endive's generated source does not compile: "
              + errors.toString(StandardCharsets.UTF_8).strip());
    }
  }
}
