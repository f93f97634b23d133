package dev.kiln.benchmarks.kernels;

import dev.kiln.benchmarks.harness.Program;

/**
 * What is measured: an engine with its settings. Another setting of an engine is one more constant;
 * a column of the report and a parameter of the benchmark follow from it.
 */
public enum Contender {
  /** Kiln, as {@code wasm:compile} compiles. */
  KILN("Kiln") {
    @Override
    public Program load(Kernel kernel) {
      return KilnProgram.load(kernel);
    }
  },
  /** Endive with its compiler and its memory of byte arrays. */
  ENDIVE("Endive") {
    @Override
    public Program load(Kernel kernel) {
      return EndiveProgram.load(kernel);
    }
  };

  private final String label;

  Contender(String label) {
    this.label = label;
  }

  /** The name in tables. */
  public String label() {
    return label;
  }

  /** Compiles and instantiates {@code kernel}. */
  public abstract Program load(Kernel kernel);
}
