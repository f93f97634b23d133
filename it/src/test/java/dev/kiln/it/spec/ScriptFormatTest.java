package dev.kiln.it.spec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kiln.it.spec.Command.Action;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The format of scripts and results: what is written is read again. */
class ScriptFormatTest {
  private static final Source COMPILED = new Source.Compiled("spec.a.M0");
  private static final Source REFUSED = new Source.Refused("threads + memory64", List.of("", "b"));
  private static final Source BROKEN = new Source.Broken("two\nlines\tand a \\n");
  private static final Value ANY = new Value("i32", "");
  private static final Action CALL =
      new Action(
          true, "", "\t\r\n\\ \u2028\ud83d\ude00", List.of(new Value("f32", "nan:canonical")));
  private static final Action GET = new Action(false, "$m", "", List.of());

  @Test
  void roundTrip() throws IOException {
    List<Command> commands =
        List.of(
            new Command.Module(1, "", COMPILED),
            new Command.Module(2, "$m", REFUSED),
            new Command.Definition(3, "d", BROKEN),
            new Command.InstanceOf(4, "i", "d"),
            new Command.Register(5, "", "as"),
            new Command.Run(6, CALL),
            new Command.AssertReturn(7, CALL, List.of()),
            new Command.AssertReturn(
                8,
                GET,
                List.of(
                    new Value.Expected(List.of(ANY)),
                    new Value.Expected(List.of(ANY, new Value("refnull", ""))))),
            new Command.AssertTrap(9, CALL, "integer overflow"),
            new Command.AssertException(10, CALL),
            new Command.AssertUnlinkable(11, COMPILED, "unknown import"),
            new Command.AssertUninstantiable(12, REFUSED, "unreachable"),
            new Command.Settled(13, Outcome.TEXT, ""));
    assertEquals(commands, SuiteJson.read(SuiteJson.write(commands)));
  }

  @Test
  void results() throws IOException {
    FileResult result = new FileResult("legacy/throw");
    result.count(1, Verdict.PASSED);
    result.count(2, Verdict.refused("threads"));
    result.count(3, Verdict.refused("threads"));
    result.count(4, Verdict.failed("two\nlines"));
    byte[] written = SuiteJson.writeResults(List.of(result));
    FileResult read = SuiteJson.readResults(written).get(0);
    assertArrayEquals(written, SuiteJson.writeResults(List.of(read)));
    assertEquals(List.of("throw.wast:4: two\nlines"), read.failures());
    assertEquals(2, read.count(Outcome.REFUSED));
  }
}
