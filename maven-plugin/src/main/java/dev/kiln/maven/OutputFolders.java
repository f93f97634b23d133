package dev.kiln.maven;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where outputs go: Java sources to a folder of their own, everything else among the classes.
 *
 * @param classes the project's output folder
 * @param sources a source folder of the project
 */
record OutputFolders(Path classes, Path sources) {
  private static final String SOURCE = ".java";
  private static final String CLASS = ".class";

  /** The folder for an output path. */
  Path folderOf(String output) {
    return output.endsWith(SOURCE) ? sources : classes;
  }

  /** The file for an output path, which is separated by {@code /}. */
  Path resolve(String output) {
    return folderOf(output).resolve(output);
  }

  /** The class files that javac made of a source; none for an output that is no source. */
  List<String> classesOf(String output) throws IOException {
    Path folder = classes.resolve(output).getParent();
    if (!output.endsWith(SOURCE) || folder == null || !Files.isDirectory(folder)) {
      return List.of();
    }
    String parent = output.substring(0, output.lastIndexOf('/') + 1);
    String name = output.substring(parent.length(), output.length() - SOURCE.length());
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(CLASS))
          .filter(file -> file.equals(name + CLASS) || file.startsWith(name + "$"))
          .map(file -> parent + file)
          .sorted()
          .toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** The file that there will be in the end: javac makes a class of a source. */
  static String finalName(String output) {
    return output.endsWith(SOURCE)
        ? output.substring(0, output.length() - SOURCE.length()) + CLASS
        : output;
  }
}
