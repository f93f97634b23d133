package dev.kiln.compiler;

import dev.kiln.compiler.facade.Facade;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

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
   * Paths with {@code /}, such as {@code com/acme/ImageFilter.class}, in order, with the content.
   */
  public SortedMap<String, byte[]> files() {
    return files;
  }

  /** How many functions were compiled. */
  public int functionCount() {
    return functions;
  }

  /**
   * The facade as Java source: a class beside the module class, {@code
   * com.acme.ImageFilterInstance}, with a method for each exported function. It is not among the
   * {@link #files()}.
   *
   * @param wasi whether kiln-wasi will be on the class path that it is compiled with
   * @return the path with {@code /} and the text, which is ASCII
   */
  public Map.Entry<String, String> facadeSource(boolean wasi) {
    return Map.entry(facade.facadeName().replace('.', '/') + ".java", facade.source(wasi));
  }

  /**
   * Writes all files below {@code directory}, or none: they are written beside their places first.
   *
   * @throws IOException where a file cannot be written
   */
  public void writeTo(Path directory) throws IOException {
    Map<Path, Path> staged = new LinkedHashMap<>();
    List<Path> created = new ArrayList<>();
    try {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        Path target = directory.resolve(file.getKey());
        if (Files.isDirectory(target)) {
          throw new FileSystemException(target.toString(), null, "a directory is in the way");
        }
        makeDirectories(directory, target.getParent(), created);
        Path temporary = target.resolveSibling(target.getFileName() + ".kiln-tmp");
        staged.put(temporary, target);
        Files.write(temporary, file.getValue());
      }
    } catch (IOException e) {
      for (Path temporary : staged.keySet()) {
        Files.deleteIfExists(temporary);
      }
      for (int i = created.size() - 1; i >= 0; i--) {
        Files.deleteIfExists(created.get(i));
      }
      throw e;
    }
    for (Map.Entry<Path, Path> file : staged.entrySet()) {
      Files.move(file.getKey(), file.getValue(), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static void makeDirectories(Path top, @Nullable Path parent, List<Path> created)
      throws IOException {
    List<Path> missing = new ArrayList<>();
    for (Path p = parent == null ? top : parent;
        p != null && Files.notExists(p);
        p = p.getParent()) {
      missing.add(0, p);
    }
    for (Path p : missing) {
      try {
        Files.createDirectory(p);
        created.add(p);
      } catch (FileAlreadyExistsException e) {
        if (!Files.isDirectory(p)) {
          throw e;
        }
      }
    }
  }
}
