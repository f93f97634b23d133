package dev.kiln.it.project;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What builds leave in a project's folder {@code target}. */
final class Outputs {
  private static final FileTime PAST = FileTime.fromMillis(1_000_000_000_000L);

  private Outputs() {}

  /** What is in a folder of the project: paths with {@code /}, and contents in hex. */
  static SortedMap<String, String> files(MavenProject project, String folder) throws IOException {
    SortedMap<String, String> all = new TreeMap<>();
    Path root = project.file(folder);
    if (Files.exists(root)) {
      try (Stream<Path> walk = Files.walk(root)) {
        for (Path file : walk.filter(Files::isRegularFile).toList()) {
          String path = root.relativize(file).toString().replace('\\', '/');
          all.put(path, HexFormat.of().formatHex(Files.readAllBytes(file)));
        }
      }
    }
    return all;
  }

  /** Classes, metadata and sources of the modules. */
  static SortedMap<String, String> of(MavenProject project) throws IOException {
    SortedMap<String, String> all = files(project, "target");
    all.keySet().removeIf(path -> !path.startsWith("classes/") && !path.endsWith(".java"));
    return all;
  }

  /** Lets the outputs, and the sources, look as if written long ago; returns the outputs. */
  static SortedMap<String, String> age(MavenProject project) throws IOException {
    for (String path : files(project, "src").keySet()) {
      Files.setLastModifiedTime(project.file("src").resolve(path), PAST);
    }
    SortedMap<String, String> all = of(project);
    for (String path : all.keySet()) {
      Files.setLastModifiedTime(project.file("target").resolve(path), PAST);
    }
    return all;
  }

  /** The outputs that were written since they were aged. */
  static List<String> rewritten(MavenProject project) throws IOException {
    Path target = project.file("target");
    List<String> fresh = new ArrayList<>();
    for (String path : of(project).keySet()) {
      if (!Files.getLastModifiedTime(target.resolve(path)).equals(PAST)) {
        fresh.add(path);
      }
    }
    return fresh;
  }

  /**
   * Ages the outputs of two modules and builds again: nothing is written, and all stays the same.
   *
   * @return the outputs
   */
  static SortedMap<String, String> assertNothingIsDoneAgain(MavenProject project) throws Exception {
    SortedMap<String, String> before = age(project);
    String said = project.build("package");
    assertTrue(said.contains("all up to date (2)"), said);
    assertTrue(said.contains("Nothing to compile"), said);
    assertEquals(List.of(), rewritten(project));
    assertEquals(before, of(project));
    return before;
  }
}
