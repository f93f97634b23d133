package dev.kiln.compiler;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes files all or none: beside their places first, and into place when all are there. Not safe
 * for several threads.
 *
 * <pre>{@code
 * try (StagedFiles files = new StagedFiles()) {
 *   files.addAll(folder, module.files());
 *   files.commit();
 * }
 * }</pre>
 */
public final class StagedFiles implements AutoCloseable {
  private final Map<Path, Path> targets = new LinkedHashMap<>();
  private final List<Path> created = new ArrayList<>();

  /** With nothing to write. */
  public StagedFiles() {}

  /**
   * Writes a file beside its place, and makes the directories it needs.
   *
   * @throws IOException where that cannot be done; a {@link FileAlreadyExistsException} where a
   *     directory is in its place
   */
  public void add(Path target, byte[] content) throws IOException {
    if (Files.isDirectory(target)) {
      throw new FileAlreadyExistsException(target.toString());
    }
    makeDirectories(target);
    Path temporary = target.resolveSibling(target.getFileName() + ".kiln-tmp");
    targets.put(temporary, target);
    Files.write(temporary, content);
  }

  /**
   * Adds files below a directory.
   *
   * @param files contents by path, separated by {@code /}
   * @throws IOException as {@link #add}
   */
  public void addAll(Path directory, Map<String, byte[]> files) throws IOException {
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      add(directory.resolve(file.getKey()), file.getValue());
    }
  }

  /**
   * Moves all files into their places, over what is there.
   *
   * @throws IOException where one cannot be moved; those before it are in place then
   */
  public void commit() throws IOException {
    for (Map.Entry<Path, Path> file : targets.entrySet()) {
      Files.move(file.getKey(), file.getValue(), StandardCopyOption.REPLACE_EXISTING);
    }
    targets.clear();
    created.clear();
  }

  /** Removes what was not committed, also directories that were made for it. */
  @Override
  public void close() throws IOException {
    for (Path temporary : targets.keySet()) {
      Files.deleteIfExists(temporary);
    }
    for (Path directory : created.reversed()) {
      try {
        Files.deleteIfExists(directory);
      } catch (DirectoryNotEmptyException e) {
        return; // somebody else uses it, and those above it
      }
    }
  }

  private void makeDirectories(Path target) throws IOException {
    List<Path> missing = new ArrayList<>();
    for (Path p = target.getParent(); p != null && Files.notExists(p); p = p.getParent()) {
      missing.addFirst(p);
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
