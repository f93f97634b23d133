package dev.kiln.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanTest {
  @Test
  void withoutArgumentsEverythingIsMeasured() {
    assertEquals(Plan.FULL, Plan.parse());
  }

  @Test
  void argumentsNarrowThePlan() {
    Plan plan = Plan.parse("--kernels", "sieve,indirect-8", "--smoke", "--rounds", "2");
    assertEquals(List.of(Kernel.SIEVE, Kernel.INDIRECT_8), plan.kernels());
    assertEquals(2, plan.rounds());
    assertEquals(Plan.SMOKE.milliseconds(), plan.milliseconds());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          --fast         | unknown "--fast"
          --rounds       | --rounds lacks its value
          --rounds none  | --rounds takes a number from 1 on, not "none"
          --rounds 0     | --rounds takes a number from 1 on, not "0"
          --kernels fibb | no kernel "fibb"; there are fib, sieve
          """)
  void wrongArgumentsAreOneSentence(String line, String start) {
    var e = assertThrows(IllegalArgumentException.class, () -> Plan.parse(line.split(" ")));
    assertEquals(start, e.getMessage().substring(0, start.length()));
  }
}
