package dev.kiln.benchmarks.programs;

/** What is compared, in the order of the columns. */
enum Engine {
  /** Kiln, compiled at build time. */
  KILN("Kiln"),
  /** Endive, compiled by its build-time compiler. */
  ENDIVE("Endive"),
  /** V8, in Node. */
  V8("V8"),
  /** The program's source, compiled by gcc. */
  NATIVE("native");

  private final String label;

  Engine(String label) {
    this.label = label;
  }

  /** The name in tables. */
  String label() {
    return label;
  }
}
