package dev.kiln.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;

/** What one call of the command gave. */
record Session(int code, String out, String err) {
  /** Calls {@code kiln} with these words. */
  static Session kiln(Object... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Kiln.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(Stream.of(words).map(Object::toString).toArray(String[]::new));
    return new Session(code, out.toString(), err.toString());
  }

  /** Checks that it succeeded, and returns what it printed. */
  String succeeded() {
    assertEquals("", err);
    assertEquals(0, code);
    return out;
  }

  /** Checks that it printed nothing but one line with {@code part}. */
  void failed(int expectedCode, String part) {
    assertEquals(expectedCode, code, err);
    assertEquals("", out);
    assertTrue(err.startsWith("kiln: ") && err.contains(part), err);
    assertEquals(1, err.lines().count(), err);
  }
}
