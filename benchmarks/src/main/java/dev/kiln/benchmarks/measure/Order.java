package dev.kiln.benchmarks.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a process is to measure: {@code MODULE WARMUP SAMPLE SAMPLES INPUT OUTPUT [--dir
 * HOST::GUEST]… -- ARGV…}.
 *
 * @param module the binary name of the module's class
 * @param warmup milliseconds before the first sample
 * @param sample milliseconds that a sample lasts at least
 * @param samples how many
 * @param input the content of standard input
 * @param output the file for the standard output of the first run
 * @param dirs preopened directories: the program's name for it, the folder
 * @param argv the program's arguments, its name first
 */
record Order(
    String module,
    long warmup,
    long sample,
    int samples,
    byte[] input,
    Path output,
    Map<String, Path> dirs,
    List<String> argv) {

  static Order parse(String[] args) throws IOException {
    Iterator<String> rest = Arrays.asList(args).iterator();
    String module = rest.next();
    long warmup = Long.parseLong(rest.next());
    long sample = Long.parseLong(rest.next());
    int samples = Integer.parseInt(rest.next());
    String input = rest.next();
    Path output = Path.of(rest.next());
    Map<String, Path> dirs = new LinkedHashMap<>();
    while (rest.next().equals("--dir")) {
      String[] mapping = rest.next().split("::", 2);
      dirs.put(mapping[1], Path.of(mapping[0]));
    }
    List<String> argv = new ArrayList<>();
    rest.forEachRemaining(argv::add);
    byte[] content = input.equals("-") ? new byte[0] : Files.readAllBytes(Path.of(input));
    return new Order(module, warmup, sample, samples, content, output, dirs, argv);
  }
}
