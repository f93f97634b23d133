package dev.kiln.compiler.testing;

import dev.kiln.compiler.CompiledModule;
import dev.kiln.compiler.StagedFiles;
import dev.kiln.runtime.Store;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** A folder with compiled modules and Java sources that use them, compiled by javac. */
public final class JavaProject {
  private final Path classes;
  private final Path sources;
  private final List<Path> files = new ArrayList<>();

  /** A project in an empty folder. */
  public JavaProject(Path folder) {
    classes = folder.resolve("classes");
    sources = folder.resolve("sources");
    try {
      Files.createDirectories(classes);
      Files.createDirectories(sources);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Adds the classes of a module and the sources of its facade and its interfaces. */
  public JavaProject module(CompiledModule module) {
    write(module.filesBesideSources());
    module.sources(false).forEach(this::source);
    return this;
  }

  /** The same with class files for its interfaces: the facade is the only source. */
  public JavaProject moduleWithClassFiles(CompiledModule module) {
    write(module.files());
    module
        .sources(false)
        .forEach(
            (path, text) -> {
              if (!module.files().containsKey(path.replace(".java", ".class"))) {
                source(path, text);
              }
            });
    return this;
  }

  private void write(Map<String, byte[]> content) {
    try (StagedFiles staged = new StagedFiles()) {
      staged.addAll(classes, content);
      staged.commit();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Adds a source. */
  public JavaProject source(String path, String text) {
    try {
      Path file = sources.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
      files.add(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /**
   * Compiles the sources for Java 17, without a single warning.
   *
   * @throws AssertionError with javac's words
   */
  public ClassLoader compile() {
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    List<String> options =
        List.of(
            "--release",
            "17",
            "-g", // as Maven has it: local variables take constants, too
            "-Xlint:all",
            "-Werror",
            "-proc:none",
            "-encoding",
            "US-ASCII",
            "-Xdoclint:all,-missing",
            "-d",
            classes.toString(),
            "-cp",
            classes + File.pathSeparator + runtime());
    var manager = javac.getStandardFileManager(null, null, null);
    boolean good =
        javac
            .getTask(said, manager, null, options, null, manager.getJavaFileObjectsFromPaths(files))
            .call();
    if (!good) {
      throw new AssertionError(said.toString());
    }
    try {
      return new URLClassLoader(
          new URL[] {classes.toUri().toURL()}, JavaProject.class.getClassLoader());
    } catch (MalformedURLException e) {
      throw new AssertionError(e);
    }
  }

  /** Where the runtime's classes are: nothing else may be needed. */
  private static Path runtime() {
    try {
      return Path.of(Store.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  /** Compiles, and runs {@code static Object run()} of {@code t.Main}. */
  public Object run() throws ReflectiveOperationException {
    return compile().loadClass("t.Main").getMethod("run").invoke(null);
  }
}
