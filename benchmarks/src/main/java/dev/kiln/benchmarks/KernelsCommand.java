package dev.kiln.benchmarks;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.runner.RunnerException;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/**
 * {@code kernels}: measures all kernels in all contenders and prints the table of the README. The
 * contenders of a kernel run directly after each other, each first in every other round, and each
 * time in a JVM of their own: what slows the machine down for a while slows both down.
 */
@Command(
    name = "kernels",
    description = "Measures the JMH kernels beside Endive and prints a table.")
final class KernelsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--smoke",
      description = "Run every pair once and cold: checks the checksums, the times mean nothing.")
  private boolean smoke;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "How often each pair gets a JVM; the median counts.")
  private @Nullable Integer rounds;

  @Option(
      names = "--kernels",
      paramLabel = "NAME",
      split = ",",
      converter = KernelName.class,
      description = "Only these, separated by commas.")
  private @Nullable List<Kernel> kernels;

  @Mixin private HelpOption help = new HelpOption();

  @Override
  public Integer call() throws RunnerException {
    Plan plan = plan();
    PrintWriter out = spec.commandLine().getOut();
    out.println(measure(plan).markdown());
    if (plan.warmups() == 0) {
      out.println("Nothing was warmed up: the checksums were right, the times mean nothing.");
    }
    out.flush();
    return 0;
  }

  /**
   * The plan that the options ask for.
   *
   * @throws ParameterException with one sentence for the user
   */
  Plan plan() {
    Plan plan = smoke ? Plan.SMOKE : Plan.FULL;
    if (rounds != null) {
      if (rounds < 1) {
        throw new ParameterException(
            spec.commandLine(), "--rounds takes a number from 1 on, not \"" + rounds + "\"");
      }
      plan = plan.withRounds(rounds);
    }
    return kernels == null ? plan : plan.withKernels(kernels);
  }

  private static ReportTable measure(Plan plan) throws RunnerException {
    ReportTable table = new ReportTable();
    List<Contender> order = new ArrayList<>(List.of(Contender.values()));
    for (int round = 1; round <= plan.rounds(); round++) {
      for (Kernel kernel : plan.kernels()) {
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
            plan.warmups(),
            plan.iterations(),
            plan.milliseconds())
        .perCall("nanoseconds");
  }

  /** A kernel by its name in tables. */
  private static final class KernelName implements ITypeConverter<Kernel> {
    @Override
    public Kernel convert(String text) {
      for (Kernel kernel : Kernel.values()) {
        if (kernel.label().equalsIgnoreCase(text)) {
          return kernel;
        }
      }
      List<String> known = Arrays.stream(Kernel.values()).map(Kernel::label).toList();
      throw new TypeConversionException(
          "no kernel \"" + text + "\"; there are " + String.join(", ", known));
    }
  }
}
