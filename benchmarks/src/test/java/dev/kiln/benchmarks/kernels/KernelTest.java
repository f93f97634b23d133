package dev.kiln.benchmarks.kernels;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.kiln.benchmarks.harness.Program;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class KernelTest {
  static Stream<Arguments> pairs() {
    return Arrays.stream(Kernel.values())
        .flatMap(k -> Arrays.stream(Contender.values()).map(c -> Arguments.of(k, c)));
  }

  @ParameterizedTest(name = "{0} in {1}")
  @MethodSource("pairs")
  void everyContenderReturnsTheRightChecksums(Kernel kernel, Contender contender) {
    Program program = contender.load(kernel);
    assertDoesNotThrow(() -> kernel.checkSmall(contender, program));
    assertDoesNotThrow(() -> kernel.check(contender, program.run(kernel.size())));
    // Kernels keep no state from call to call: repetitions measure the same.
    assertDoesNotThrow(() -> kernel.checkSmall(contender, program));
  }

  @Test
  void aWrongChecksumSaysWhoseItIs() {
    IllegalStateException e =
        assertThrows(
            IllegalStateException.class, () -> Kernel.FIB.checkSmall(Contender.KILN, n -> 7));
    assertEquals("Kiln: fib(20) is 0x7, expected 0x1a6d", e.getMessage());
  }
}
