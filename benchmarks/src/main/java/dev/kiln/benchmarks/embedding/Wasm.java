package dev.kiln.benchmarks.embedding;

import dev.kiln.compiler.testing.Assembler;

/** The modules that are measured. */
final class Wasm {
  private Wasm() {}

  /** {@code step : [i32, i32] -> [i32]}: {@link Row#step} and the second argument for the 1. */
  static byte[] step() {
    return Assembler.assemble(
        """
        (func (export "step") (param i32 i32) (result i32)
          local.get 0 i32.const 5 i32.rotl local.get 1 i32.add)
        """);
  }

  /** {@code f : [i32] -> [i32]} is {@link Row#step}. */
  static byte[] f() {
    return Assembler.assemble(
        """
        (func (export "f") (param i32) (result i32)
          local.get 0 i32.const 5 i32.rotl i32.const 1 i32.add)
        """);
  }

  /** {@code run(n)}: x becomes {@code env.f(x)}, n times, from 0 on. */
  static byte[] repeat() {
    return Assembler.assemble(
        """
        (import "env" "f" (func (param i32) (result i32)))
        """
            + repeating("local.get 1 call 0"));
  }

  /**
   * {@code run(n)}: x becomes {@code table[n & (targets - 1)](x)}, n times, from 0 on. The table
   * has {@code functions} functions of the type, each of which does something else.
   *
   * @param targets a power of two, at most {@code functions}
   */
  static byte[] indirect(int functions, int targets) {
    StringBuilder text = new StringBuilder("(table %d funcref)\n".formatted(functions));
    StringBuilder members = new StringBuilder("(elem (i32.const 0)");
    for (int i = 0; i < functions; i++) {
      members.append(' ').append(i);
      text.append("(func (param i32) (result i32) local.get 0 i32.const ")
          .append(2 * i + 3)
          .append(" i32.mul)\n");
    }
    text.append(members).append(")\n");
    text.append(
        repeating(
            "local.get 1 i32.const 1 i32.add local.get 0 i32.const %d i32.and"
                    .formatted(targets - 1)
                + " call_indirect (param i32) (result i32)"));
    return Assembler.assemble(text.toString());
  }

  /** {@code run(n)}: local 1 becomes what {@code step} leaves, n times. */
  private static String repeating(String step) {
    return """
        (func (export "run") (param i32) (result i32) (local i32)
          loop
            %s
            local.set 1
            local.get 0
            i32.const -1
            i32.add
            local.tee 0
            br_if 0
          end
          local.get 1)
        """
        .formatted(step);
  }

  /**
   * Imports {@code env.f}, defines a function that calls it, and {@code pages} of memory if any.
   */
  static byte[] instance(int pages) {
    String memory = pages > 0 ? "(memory %1$d %1$d)\n".formatted(pages) : "";
    return Assembler.assemble(
        """
        (import "env" "f" (func (param i32) (result i32)))
        (func (export "g") (param i32) (result i32) local.get 0 call 0)
        """
            + memory);
  }
}
