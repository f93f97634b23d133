package dev.kiln.wasi;

import dev.kiln.wasi.descriptor.DescriptorTable;
import dev.kiln.wasi.descriptor.StreamOutput;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The state of one program: its arguments, environment, clocks, random bytes and open files. Most
 * programs use few of them, so each is made on its first use. Not thread-safe.
 */
final class Program implements Closeable {
  private final List<String> args;
  private final boolean inheritsEnvironment;
  private final Map<String, String> variables;
  private final DescriptorTable descriptors;
  private final long start = System.nanoTime();

  private @Nullable List<byte[]> environment;
  private @Nullable WasiClock clock;
  private @Nullable RandomGenerator random;

  /**
   * A program with the clocks of the machine and secure random bytes.
   *
   * @param args the arguments, the program's name first
   * @param inheritsEnvironment whether the program has the environment of this process
   * @param variables more variables; they replace those of this process with the same name
   * @param descriptors the open files
   */
  Program(
      List<String> args,
      boolean inheritsEnvironment,
      Map<String, String> variables,
      DescriptorTable descriptors) {
    this.args = args;
    this.inheritsEnvironment = inheritsEnvironment;
    this.variables = variables;
    this.descriptors = descriptors;
  }

  /**
   * A program with the environment and the standard streams of this process and without
   * directories. A builder makes the same, but needs more classes.
   */
  static Program ofProcess(List<String> args) {
    DescriptorTable table = new DescriptorTable();
    StreamOutput output = StreamOutput.standard();
    table.addStandardInput(output);
    table.add(output);
    table.add(StreamOutput.error(output));
    return new Program(args, true, Map.of(), table);
  }

  /** Replaces the machine's clocks; null leaves them. */
  void useClock(@Nullable WasiClock source) {
    clock = source;
  }

  /** Replaces the secure random bytes; null leaves them. */
  void useRandom(@Nullable RandomGenerator source) {
    random = source;
  }

  /** The arguments, each as UTF-8 with a NUL at the end. */
  List<byte[]> args() {
    List<byte[]> all = new ArrayList<>();
    for (String text : args) {
      all.add((text + '\0').getBytes(StandardCharsets.UTF_8));
    }
    return all;
  }

  /** The environment, entries {@code NAME=VALUE}, each as UTF-8 with a NUL at the end. */
  List<byte[]> environment() {
    List<byte[]> known = environment;
    if (known == null) {
      known = Environment.entries(inheritsEnvironment, variables);
      environment = known;
    }
    return known;
  }

  /** The clocks; monotonic time starts with the program. */
  WasiClock clock() {
    WasiClock known = clock;
    if (known == null) {
      known = SystemClock.since(start);
      clock = known;
    }
    return known;
  }

  /** A {@link SecureRandom} would take most of the start of a small program. */
  RandomGenerator random() {
    RandomGenerator known = random;
    if (known == null) {
      known = new SecureRandom();
      random = known;
    }
    return known;
  }

  DescriptorTable descriptors() {
    return descriptors;
  }

  /** Writes out what is buffered, and closes all files and directories. */
  @Override
  public void close() throws IOException {
    descriptors.closeAll();
  }
}
