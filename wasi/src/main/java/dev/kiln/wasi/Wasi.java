package dev.kiln.wasi;

import dev.kiln.runtime.LinkException;
import dev.kiln.runtime.Linker;
import dev.kiln.runtime.Module;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One program's view of the world by WASI preview 1: arguments, environment, streams, directories,
 * clocks, random bytes. It can reach what its builder was given and nothing else.
 *
 * <p>An object serves one program, once: it holds the program's open files. Not thread-safe; used
 * by the thread that runs the program. {@link WasiCommand#run} closes it; who calls {@link #addTo}
 * closes it on his own.
 */
public final class Wasi implements Closeable {
  private final List<String> args;
  private final boolean inheritsEnvironment;
  private final Map<String, String> variables;
  private final DescriptorTable descriptors;
  private final Imports imports = new Imports(this);
  private final long start = System.nanoTime();

  // Made when they are asked for: few programs do.
  private @Nullable Environment environment;
  private @Nullable WasiClock clock;
  private @Nullable RandomGenerator random;

  /**
   * A program's view of the world.
   *
   * @param args arguments
   * @param inheritsEnvironment whether the environment begins with that of this process
   * @param variables the environment's variables beside those
   * @param clock the time; null is that of the machine
   * @param random where random bytes come from; null is a {@link SecureRandom}
   * @param descriptors the open files
   */
  Wasi(
      List<String> args,
      boolean inheritsEnvironment,
      Map<String, String> variables,
      @Nullable WasiClock clock,
      @Nullable RandomGenerator random,
      DescriptorTable descriptors) {
    this.args = args;
    this.inheritsEnvironment = inheritsEnvironment;
    this.variables = variables;
    this.clock = clock;
    this.random = random;
    this.descriptors = descriptors;
  }

  /**
   * For a program that has this process's environment and standard streams and no directory: what a
   * builder makes, without the class of one.
   */
  static Wasi ofProcess(List<String> args) {
    DescriptorTable table = new DescriptorTable();
    StreamOutput output = StreamOutput.standard();
    table.addStandardInput(output);
    table.add(output);
    table.add(StreamOutput.error(output));
    return new Wasi(args, true, Map.of(), null, null, table);
  }

  private static List<byte[]> terminated(List<String> texts) {
    List<byte[]> all = new ArrayList<>();
    for (String text : texts) {
      all.add((text + '\0').getBytes(StandardCharsets.UTF_8));
    }
    return List.copyOf(all);
  }

  /** A builder for a program without arguments, environment, input, output and directories. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Defines all functions of {@code wasi_snapshot_preview1}. They work on the memory that the
   * calling instance exports as {@code memory}.
   *
   * @throws LinkException where one of them is defined already
   */
  public void addTo(Linker linker) {
    imports.define(linker);
  }

  /**
   * Defines those of the functions that {@code module} imports: less to do than all, in a linker
   * for this module alone.
   *
   * @throws LinkException where one of them is defined already
   */
  public void addTo(Linker linker, Module module) {
    imports.define(linker, module);
  }

  /** The functions without a linker. */
  Imports imports() {
    return imports;
  }

  List<byte[]> args() {
    return terminated(args);
  }

  Environment environment() {
    Environment known = environment;
    if (known == null) {
      known = new Environment(inheritsEnvironment, variables);
      environment = known;
    }
    return known;
  }

  WasiClock clock() {
    WasiClock known = clock;
    if (known == null) {
      known = SystemClock.since(start);
      clock = known;
    }
    return known;
  }

  /** A {@link SecureRandom} costs a small program most of its start. */
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

  /**
   * Writes out what is buffered.
   *
   * @throws IOException where a stream fails
   */
  public void flush() throws IOException {
    descriptors.flush();
  }

  /**
   * Writes out what is buffered and closes the program's files and directories. Streams given to
   * the builder are not closed.
   *
   * @throws IOException where a stream or file fails; the others are closed all the same
   */
  @Override
  public void close() throws IOException {
    descriptors.closeAll();
  }

  /**
   * Collects what the program may see. Not thread-safe; can build several, for the same streams.
   */
  public static final class Builder {
    private record Preopen(Path host, String guest) {}

    private List<String> args = List.of();
    private final Map<String, String> environment = new LinkedHashMap<>();

    /** Whether the environment of this process comes before {@link #environment}. */
    private boolean inheritEnvironment;

    private final List<Preopen> preopens = new ArrayList<>();

    // Null is empty, or lost: made only where it is used.
    private @Nullable InputStream in;
    private @Nullable OutputStream out;
    private @Nullable OutputStream err;
    private boolean inheritIn;
    private boolean inheritOut;
    private boolean inheritErr;
    private @Nullable WasiClock clock;
    private @Nullable RandomGenerator random;

    private Builder() {}

    /**
     * The arguments, the program's name first.
     *
     * @throws IllegalArgumentException where one contains a NUL
     */
    public Builder args(String... arguments) {
      return args(List.of(arguments));
    }

    /**
     * The arguments, the program's name first.
     *
     * @throws IllegalArgumentException where one contains a NUL
     */
    public Builder args(List<String> arguments) {
      for (String argument : arguments) {
        if (argument.indexOf('\0') >= 0) {
          throw new IllegalArgumentException("an argument must not contain a NUL character");
        }
      }
      args = List.copyOf(arguments);
      return this;
    }

    /**
     * Adds a variable to the environment, or replaces it.
     *
     * @throws IllegalArgumentException where the name is empty or contains {@code =}, or either
     *     contains a NUL
     */
    public Builder env(String name, String value) {
      if (name.isEmpty() || name.indexOf('=') >= 0 || (name + value).indexOf('\0') >= 0) {
        throw new IllegalArgumentException(
            "environment variable \""
                + name
                + "\": the name must not be empty or contain \"=\", and neither part a NUL");
      }
      environment.put(name, value);
      return this;
    }

    /** Adds variables to the environment; see {@link #env(String, String)}. */
    public Builder env(Map<String, String> variables) {
      variables.forEach(this::env);
      return this;
    }

    /** Adds the environment of this process. */
    public Builder inheritEnv() {
      if (environment.isEmpty()) {
        inheritEnvironment = true;
      } else {
        environment.putAll(Environment.ofProcess());
      }
      return this;
    }

    /** Standard input; empty without this. Read on the program's thread, never closed. */
    public Builder stdin(InputStream stream) {
      in = stream;
      inheritIn = false;
      return this;
    }

    /**
     * Standard output; lost without this. Each write of the program is one or more writes of the
     * stream; flushed when the program ends; never closed.
     */
    public Builder stdout(OutputStream stream) {
      out = stream;
      inheritOut = false;
      return this;
    }

    /** Standard error; like {@link #stdout}. */
    public Builder stderr(OutputStream stream) {
      err = stream;
      inheritErr = false;
      return this;
    }

    /**
     * The streams of this process, past {@code System.in}, {@code out} and {@code err}. Output that
     * goes to no terminal is buffered: it is written a twentieth of a second later at the latest,
     * or when the buffer is full, before input is read, before error output, when the program waits
     * and when it ends.
     */
    public Builder inheritStdio() {
      inheritIn = true;
      inheritOut = true;
      inheritErr = true;
      return this;
    }

    /**
     * A directory of the host that the program may read and write, with all below it. Symbolic
     * links that lead out of it do not for the program. Against other processes that rename
     * directories at the same moment this holds as far as the host allows: reading, writing,
     * removing and renaming stay inside in any case where Java has secure directory streams
     * (Linux); creating directories and links, and reading links, are checked before and after.
     *
     * @param host the directory
     * @param guest the program's name for it, such as {@code /data} or {@code .}
     * @throws IllegalArgumentException where {@code guest} is empty or contains a NUL
     */
    public Builder preopen(Path host, String guest) {
      if (guest.isEmpty() || guest.indexOf('\0') >= 0) {
        throw new IllegalArgumentException(
            "directory \""
                + host
                + "\": the program's name for it must not be empty or contain a NUL");
      }
      preopens.add(new Preopen(host, guest));
      return this;
    }

    /** The clocks; those of the machine without this. */
    public Builder clock(WasiClock source) {
      clock = source;
      return this;
    }

    /** Where random bytes come from; a {@link SecureRandom} without this. */
    public Builder random(RandomGenerator source) {
      random = source;
      return this;
    }

    /**
     * Opens the directories.
     *
     * @throws IllegalArgumentException where a directory does not exist, is none, or may not be
     *     read
     */
    public Wasi build() {
      DescriptorTable table = new DescriptorTable();
      StreamOutput output =
          inheritOut
              ? StreamOutput.standard()
              : new StreamOutput(given(out), StreamDescriptor.NONE, false, null);
      table.add(
          inheritIn
              ? StreamInput.standard(output)
              : new StreamInput(
                  in == null ? InputStream.nullInputStream() : in, StreamDescriptor.NONE, output));
      table.add(output);
      table.add(
          inheritErr
              ? StreamOutput.error(output)
              : new StreamOutput(given(err), StreamDescriptor.NONE, false, output));
      for (Preopen preopen : preopens) {
        open(preopen, table);
      }
      Map<String, String> variables = new LinkedHashMap<>(environment);
      return new Wasi(args, inheritEnvironment, variables, clock, random, table);
    }

    private static OutputStream given(@Nullable OutputStream stream) {
      return stream == null ? OutputStream.nullOutputStream() : stream;
    }

    private static void open(Preopen preopen, DescriptorTable table) {
      try {
        table.add(OpenDirectory.preopen(preopen.host(), preopen.guest()));
      } catch (IOException e) {
        String why =
            switch (Errno.of(e)) {
              case Errno.NOENT -> "there is no such directory";
              case Errno.NOTDIR -> "it is not a directory";
              case Errno.ACCES -> "it may not be read";
              default -> String.valueOf(e.getMessage());
            };
        IllegalArgumentException failure =
            new IllegalArgumentException(
                "cannot open directory \"" + preopen.host() + "\" for the program: " + why, e);
        try {
          table.closeAll();
        } catch (IOException closing) {
          failure.addSuppressed(closing);
        }
        throw failure;
      }
    }
  }
}
