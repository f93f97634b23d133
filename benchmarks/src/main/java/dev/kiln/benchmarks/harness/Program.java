package dev.kiln.benchmarks.harness;

/** A kernel, loaded into an engine. */
@FunctionalInterface
public interface Program {
  /** Calls the export {@code run}. */
  long run(int size);
}
