package dev.kiln.compiler;

import dev.kiln.compiler.facade.Facade;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the compiler made of a module. Do not write to the arrays. */
public final class CompiledModule {
  private final String className;
  private final Optional<String> mainClass;
  private final SortedMap<String, byte[]> files;
  private final int functions;
  private final Facade facade;

  CompiledModule(
      String className,
      Optional<String> mainClass,
      SortedMap<String, byte[]> files,
      int functions,
      Facade facade) {
    this.className = className;
    this.mainClass = mainClass;
    this.files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    this.functions = functions;
    this.facade = facade;
  }

  /** The binary name of the module class. */
  public String className() {
    return className;
  }

  /** The binary name of the class with a {@code main}; there is one for a WASI command. */
  public Optional<String> mainClass() {
    return mainClass;
  }

  /**
   * All that is needed to run it: paths with {@code /}, such as {@code com/acme/ImageFilter.class},
   * in order, with the content.
   */
  public SortedMap<String, byte[]> files() {
    return files;
  }

  /** How many functions were compiled. */
  public int functionCount() {
    return functions;
  }

  /**
   * Java sources by path, with {@code /}, in ASCII: the facade, a class beside the module class,
   * {@code com.acme.ImageFilterInstance}, with a method for each exported function; and the
   * interfaces for what the module imports. Whoever compiles them needs {@link
   * #filesBesideSources()}, not {@link #files()}.
   *
   * @param wasi whether kiln-wasi will be on the class path that they are compiled with
   */
  public SortedMap<String, String> sources(boolean wasi) {
    return facade.sources(wasi);
  }

  /** The {@link #files()} without those that javac makes of the {@link #sources}. */
  public SortedMap<String, byte[]> filesBesideSources() {
    SortedMap<String, byte[]> rest = new TreeMap<>(files);
    rest.keySet().removeAll(facade.classesOfSources());
    return Collections.unmodifiableSortedMap(rest);
  }

  /**
   * Writes all files below {@code directory}, or none: they are written beside their places first.
   *
   * @throws IOException where a file cannot be written
   */
  public void writeTo(Path directory) throws IOException {
    try (StagedFiles staged = new StagedFiles()) {
      staged.addAll(directory, files);
      staged.commit();
    }
  }
}
