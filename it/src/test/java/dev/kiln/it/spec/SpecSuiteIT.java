package dev.kiln.it.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.kiln.it.support.FactoriesOnBothJdks;
import dev.kiln.it.support.Need;
import dev.kiln.it.support.Needs;
import dev.kiln.it.support.Workplace;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;

/**
 * The official WebAssembly suite: compiled once on this JDK, executed on 17 and on 25.
 *
 * <p>{@code -Dkiln.spec.file=br_table} runs one script, {@code -Dkiln.spec.line=123} one line of
 * it, {@code -Dkiln.spec.table=true} prints the counts per script, which are written to {@code
 * it/target/suite-17.txt} and {@code suite-25.txt} in any case.
 */
@Needs(Need.SUITE)
class SpecSuiteIT implements FactoriesOnBothJdks {
  /** How many assertions need nothing beyond WebAssembly 2.0 and wide arithmetic. */
  private static final int ENOUGH = 25_413;

  private static final Set<String> REFUSABLE =
      Set.of(
          "fixed-width SIMD",
          "relaxed SIMD",
          "exception handling",
          "legacy exception handling",
          "tail calls",
          "garbage collection",
          "memory64",
          "threads");

  private static final String FILE = System.getProperty("kiln.spec.file", "");
  private static final int LINE = Integer.getInteger("kiln.spec.line", 0);

  private static CompiledSuite suite;

  @BeforeAll
  static void compile() throws IOException, InterruptedException {
    suite = CompiledSuite.compile(FILE);
    System.out.println("Official suite, compiled: " + suite.emitted().summary());
  }

  @Override
  public List<DynamicNode> on(int feature) throws IOException, InterruptedException {
    SuiteReport report = new SuiteReport(feature, suite.execute(feature, LINE));
    List<String> lines = new ArrayList<>(report.table());
    lines.addAll(report.totals());
    Files.write(Workplace.output("").resolve("suite-" + feature + ".txt"), lines);
    (Boolean.getBoolean("kiln.spec.table") ? lines : report.totals()).forEach(System.out::println);
    if (LINE != 0 && report.counted() == 0) {
      fail("there is no assertion in line " + LINE + " of " + FILE);
    }
    List<DynamicNode> tests = new ArrayList<>();
    for (FileResult result : report.results()) {
      if (SuiteReport.isInSuite(result)) {
        tests.add(
            DynamicTest.dynamicTest(
                result.name() + " on " + feature, () -> assertNothingFailed(result)));
      }
    }
    if (FILE.isEmpty() && LINE == 0) {
      tests.add(DynamicTest.dynamicTest("totals on " + feature, () -> assertTotals(report)));
    }
    return tests;
  }

  private static void assertNothingFailed(FileResult result) {
    if (!result.failures().isEmpty()) {
      fail(
          result.failures().size()
              + " failed:\n"
              + String.join("\n", result.failures().stream().limit(50).toList()));
    }
  }

  private static void assertTotals(SuiteReport report) {
    assertEquals(0, report.total(Outcome.FAILED), "failed");
    // A module that fails counts without being an assertion; those outside the suite may.
    assertTrue(report.counted() >= suite.assertions(), "some assertions were not executed");
    int passed = report.total(Outcome.PASSED);
    assertTrue(passed >= ENOUGH, passed + " passed, of at least " + ENOUGH);
    for (String names : report.refusals().keySet()) {
      Arrays.stream(names.split(" \\+ "))
          .forEach(name -> assertTrue(REFUSABLE.contains(name), "refused for: " + names));
    }
  }
}
