package dev.kiln.maven;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The manifest of the last build: which outputs it wrote, and from which sources. It decides what
 * is up to date and what is stale.
 */
record BuildState(List<Entry> entries) {
  private static final String HEADER =
      "Written by wasm:compile. Delete this file to compile all modules again.";

  /**
   * One module.
   *
   * @param path the source's path below the source folder
   * @param key the fingerprint of everything the outputs depend on
   * @param className the module's class
   * @param outputs output paths below their folder, with {@code /}, and their fingerprints
   */
  record Entry(String path, String key, String className, SortedMap<String, String> outputs) {
    /** Whether the outputs are in the folders, unchanged. */
    boolean isIntact(OutputFolders folders) throws IOException {
      for (var output : outputs.entrySet()) {
        Path file = folders.resolve(output.getKey());
        if (!Files.isRegularFile(file) || !Fingerprint.of(file).equals(output.getValue())) {
          return false;
        }
      }
      return true;
    }
  }

  BuildState {
    entries = List.copyOf(entries);
  }

  /** Reads the manifest. A missing or damaged one has no entries. */
  static BuildState load(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return new BuildState(List.of());
    }
    Properties properties = new Properties();
    try (Reader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(in);
    }
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; properties.containsKey(i + ".path"); i++) {
      SortedMap<String, String> outputs = new TreeMap<>();
      properties
          .getProperty(i + ".outputs", "")
          .lines()
          .map(line -> line.split(" ", 2))
          .filter(pair -> pair.length == 2)
          .forEach(pair -> outputs.put(pair[1], pair[0]));
      entries.add(
          new Entry(
              properties.getProperty(i + ".path", ""),
              properties.getProperty(i + ".key", ""),
              properties.getProperty(i + ".class", ""),
              outputs));
    }
    return new BuildState(entries);
  }

  void save(Path file) throws IOException {
    Properties properties = new Properties();
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      StringBuilder outputs = new StringBuilder();
      entry.outputs().forEach((path, sum) -> outputs.append(sum + " " + path + "\n"));
      properties.setProperty(i + ".path", entry.path());
      properties.setProperty(i + ".key", entry.key());
      properties.setProperty(i + ".class", entry.className());
      properties.setProperty(i + ".outputs", outputs.toString());
    }
    Files.createDirectories(file.getParent());
    try (Writer out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
      properties.store(out, HEADER);
    }
  }

  /** The same outputs, none of them up to date. This is saved while files are being replaced. */
  BuildState invalidated() {
    return new BuildState(
        entries.stream().map(e -> new Entry(e.path(), "", e.className(), e.outputs())).toList());
  }
}
