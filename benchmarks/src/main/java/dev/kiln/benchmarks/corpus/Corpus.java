package dev.kiln.benchmarks.corpus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.benchmarks.harness.MeasurementException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a corpus of WASI programs; {@code cases.json} says how each gets its input. */
final class Corpus {
  /**
   * The programs that are measured.
   *
   * @param name the name in tables
   * @param inputCase the case in {@code cases.json}
   * @param argument what is given in place of the case's arguments, null for these themselves
   * @param source the source's file, null where a native compiler needs more than that
   * @param wordLines see {@link Workload}
   */
  private record Entry(
      String name,
      String inputCase,
      @Nullable String argument,
      @Nullable String source,
      Set<Integer> wordLines) {
    Entry(String name, @Nullable String argument, @Nullable String source) {
      this(name, name, argument, source, Set.of());
    }
  }

  private static final List<Entry> PROGRAMS =
      List.of(
          new Entry("c-nbody", "2000000", "nbody.c"),
          new Entry("c-fannkuch", "10", "fannkuch.c"),
          new Entry("c-spectral", "500", "spectral.c"),
          new Entry("c-bintrees", "14", "bintrees.c"),
          new Entry("c-mandel", "800", "mandel.c"),
          new Entry("c-sha", null, "sha.c"),
          new Entry("bzip2", null, null),
          new Entry("lz4t", null, null),
          new Entry("rs-kit-wc", null, null),
          new Entry("rs-kit-json", "rs-kit", null, null, Set.of()),
          new Entry("rs-kit-life", null, null),
          // Its twelfth line has a sum in a size_t: 64 bits where it is native.
          new Entry("cpp-stl", "cpp-stl", null, "stl.cpp", Set.of(11)),
          new Entry("sqlite-O2", null, null));

  private Corpus() {}

  /** The names of all programs. */
  static List<String> names() {
    return PROGRAMS.stream().map(Entry::name).toList();
  }

  /**
   * The programs.
   *
   * @param small with the arguments of {@code cases.json} instead of the benchmarks'
   * @throws MeasurementException where the folder is not such a corpus
   */
  static List<Workload> read(Path folder, boolean small) throws IOException {
    Path file = folder.resolve("cases.json");
    if (!Files.isRegularFile(file)) {
      throw new MeasurementException(
          folder + " is no corpus, it has no cases.json: name the folder with --corpus");
    }
    Map<String, JsonNode> cases = new LinkedHashMap<>();
    for (JsonNode each : new ObjectMapper().readTree(file.toFile())) {
      cases.put(each.get("case").textValue(), each);
    }
    List<Workload> workloads = new ArrayList<>();
    for (Entry entry : PROGRAMS) {
      JsonNode input = cases.get(entry.inputCase());
      if (input == null || input.path("exit").asInt(-1) != 0) {
        throw new MeasurementException(
            file + " has no case \"" + entry.inputCase() + "\" with exit code 0");
      }
      workloads.add(workload(folder, entry, input, small));
    }
    return workloads;
  }

  private static Workload workload(Path folder, Entry entry, JsonNode input, boolean small) {
    List<String> argv = new ArrayList<>();
    input.get("argv").forEach(arg -> argv.add(arg.textValue()));
    String argument = small ? null : entry.argument();
    boolean stored = argument == null;
    if (argument != null) {
      argv.subList(1, argv.size()).clear();
      argv.add(argument);
    }
    Map<String, Path> dirs = new LinkedHashMap<>();
    input
        .get("preopen")
        .properties()
        .forEach(dir -> dirs.put(dir.getKey(), folder.resolve(dir.getValue().textValue())));
    String stdin = input.get("stdin").textValue();
    String source = entry.source();
    return new Workload(
        entry.name(),
        folder.resolve(input.get("wasm").textValue()),
        argv,
        stdin == null ? null : folder.resolve(stdin),
        dirs,
        stored ? folder.resolve(input.get("stdout").textValue()) : null,
        source == null ? null : folder.resolve("src").resolve(source),
        entry.wordLines());
  }
}
