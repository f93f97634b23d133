package dev.kiln.benchmarks.programs;

import dev.kiln.benchmarks.corpus.CorpusOptions;
import dev.kiln.benchmarks.corpus.Workload;
import dev.kiln.benchmarks.harness.Choice;
import dev.kiln.benchmarks.harness.HelpOption;
import dev.kiln.benchmarks.harness.Jvm;
import dev.kiln.benchmarks.harness.Machine;
import dev.kiln.benchmarks.harness.MeasurementException;
import dev.kiln.benchmarks.harness.Workbench;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code programs}: whole programs beside other engines. */
@Command(
    name = "programs",
    description = "Measures whole WASI programs beside other engines and prints a table.")
public final class ProgramsCommand implements Callable<Integer> {
  private static final int FAILED = 1;

  @Spec private CommandSpec spec;

  @Mixin private CorpusOptions corpus = new CorpusOptions();

  @Option(names = "--contender", paramLabel = "NAME", split = ",", converter = EngineName.class)
  private @Nullable List<Engine> contenders;

  @Mixin private MeasurementOptions lengths = new MeasurementOptions();

  @Option(names = "--cpu")
  private boolean cpu;

  @Option(names = "--small")
  private boolean small;

  @Option(names = "--jdk", paramLabel = "HOME")
  private @Nullable Path jdk;

  @Option(names = "--kiln-options", paramLabel = "NAME", split = ",", converter = KilnOption.class)
  private @Nullable List<String> kilnOptions;

  @Option(names = "--out", paramLabel = "FILE")
  private @Nullable Path out;

  @Mixin private HelpOption help = new HelpOption();

  /** For the command line. */
  public ProgramsCommand() {}

  @Override
  public Integer call() throws IOException {
    Measurement measurement = lengths.measurement();
    PrintWriter err = spec.commandLine().getErr();
    try {
      return measure(measurement, err);
    } catch (MeasurementException e) {
      err.println("benchmarks: " + e.getMessage());
      err.flush();
      return FAILED;
    }
  }

  private int measure(Measurement measurement, PrintWriter err) throws IOException {
    List<Workload> workloads = corpus.read(small);
    Set<Engine> engines =
        contenders == null ? EnumSet.allOf(Engine.class) : EnumSet.copyOf(contenders);
    if (out != null && Files.notExists(out.toAbsolutePath().getParent())) {
      throw new MeasurementException(out + " cannot be written: its folder does not exist");
    }
    try (Workbench bench = Workbench.open()) {
      Launchers launchers =
          Launchers.find(
              engines,
              contenders != null,
              jdk == null ? Jvm.current() : new Jvm(jdk.toAbsolutePath()).checked(),
              kilnOptions == null ? Set.of() : new TreeSet<>(kilnOptions),
              bench.folder(),
              err);
      Comparison comparison = new Comparison(launchers, measurement, bench.folder(), err);
      workloads.forEach(comparison::measure);
      String text = report(comparison, launchers, measurement);
      PrintWriter output = spec.commandLine().getOut();
      output.print(text);
      output.flush();
      if (out != null) {
        Files.writeString(out, text);
      }
      comparison.failures().forEach(failure -> err.println("FAILED: " + failure));
      err.flush();
      return comparison.failures().isEmpty() ? 0 : FAILED;
    }
  }

  private String report(Comparison comparison, Launchers launchers, Measurement measurement) {
    Clock clock = cpu ? Clock.CPU : Clock.WALL;
    StringBuilder text = new StringBuilder();
    text.append(
        "%s. %s; %s, median of %d samples after a warm-up of %d s%s.%n%n"
            .formatted(
                Machine.today(),
                String.join("; ", launchers.descriptions()),
                clock.label(),
                measurement.samples(),
                measurement.warmup().toSeconds(),
                small ? ", small inputs" : ""));
    text.append(comparison.table().summary(clock)).append('\n');
    launchers.notes().forEach(note -> text.append(note).append('\n'));
    comparison.failures().forEach(f -> text.append("**Failed:** ").append(f).append('\n'));
    text.append("\nAll figures:\n\n").append(comparison.table().details());
    return text.toString();
  }

  /** A compile option's name. */
  private static final class KilnOption extends Choice<String> {
    KilnOption() {
      super("option", List.of("epochs", "fuel"), name -> name);
    }
  }

  /** An engine's name. */
  private static final class EngineName extends Choice<Engine> {
    EngineName() {
      super("contender", List.of(Engine.values()), Engine::name);
    }
  }
}
