package dev.kiln.benchmarks.corpus;

import dev.kiln.benchmarks.harness.Choice;

/** The name of a program that is measured. */
final class ProgramName extends Choice<String> {
  ProgramName() {
    super("program", Corpus.names(), name -> name);
  }
}
