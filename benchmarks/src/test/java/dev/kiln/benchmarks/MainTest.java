package dev.kiln.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.benchmarks.harness.Plan;
import dev.kiln.benchmarks.kernels.Kernel;
import dev.kiln.benchmarks.kernels.KernelsCommand;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class MainTest {
  private static KernelsCommand kernels(String... options) {
    KernelsCommand command = new KernelsCommand();
    new CommandLine(command).parseArgs(options);
    return command;
  }

  @Test
  void withoutOptionsEverythingIsMeasured() {
    assertEquals(Plan.FULL, kernels().plan());
    assertEquals(List.of(Kernel.values()), kernels().kernels());
  }

  @Test
  void optionsNarrowThePlan() {
    KernelsCommand command = kernels("--kernels", "sieve,indirect-8", "--smoke", "--rounds", "2");
    assertEquals(List.of(Kernel.SIEVE, Kernel.INDIRECT_8), command.kernels());
    assertEquals(Plan.SMOKE.withRounds(2), command.plan());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          kernels --fast                      | '--fast'
          kernels --rounds                    | Missing required parameter
          kernels --rounds none               | 'none' is not an int
          kernels --rounds 0                  | --rounds takes a number from 1 on, not "0"
          kernels --kernels fibb              | no kernel "fibb"; there are fib, sieve
          programs                            | --corpus=FOLDER
          programs --corpus x --program lz5   | no program "lz5"; there are c-nbody
          programs --corpus x --contender v9  | no contender "v9"; there are kiln
          programs --corpus x --samples 0     | --samples 1 or more
          startup --runs 0                    | --runs takes a number from 1 on, not "0"
          program                             | program
          """)
  void wrongArgumentsAreOneLine(String line, String part) {
    CommandRun run = CommandRun.of(Main.commandLine(), line.split(" "));
    assertEquals(2, run.code());
    assertTrue(run.errors().contains(part), run.errors());
    assertEquals(1, run.errors().lines().count(), run.errors());
  }

  @Test
  void aFolderWithoutProgramsIsRefusedInASentence() {
    CommandRun run = CommandRun.of(Main.commandLine(), "programs", "--corpus", "src");
    assertEquals(1, run.code());
    assertTrue(run.errors().contains("is no corpus, it has no cases.json"), run.errors());
  }
}
