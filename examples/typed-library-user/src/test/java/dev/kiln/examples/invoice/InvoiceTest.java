package dev.kiln.examples.invoice;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class InvoiceTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String formula) {
    return Invoice.run(
        formula,
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private static String text(ByteArrayOutputStream stream) {
    return stream.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
  }

  @Test
  void invoice() {
    assertEquals(0, run("price * quantity * (1 - rebate(quantity))"));
    assertEquals(
        """
        lamp        3 x  19.90 =   59.70
        cable     120 x   0.35 =   37.80
        switch     12 x   4.25 =   48.45
        total                     145.95
        """,
        text(out));
  }

  @Test
  void aMistakeIsShown() {
    assertEquals(1, run("price * quantity * rebate()"));
    assertEquals(
        """
        price * quantity * rebate()
                           ^
        unknown function, or not with so many arguments, at 19 of "price * quantity * rebate()"
        """,
        text(err));
  }

  @Test
  void aNameWithoutValueIsShown() {
    assertEquals(1, run("prize"));
    assertEquals("\"prize\" has no value\n", text(err));
  }
}
