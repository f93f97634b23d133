package dev.kiln.it.spec;

/** What became of an assertion. */
public enum Outcome {
  /** What the script expects happened. */
  PASSED,
  /** Something else happened. */
  FAILED,
  /** A module it needs is of a proposal that the compiler names as not compiled. Never a pass. */
  REFUSED,
  /** It is about the text format, which this project does not read. */
  TEXT,
  /** It is about the content of a custom section, which an engine has to ignore. */
  CUSTOM,
  /** It states a rule that WebAssembly 3.0 has lifted. */
  LIFTED
}
