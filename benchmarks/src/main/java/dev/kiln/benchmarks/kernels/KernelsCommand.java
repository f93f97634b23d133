package dev.kiln.benchmarks.kernels;

import dev.kiln.benchmarks.harness.Choice;
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
 * {@code kernels}: measures all kernels in all contenders and prints the table of the README. The
 * contenders of a kernel run directly after each other, each first in every other round, and each
 * time in a JVM of their own: what slows the machine down for a while slows both down.
 */
@Command(
    name = "kernels",
    description = "Measures the JMH kernels beside Endive and prints a table.")
public final class KernelsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private PlanOptions plan = new PlanOptions();

  @Option(names = "--kernels", paramLabel = "NAME", split = ",", converter = KernelName.class)
  private @Nullable List<Kernel> kernels;

  @Mixin private HelpOption help = new HelpOption();

  /** For the command line. */
  public KernelsCommand() {}

  @Override
  public Integer call() throws RunnerException {
    Plan asked = plan();
    PrintWriter out = spec.commandLine().getOut();
    out.println(measure(asked, kernels()).markdown());
    if (asked.warmups() == 0) {
      out.println("Nothing was warmed up: the checksums were right, the times mean nothing.");
    }
    out.flush();
    return 0;
  }

  /**
   * How long everything is measured.
   *
   * @throws picocli.CommandLine.ParameterException with one sentence for the user
   */
  public Plan plan() {
    return plan.plan();
  }

  /** What is measured. */
  public List<Kernel> kernels() {
    return kernels == null ? List.of(Kernel.values()) : kernels;
  }

  private static ReportTable measure(Plan plan, List<Kernel> kernels) throws RunnerException {
    ReportTable table = new ReportTable();
    List<Contender> order = new ArrayList<>(List.of(Contender.values()));
    for (int round = 1; round <= plan.rounds(); round++) {
      for (Kernel kernel : kernels) {
        for (Contender contender : order) {
          double time = measure(plan, kernel, contender);
          System.err.printf(
              "round %d of %d: %s, %s: %,.0f ns%n",
              round, plan.rounds(), kernel.label(), contender.label(), time);
          table.add(kernel, contender, time);
        }
      }
      Collections.reverse(order);
    }
    return table;
  }

  private static double measure(Plan plan, Kernel kernel, Contender contender)
      throws RunnerException {
    return JmhRun.of(
            KernelBenchmark.class,
            Map.of("kernel", kernel.name(), "contender", contender.name()),
            plan)
        .perCall("nanoseconds");
  }

  /** A kernel by its name in tables. */
  private static final class KernelName extends Choice<Kernel> {
    KernelName() {
      super("kernel", List.of(Kernel.values()), Kernel::label);
    }
  }
}
