package dev.kiln.wasi;

import dev.kiln.runtime.LinkException;
import dev.kiln.runtime.Linker;
import dev.kiln.runtime.Module;
import dev.kiln.wasi.descriptor.DescriptorTable;
import dev.kiln.wasi.descriptor.OpenDirectory;
import dev.kiln.wasi.descriptor.StreamDescriptor;
import dev.kiln.wasi.descriptor.StreamInput;
import dev.kiln.wasi.descriptor.StreamOutput;
import dev.kiln.wasi.guest.Errno;
import dev.kiln.wasi.guest.ErrnoException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What one program may see and use through WASI preview 1: arguments, environment, streams,
 * directories, clocks and random bytes. It can reach what its builder was given and nothing else.
 *
 * <p>An object serves one program, once, because it holds the program's open files. Not
 * thread-safe; used by the thread that runs the program. {@link WasiCommand#run} closes it; after
 * {@link #addTo} the caller closes it.
 */
public final class Wasi implements Closeable {
  private final Program program;
  private final Preview1 functions;

  private Wasi(Program program) {
    this.program = program;
    this.functions = new Preview1(program);
  }

  /** A builder. Without further calls, a program has no arguments, variables, streams or files. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Defines all functions of {@code wasi_snapshot_preview1}. They work on the memory that the
   * calling instance exports as {@code memory}.
   *
   * @throws LinkException if one of them is already defined
   */
  public void addTo(Linker linker) {
    functions.define(linker);
  }

  /**
   * Defines the functions that {@code module} imports. This takes less time than to define all, in
   * a linker for this module only.
   *
   * @throws LinkException if one of them is already defined
   */
  public void addTo(Linker linker, Module module) {
    functions.define(linker, module);
  }

  /** The functions, for callers without a linker. */
  Preview1 functions() {
    return functions;
  }

  /**
   * Writes out what is buffered.
   *
   * @throws IOException if a stream fails
   */
  public void flush() throws IOException {
    program.descriptors().flush();
  }

  /**
   * Writes out what is buffered and closes the program's files and directories. Streams given to
   * the builder are not closed.
   *
   * @throws IOException if a stream or file fails; the others are closed nevertheless
   */
  @Override
  public void close() throws IOException {
    program.close();
  }

  /**
   * Collects what a program may use. Not thread-safe. May build several times, each with the same
   * streams.
   */
  public static final class Builder {
    private record Preopen(Path host, String guest) {}

    private List<String> args = List.of();
    private final Map<String, String> environment = new LinkedHashMap<>();

    /** Whether the environment of this process comes before {@link #environment}. */
    private boolean inheritEnvironment;

    private final List<Preopen> preopens = new ArrayList<>();

    // Null is empty input, or output that is lost; the stream for it is made in build().
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
     * @throws IllegalArgumentException if one contains a NUL
     */
    public Builder args(String... arguments) {
      return args(List.of(arguments));
    }

    /**
     * The arguments, the program's name first.
     *
     * @throws IllegalArgumentException if one contains a NUL
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
     * @throws IllegalArgumentException if the name is empty or contains {@code =}, or if the name
     *     or the value contains a NUL
     */
    public Builder env(String name, String value) {
      if (name.isEmpty() || name.indexOf('=') >= 0 || (name + value).indexOf('\0') >= 0) {
        throw new IllegalArgumentException(
            "environment variable \""
                + name
                + "\": the name must not be empty or contain \"=\"; name and value must not contain"
                + " a NUL character");
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

    /** Standard input; the default is empty. Read on the program's thread; never closed. */
    public Builder stdin(InputStream stream) {
      in = stream;
      inheritIn = false;
      return this;
    }

    /**
     * Standard output; by default it is lost. Each write of the program is one or more writes to
     * the stream. Flushed when the program ends; never closed.
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
     * The streams of this process; {@code System.in}, {@code out} and {@code err} are not used.
     * Standard output is buffered if it is not a terminal. It is written when the buffer is full,
     * before input is read, before error output, when the program waits and when it ends, and at
     * the latest after a twentieth of a second.
     */
    public Builder inheritStdio() {
      inheritIn = true;
      inheritOut = true;
      inheritErr = true;
      return this;
    }

    /**
     * A directory of the host that the program may read and write, with all below it. The program
     * cannot follow a symbolic link out of it.
     *
     * <p>Other processes may rename directories at the same moment. If Java has secure directory
     * streams (on Linux), reading, writing, removing and renaming stay inside in any case. Before
     * and after it creates a directory or link, or reads a link, Java can only check the path.
     *
     * @param host the directory
     * @param guest the program's name for it, such as {@code /data} or {@code .}
     * @throws IllegalArgumentException if {@code guest} is empty or contains a NUL
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

    /** The clocks; the default is the machine's. */
    public Builder clock(WasiClock source) {
      clock = source;
      return this;
    }

    /** The source of random bytes; the default is a {@link java.security.SecureRandom}. */
    public Builder random(RandomGenerator source) {
      random = source;
      return this;
    }

    /**
     * Opens the directories.
     *
     * @throws IllegalArgumentException if a directory does not exist, is not a directory, or may
     *     not be read
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
      Program program = new Program(args, inheritEnvironment, variables, table);
      program.useClock(clock);
      program.useRandom(random);
      return new Wasi(program);
    }

    private static OutputStream given(@Nullable OutputStream stream) {
      return stream == null ? OutputStream.nullOutputStream() : stream;
    }

    private static void open(Preopen preopen, DescriptorTable table) {
      try {
        table.add(OpenDirectory.preopen(preopen.host(), preopen.guest()));
      } catch (IOException e) {
        String why =
            switch (ErrnoException.errno(e)) {
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
