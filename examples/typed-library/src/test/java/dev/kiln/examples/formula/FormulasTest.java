package dev.kiln.examples.formula;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormulasTest {
  private final Formulas formulas =
      new Formulas()
          .function("sqrt", Math::sqrt)
          .function("max", Math::max)
          .aggregate("sum", DoubleStream::sum);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 + 2 * 3 | 7",
        "(1 + 2) * 3 | 9",
        "8 / 2 / 2 - 1 - 1 | 0",
        "--2 - -.5 | 2.5",
        "0.1 + 0.2 | 0.30000000000000004",
        "sqrt(16) + max(1, 2) | 6",
        "sum() + sum(1) + sum(1, 2, 3, 4) | 11",
        "1 < 2 ? 10 : 20 | 10",
        "1 >= 2 ? 10 : 2 <> 2 ? 20 : 30 | 30",
        "(1 = 1) + (1 <= 0) + (2 > 1) | 2",
        "größe * x | 12"
      })
  void values(String text, double expected) {
    assertEquals(expected, formulas.parse(text).evaluate(Map.of("größe", 3.0, "x", 4.0)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 + | 3 | a number, a name or \"(\" is missing",
        "1 2 | 2 | an operator is missing",
        "größe + sqrt(1, 2) | 8 | unknown function, or not with so many arguments",
        "(1 | 2 | \")\" is missing",
        "1 ? 2 | 5 | \":\" is missing",
        ". | 0 | a digit is missing"
      })
  void mistakes(String text, int position, String problem) {
    FormulaException e = assertThrows(FormulaException.class, () -> formulas.parse(text));
    assertEquals(position, e.position());
    assertTrue(e.getMessage().startsWith(problem + ", at " + position), e.getMessage());
  }

  @Test
  void anyLengthAndNoDepth() {
    String sum = "1" + " + 1".repeat(100_000);
    assertEquals(100_001, formulas.parse(sum).evaluate(Map.of()));
    String deep = "(".repeat(10_000);
    FormulaException e = assertThrows(FormulaException.class, () -> formulas.parse(deep));
    assertTrue(e.getMessage().startsWith("nested too deeply"));
  }

  @Test
  void onlyTheBranchThatIsTakenAsksForValues() {
    List<String> asked = new ArrayList<>();
    Formula formula = formulas.parse("a > 0 ? b + b : c");
    assertEquals(List.of("a", "b", "c"), formula.names());
    double value =
        formula.evaluate(
            name -> {
              asked.add(name);
              return 2;
            });
    assertEquals(4, value);
    assertEquals(List.of("a", "b", "b"), asked);
  }

  @Test
  void aMissingValueIsNamed() {
    Formula formula = formulas.parse("1 + quantity");
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> formula.evaluate(Map.of()));
    assertEquals("\"quantity\" has no value", e.getMessage());
  }

  @Test
  void functionsMayEvaluateFormulas() {
    Formula tax = formulas.parse("amount * 0.2");
    formulas.function("tax", amount -> tax.evaluate(Map.of("amount", amount)));
    assertEquals(12, formulas.parse("amount + tax(amount)").evaluate(Map.of("amount", 10.0)));
  }

  @Test
  void exceptionsComeThroughAndCostNothing() {
    IllegalStateException mine = new IllegalStateException("mine");
    formulas.function(
        "fail",
        argument -> {
          throw mine;
        });
    Formula failing = formulas.parse("sum(1, 2, 3, fail(4))");
    for (int i = 0; i < 10_000; i++) { // C's stack has 64 KB
      assertSame(mine, assertThrows(IllegalStateException.class, () -> failing.evaluate(Map.of())));
    }
    assertEquals(6, formulas.parse("sum(1, 2, 3)").evaluate(Map.of()));
  }
}
