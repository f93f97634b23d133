package dev.kiln.maven;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What Maven's compiler plugin noted of its last run. Before it runs again it deletes all class
 * files that it made then. Where one of them is the wasm compiler's by now (the interface for
 * imports is a source with a facade and a class file without), it must not be among them.
 */
final class CompilerNotes {
  private static final String CREATED = "createdFiles.lst";

  /** The folder of a goal has one for each execution. */
  private static final int DEPTH = 3;

  private final Path folder;

  /**
   * Notes that need not be there.
   *
   * @param buildDirectory the project's {@code target}
   */
  CompilerNotes(Path buildDirectory) {
    folder = buildDirectory.resolve("maven-status").resolve("maven-compiler-plugin");
  }

  /** Takes files from the notes: paths below the output folder, separated by {@code /}. */
  void forget(Set<String> outputs) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> walk = Files.walk(folder, DEPTH)) {
      for (Path list : walk.filter(file -> file.endsWith(CREATED)).toList()) {
        forget(list, outputs);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** The list is in the platform's encoding: as bytes, what is not understood stays as it is. */
  private static void forget(Path list, Set<String> outputs) throws IOException {
    Set<String> names = new HashSet<>();
    for (String output : outputs) {
      names.add(new String(output.getBytes(Charset.defaultCharset()), StandardCharsets.ISO_8859_1));
    }
    List<String> lines = Files.readAllLines(list, StandardCharsets.ISO_8859_1);
    List<String> rest =
        lines.stream().filter(line -> !names.contains(line.replace('\\', '/'))).toList();
    if (rest.size() < lines.size()) {
      Files.write(list, rest, StandardCharsets.ISO_8859_1);
    }
  }
}
