package dev.kiln.it.spec;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.it.support.ChildJvm;
import dev.kiln.it.support.EmittedClasses;
import dev.kiln.it.support.Workplace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * The suite as jars of classes, ready to be executed on any JVM.
 *
 * @param folder where the jars are
 * @param emitted what the compile phase emitted
 * @param assertions how many the scripts have
 */
record CompiledSuite(Path folder, EmittedClasses emitted, int assertions) {
  private static final Duration TIMEOUT = Duration.ofMinutes(5);

  /**
   * Compiles all scripts.
   *
   * @param only the name of the one script to compile, its last part suffices; empty for all
   */
  static CompiledSuite compile(String only) throws IOException, InterruptedException {
    Map<String, Path> scripts = scripts(only);
    if (scripts.isEmpty()) {
      throw new IOException("no script " + only + " in " + Workplace.suite());
    }
    Path folder = Workplace.output("suite");
    EmittedClasses emitted = new EmittedClasses();
    int assertions = 0;
    try (ExecutorService pool =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
      List<Future<Integer>> running = new ArrayList<>();
      scripts.forEach(
          (name, json) ->
              running.add(pool.submit(() -> ScriptCompiler.compile(name, json, folder, emitted))));
      for (Future<Integer> future : running) {
        assertions += future.get();
      }
    } catch (ExecutionException e) {
      throw new IOException("a script could not be compiled", e.getCause());
    }
    Files.write(folder.resolve(SuiteExecutor.INDEX), scripts.keySet());
    return new CompiledSuite(folder, emitted, assertions);
  }

  private static Map<String, Path> scripts(String only) throws IOException {
    Path suite = Workplace.suite();
    Map<String, Path> scripts = new LinkedHashMap<>();
    try (Stream<Path> files = Files.walk(suite)) {
      for (Path json : files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
        String name = suite.relativize(json.getParent()).toString().replace('\\', '/');
        String file = json.getFileName().toString().replace(".json", "");
        if (!name.equals(file) && !name.endsWith("/" + file)) {
          name = name + "/" + file;
        }
        if (only.isEmpty() || name.equals(only) || file.equals(only)) {
          scripts.put(name, json);
        }
      }
    }
    return scripts;
  }

  /**
   * Executes the scripts on a JDK.
   *
   * @param feature the JDK's feature version
   * @param line the one line whose assertion counts, or 0
   */
  List<FileResult> execute(int feature, int line) throws IOException, InterruptedException {
    Path results = folder.resolve("results-" + feature + ".json");
    Files.deleteIfExists(results);
    ChildJvm.Ended ended =
        ChildJvm.of(feature)
            .classPath(ObjectMapper.class)
            .classPath(JsonFactory.class)
            .classPath(JsonTypeInfo.class)
            .run(
                SuiteExecutor.class,
                TIMEOUT,
                List.of(folder.toString(), results.toString(), Integer.toString(line)));
    if (ended.exit() != 0 || !Files.exists(results)) {
      throw new IOException("the suite ended with " + ended.exit() + ": " + ended.errors());
    }
    return SuiteJson.readResults(Files.readAllBytes(results));
  }
}
