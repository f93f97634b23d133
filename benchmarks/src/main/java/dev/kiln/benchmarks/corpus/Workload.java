package dev.kiln.benchmarks.corpus;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A program with its input.
 *
 * @param name its name in tables
 * @param wasm the module's file
 * @param argv the arguments, the program's name first
 * @param input the file for standard input, null for none
 * @param dirs preopened directories: the program's name for it, the folder
 * @param expected the file with the right standard output, null where there is none
 * @param source the source that a native compiler can build, null where there is none
 * @param wordLines lines of the output, from 0, that depend on the width of a C {@code size_t}
 */
public record Workload(
    String name,
    Path wasm,
    List<String> argv,
    @Nullable Path input,
    Map<String, Path> dirs,
    @Nullable Path expected,
    @Nullable Path source,
    Set<Integer> wordLines) {

  /** The module's file, without folders. */
  public String file() {
    return String.valueOf(wasm.getFileName());
  }

  /** The name of a class for the module, without package. */
  public String className() {
    return "P_" + file().replaceFirst("\\.wasm$", "").replaceAll("\\W", "_");
  }
}
