package dev.kiln.it.spec;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Executes a compiled suite on this JVM: {@code SuiteExecutor FOLDER RESULTS [LINE]}. The folder
 * holds {@code suite.txt}, which names the scripts, and a jar of classes with {@value #SCRIPT} for
 * each.
 */
public final class SuiteExecutor {
  /** The entry of a script's jar that holds its commands. */
  public static final String SCRIPT = "script.json";

  /** The file that lists the scripts. */
  public static final String INDEX = "suite.txt";

  /** Enough for every script that is to end; the JVM's usual size, on all platforms. */
  private static final long STACK_BYTES = 1 << 20;

  private SuiteExecutor() {}

  /** Runs all scripts, as many at a time as there are processors. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path folder = Path.of(args[0]);
    int onlyLine = args.length > 2 ? Integer.parseInt(args[2]) : 0;
    ExecutorService pool =
        Executors.newFixedThreadPool(
            Runtime.getRuntime().availableProcessors(),
            task -> new Thread(null, task, "script", STACK_BYTES));
    List<Future<FileResult>> running = new ArrayList<>();
    for (String name : Files.readAllLines(folder.resolve(INDEX))) {
      running.add(pool.submit(() -> execute(folder, name, onlyLine)));
    }
    pool.shutdown();
    List<FileResult> results = new ArrayList<>();
    for (Future<FileResult> future : running) {
      try {
        results.add(future.get());
      } catch (ExecutionException e) {
        throw new IllegalStateException("a script could not be run", e.getCause());
      }
    }
    Files.write(Path.of(args[1]), SuiteJson.writeResults(results));
  }

  /** The jar of a script. */
  public static Path jar(Path folder, String name) {
    return folder.resolve(name + ".jar");
  }

  private static FileResult execute(Path folder, String name, int onlyLine) throws IOException {
    FileResult result = new FileResult(name);
    URL[] path = {jar(folder, name).toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(path, SuiteExecutor.class.getClassLoader())) {
      URL script = loader.findResource(SCRIPT);
      if (script == null) {
        throw new IOException(path[0] + " has no " + SCRIPT);
      }
      try (InputStream in = script.openStream()) {
        new ScriptRun(loader, result, onlyLine).run(SuiteJson.read(in.readAllBytes()));
      }
    }
    return result;
  }
}
