package dev.kiln.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kiln.compiler.testing.Assembler;
import dev.kiln.compiler.testing.ModuleBytes;

/** Small modules. */
final class TestModules {
  /** A function that is exported under another name than its own. */
  static final byte[] ADD =
      Assembler.assemble(
          """
          (func $sum (export "add") (param $a i32) (param $b i32) (result i32)
            local.get $a local.get $b i32.add)
          """);

  /** A function that needs vectors. */
  static final byte[] VECTOR =
      ModuleBytes.ofFunction(0xfd, 0x0c, ModuleBytes.repeat(16, 0), 0x1a).toBytes();

  /** A function that leaves an operand. */
  static final byte[] INVALID = Assembler.assemble("(func i32.const 0)");

  private TestModules() {}

  /** A function {@code [i32] -> [i32]}, exported as {@code big}, of {@code count} additions. */
  static byte[] big(int count) {
    return Assembler.assemble(
        """
        (func (export "big") (param $by i32) (result i32) (local $sum i32)
        """
            + "local.get $by local.get $sum i32.add local.set $sum\n".repeat(count)
            + "local.get $sum)");
  }

  /** A text file. */
  static byte[] text() {
    return "(module)\n".getBytes(UTF_8);
  }
}
