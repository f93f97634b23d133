package dev.kiln.compiler;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
   * @throws IOException where that cannot be done; a {@link FileAlreadyExistsException} that names
   *     what is in the way, a directory in its place or a file in the place of its directory
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
   * Adds Java sources below a directory.
   *
   * @param sources texts in ASCII by path, separated by {@code /}
   * @throws IOException as {@link #add}
   */
  public void addSources(Path directory, Map<String, String> sources) throws IOException {
    for (Map.Entry<String, String> source : sources.entrySet()) {
      add(
          directory.resolve(source.getKey()),
          source.getValue().getBytes(StandardCharsets.US_ASCII));
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

  /**
   * Removes what was not committed, also directories that were made for it and are empty.
   *
   * @throws IOException where something cannot be removed; all else is removed then
   */
  @Override
  public void close() throws IOException {
    List<Path> left = new ArrayList<>(targets.keySet());
    left.addAll(created.reversed());
    IOException failure = null;
    for (Path path : left) {
      try {
        Files.deleteIfExists(path);
      } catch (DirectoryNotEmptyException e) {
        // somebody else uses it
      } catch (IOException e) {
        failure = failure == null ? e : failure;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private void makeDirectories(Path target) throws IOException {
    List<Path> missing = new ArrayList<>();
    Path present = target.getParent();
    while (present != null && !Files.exists(present)) {
      missing.addFirst(present);
      present = present.getParent();
    }
    if (present != null && !Files.isDirectory(present)) {
      throw new FileAlreadyExistsException(present.toString());
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
