package dev.kiln.maven;

import java.nio.file.Path;

/**
 * Where outputs go: Java sources to a folder of their own, everything else among the classes.
 *
 * @param classes the project's output folder
 * @param sources a source folder of the project
 */
record OutputFolders(Path classes, Path sources) {
  private static final String SOURCE = ".java";

  /** The folder for an output path. */
  Path folderOf(String output) {
    return output.endsWith(SOURCE) ? sources : classes;
  }

  /** The file for an output path, which is separated by {@code /}. */
  Path resolve(String output) {
    return folderOf(output).resolve(output);
  }

  /** The file that there will be in the end: javac makes a class of a source. */
  static String finalName(String output) {
    return output.endsWith(SOURCE)
        ? output.substring(0, output.length() - SOURCE.length()) + ".class"
        : output;
  }
}
