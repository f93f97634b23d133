package dev.kiln.examples.invoice;

import dev.kiln.examples.formula.Formula;
import dev.kiln.examples.formula.FormulaException;
import dev.kiln.examples.formula.Formulas;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Computes an invoice by a formula, which may be given as argument. */
public final class Invoice {
  private static final String USUAL = "cents(price * quantity * (1 - rebate(quantity)))";

  private record Line(String item, double price, int quantity) {}

  private static final List<Line> LINES =
      List.of(
          new Line("lamp", 19.90, 3), new Line("cable", 0.35, 120), new Line("switch", 4.25, 12));

  private Invoice() {}

  /** Prints the invoice; exits with 1 where the argument is no formula. */
  public static void main(String[] args) {
    System.exit(run(args.length == 0 ? USUAL : args[0], System.out, System.err));
  }

  static int run(String text, PrintStream out, PrintStream err) {
    Formulas formulas =
        new Formulas()
            .function("cents", amount -> Math.rint(amount * 100) / 100)
            .function("rebate", quantity -> quantity >= 100 ? 0.1 : quantity >= 10 ? 0.05 : 0);
    double total = 0;
    try {
      Formula amount = formulas.parse(text);
      for (Line line : LINES) {
        double value =
            amount.evaluate(Map.of("price", line.price, "quantity", (double) line.quantity));
        out.printf(
            Locale.ROOT, "%-8s %4d x %6.2f = %7.2f%n", line.item, line.quantity, line.price, value);
        total += value;
      }
    } catch (FormulaException e) {
      err.println(text);
      err.println(" ".repeat(e.position()) + "^");
      err.println(e.getMessage());
      return 1;
    } catch (IllegalArgumentException e) { // a name that has no value
      err.println(e.getMessage());
      return 1;
    }
    out.printf(Locale.ROOT, "total %26.2f%n", total);
    return 0;
  }
}
