package dev.kiln.benchmarks.embedding;

import dev.kiln.benchmarks.embedding.EmbeddingTable.Sample;
import dev.kiln.benchmarks.harness.HelpOption;
import dev.kiln.benchmarks.harness.JmhRun;
import dev.kiln.benchmarks.harness.Plan;
import dev.kiln.benchmarks.harness.PlanOptions;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.runner.RunnerException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code embedding}: measures all rows in Kiln and in Endive and prints a table. Both get a JVM of
 * their own in each round, directly after each other, each first in every other round.
 */
@Command(
    name = "embedding",
    description = "Measures calls between host and wasm and instances beside Endive.")
public final class EmbeddingCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private PlanOptions plan = new PlanOptions();

  @Option(names = "--rows", paramLabel = "ROW", split = ",")
  private @Nullable List<Row> rows;

  @Mixin private HelpOption help = new HelpOption();

  /** A command without options. */
  public EmbeddingCommand() {}

  @Override
  public Integer call() throws RunnerException {
    Plan asked = plan.plan();
    EmbeddingTable table = new EmbeddingTable();
    List<Boolean> order = new ArrayList<>(List.of(true, false));
    for (int round = 1; round <= asked.rounds(); round++) {
      for (Row row : rows == null ? List.of(Row.values()) : rows) {
        for (boolean inKiln : order) {
          Sample sample = measure(row, inKiln, asked);
          System.err.printf(
              "round %d: %s, %s: %,.1f ns, %,.0f bytes%n",
              round, row.label(), inKiln ? "Kiln" : "Endive", sample.nanoseconds(), sample.bytes());
          table.add(row, inKiln, sample);
        }
      }
      Collections.reverse(order);
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println(table.markdown());
    if (asked.warmups() == 0) {
      out.println("Nothing was warmed up: the results were right, the times mean nothing.");
    }
    out.flush();
    return 0;
  }

  private Sample measure(Row row, boolean inKiln, Plan plan) throws RunnerException {
    JmhRun run =
        JmhRun.of(
            EmbeddingBenchmark.class,
            Map.of("row", row.name(), "kiln", Boolean.toString(inKiln)),
            plan);
    return new Sample(run.perCall("nanoseconds"), run.perCall("bytes"));
  }
}
