package dev.kiln.benchmarks.kernels;

import dev.kiln.benchmarks.harness.Program;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * A small module whose export {@code run}, i32 to i64, does one thing for a while. The checksums
 * are those of the C sources ({@code src/main/c}) compiled to native code.
 */
public enum Kernel {
  /** Recursion: direct calls and nothing else. */
  FIB("fib", 28, 0x4d973L, 20, 0x1a6dL),
  /** Byte loads and stores with strides. */
  SIEVE("sieve", 1 << 18, 0x59d80003fffbL, 10_000, 0x4cd000026f5L),
  /** f64 loads and arithmetic. */
  MATRIX("matrix", 120, 0x40c83e4000000000L, 40, 0x40b1890000000000L),
  /** i32 arithmetic, rotations, a little memory. */
  SHA256("sha256", 1 << 18, 0x23295ac6e56186bdL, 1000, 0xc85a431e0fe575b2L),
  /** Indirect calls, always to the same function. */
  INDIRECT_1("indirect-1", 1 << 17, 0x19430001L, 1000, 0x961cf7fdL),
  /** Indirect calls to 2 functions in turn. */
  INDIRECT_2("indirect-2", 1 << 17, 0xdfd9bdd7L, 1000, 0x77b2891aL),
  /** Indirect calls to 8 functions in turn. */
  INDIRECT_8("indirect-8", 1 << 17, 0xe66f664dL, 1000, 0xff4d7579L),
  /** Indirect calls to 128 functions in turn. */
  INDIRECT_128("indirect-128", 1 << 17, 0x2b3ea388L, 1000, 0xf7770366L),
  /** Indirect calls to 2 functions at random. */
  RANDOM_2("random-2", 1 << 17, 0x5e498d8dL, 1000, 0xc3232d93L),
  /** Indirect calls to 8 functions at random. */
  RANDOM_8("random-8", 1 << 17, 0x5c36fc2eL, 1000, 0xb8e6e4bL),
  /** Indirect calls to 128 functions at random. */
  RANDOM_128("random-128", 1 << 17, 0x4be53b4dL, 1000, 0x9c3b8f40L);

  /** Where the modules are. */
  private static final String FOLDER = "/dev/kiln/benchmarks/";

  private final String label;
  private final int size;
  private final long checksum;
  private final int smallSize;
  private final long smallChecksum;

  Kernel(String label, int size, long checksum, int smallSize, long smallChecksum) {
    this.label = label;
    this.size = size;
    this.checksum = checksum;
    this.smallSize = smallSize;
    this.smallChecksum = smallChecksum;
  }

  /** Whether the time is mostly that of mispredicted jumps, whatever the engine does. */
  public boolean isRandom() {
    return label.startsWith("random");
  }

  /** The name in tables and of the file. */
  public String label() {
    return label;
  }

  /** The argument that is measured: a call takes about a millisecond. */
  public int size() {
    return size;
  }

  /** An argument for a quick check. */
  public int smallSize() {
    return smallSize;
  }

  /** The module's binary. */
  public byte[] wasm() {
    try (InputStream in = Kernel.class.getResourceAsStream(FOLDER + file())) {
      if (in == null) {
        throw new IllegalStateException(FOLDER + file() + " is missing");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The name of the module's file, without folders. */
  public String file() {
    return label + ".wasm";
  }

  /**
   * Checks what a program returned for {@link #size()}.
   *
   * @throws IllegalStateException where it is wrong
   */
  void check(Contender contender, long actual) {
    check(contender, size, checksum, actual);
  }

  /**
   * Runs {@code program} for {@link #smallSize()} and checks what it returns.
   *
   * @throws IllegalStateException where it is wrong
   */
  void checkSmall(Contender contender, Program program) {
    check(contender, smallSize, smallChecksum, program.run(smallSize));
  }

  private void check(Contender contender, int argument, long expected, long actual) {
    if (actual != expected) {
      throw new IllegalStateException(
          "%s: %s(%d) is %#x, expected %#x"
              .formatted(contender.label(), label, argument, actual, expected));
    }
  }
}
