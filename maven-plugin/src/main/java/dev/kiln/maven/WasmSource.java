package dev.kiln.maven;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A module to compile.
 *
 * @param path below the source folder, with {@code /}; unique
 * @param file where to read it
 * @param name what messages call it: relative to the project where possible
 */
record WasmSource(String path, Path file, String name) {
  /**
   * All modules below a folder, sorted by path; none if there is no such folder.
   *
   * @throws NotDirectoryException if there is something else of that name
   */
  static List<WasmSource> under(Path sourceDirectory, Path projectDirectory) throws IOException {
    if (Files.notExists(sourceDirectory)) {
      return List.of();
    }
    if (!Files.isDirectory(sourceDirectory)) {
      throw new NotDirectoryException(sourceDirectory.toString());
    }
    try (Stream<Path> files = Files.walk(sourceDirectory)) {
      return files
          .filter(file -> file.toString().endsWith(".wasm") && Files.isRegularFile(file))
          .map(
              file ->
                  new WasmSource(
                      slashed(sourceDirectory.relativize(file)),
                      file,
                      slashed(
                          file.startsWith(projectDirectory)
                              ? projectDirectory.relativize(file)
                              : file)))
          .sorted((a, b) -> a.path().compareTo(b.path()))
          .toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** The file's own name. */
  String fileName() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static String slashed(Path path) {
    return path.toString().replace(path.getFileSystem().getSeparator(), "/");
  }
}
