package dev.kiln.maven;

import dev.kiln.compiler.batch.BatchCompiler;
import java.io.File;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Runs the compiler for a list of modules: in this JVM if it is new enough, else in another. */
class CompilerLauncher {
  /** By name: a JVM too old for the class must not load it. */
  private static final String BATCH_COMPILER = "dev.kiln.compiler.batch.BatchCompiler";

  private final List<Path> classPath;
  private final JavaFinder finder;

  /**
   * @param classPath the compiler and what it needs: archives or class folders
   * @param finder where to look for a JVM if this one is too old
   */
  CompilerLauncher(List<Path> classPath, JavaFinder finder) {
    this.classPath = List.copyOf(classPath);
    this.finder = finder;
  }

  /** Identifies the build of the compiler. */
  String buildId() throws IOException {
    return Fingerprint.ofClassPath(classPath);
  }

  /**
   * Compiles what the request lists, see {@link BatchCompiler}.
   *
   * @throws BuildException if there is no JVM for the compiler, or the compiler's process failed
   */
  void run(Path request, Path answer) throws IOException, InterruptedException, BuildException {
    if (Runtime.version().feature() >= JavaFinder.REQUIRED) {
      BatchCompiler.run(request, answer);
    } else {
      fork(request, answer);
    }
  }

  /** Compiles in a process of its own, see {@link #run}. */
  void fork(Path request, Path answer) throws IOException, InterruptedException, BuildException {
    JavaHome java = finder.find().orElseThrow(() -> new BuildException(JavaFinder.NOT_FOUND));
    Path log = answer.resolveSibling("compiler.log");
    Process process =
        new ProcessBuilder(
                java.java().toString(),
                "-cp",
                classPath.stream()
                    .map(Path::toString)
                    .collect(Collectors.joining(File.pathSeparator)),
                BATCH_COMPILER,
                request.toString(),
                answer.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    int exit;
    try {
      exit = process.waitFor();
    } finally {
      process.destroy();
    }
    if (exit != 0) {
      throw new BuildException(
          "the compiler failed in the JDK of "
              + java.directory()
              + ", with exit code "
              + exit
              + ":\n"
              + new String(Files.readAllBytes(log), Charset.defaultCharset()).strip());
    }
  }
}
