package dev.kiln.compiler.size;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.compiler.decode.ModuleDecoder;
import dev.kiln.compiler.model.WasmModule;
import dev.kiln.compiler.testing.Compiled;
import dev.kiln.compiler.testing.Evaluator;
import dev.kiln.runtime.FuncType;
import dev.kiln.runtime.Instance;
import dev.kiln.runtime.NumType;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Functions of every shape and size do what the evaluator says, and no method is too large for the
 * JIT (which {@link Compiled} checks).
 */
@Execution(ExecutionMode.CONCURRENT)
class FunctionSizeTest {
  private static final int KB = 1000;
  private static final long[][] ARGUMENTS = {
    {0, 0}, {-1, 1L << 40}, {12345, -987654321L}, {1 << 20, 77}, {987654, 1}
  };

  @ParameterizedTest
  @EnumSource(Shape.class)
  void tenKilobytes(Shape shape) {
    compare(shape, 10 * KB);
  }

  @ParameterizedTest
  @EnumSource(Shape.class)
  void hundredKilobytes(Shape shape) {
    compare(shape, 100 * KB);
  }

  @ParameterizedTest
  @EnumSource(Shape.class)
  void oneMegabyte(Shape shape) {
    compare(shape, 1000 * KB);
  }

  /** The largest function that other engines take has 7,654,321 bytes. */
  @ParameterizedTest
  @EnumSource(Shape.class)
  void sevenMegabytes(Shape shape) {
    compare(shape, 7000 * KB);
  }

  private static long host(long argument) {
    return argument * 3 + 1;
  }

  static void compare(Shape shape, int size) {
    Shape.Module generated = shape.generate(size, 1000 + shape.ordinal());
    int bytes = generated.codeSize();
    assertTrue(bytes > size * 8 / 10 && bytes < size * 6 / 5 + 20_000, "generated " + bytes);
    WasmModule module = ModuleDecoder.decode("m.wasm", generated.wasm());
    Evaluator evaluator =
        new Evaluator(
            module,
            (caller, function, args) -> new long[] {host(args[0])},
            new long[0],
            generated.table());
    Instance instance =
        Compiled.of(generated.wasm())
            .instantiate(
                linker ->
                    linker.function(
                        "h",
                        "add",
                        FuncType.of(NumType.I64).returns(NumType.I64),
                        (caller, args) -> new Object[] {host((Long) args[0])}));
    int index = module.functionCount() - 1;
    for (long[] args : ARGUMENTS) {
      String where = shape + " of " + size + " bytes (" + args[0] + ", " + args[1] + ")";
      long expected = evaluator.call(index, args, Long.MAX_VALUE)[0];
      assertEquals(expected, instance.getFunction("f").call((int) args[0], args[1])[0], where);
      ByteBuffer memory = instance.getMemory("m").buffer();
      int difference = memory.mismatch(ByteBuffer.wrap(evaluator.memory));
      assertEquals(-1, difference, where + ": memory differs");
    }
  }
}
