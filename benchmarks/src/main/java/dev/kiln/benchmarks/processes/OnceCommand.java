package dev.kiln.benchmarks.processes;

import dev.kiln.benchmarks.corpus.CorpusOptions;
import dev.kiln.benchmarks.corpus.Workload;
import dev.kiln.benchmarks.harness.Jvm;
import dev.kiln.benchmarks.harness.Machine;
import dev.kiln.benchmarks.harness.MeasurementException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * {@code once}: how long a process takes that runs a real program once, from a jar: by default,
 * with an AOT cache, with the first of the JVM's two compilers only, and with both. All processes
 * of a round run one after the other, in the next round in the opposite order.
 */
@Command(
    name = "once",
    description = "Measures whole processes that run a WASI program once, from a jar.")
public final class OnceCommand extends ProcessesCommand {
  @Mixin private CorpusOptions corpus = new CorpusOptions();

  /** For the command line. */
  public OnceCommand() {
    super(5);
  }

  /** A program in each of the ways. */
  private record Row(
      String name, StartupRow plain, StartupRow cached, StartupRow first, StartupRow both) {
    List<StartupRow> all() {
      return List.of(plain, cached, first, both);
    }
  }

  @Override
  String measure(Path folder, int times) throws IOException, InterruptedException {
    List<Row> rows = new ArrayList<>();
    for (Workload workload : corpus.read(false)) {
      rows.add(row(workload, folder));
    }
    StartupRow.measure(rows.stream().flatMap(row -> row.all().stream()).toList(), times);
    return report(rows, times);
  }

  /** Compiles a program, makes its cache, and compares what it prints in each of the ways. */
  private static Row row(Workload workload, Path folder) throws IOException, InterruptedException {
    Jvm jvm = Jvm.current();
    Path jar = new ProgramJars(folder).kiln(workload);
    Path cache = folder.resolve(jar.getFileName() + ".aot");
    process(jvm, Jvm.makingCache(cache), jar, workload).milliseconds();
    List<String> cached = Jvm.withCache(cache);
    List<String> first = List.of("-XX:TieredStopAtLevel=1");
    List<String> both = new ArrayList<>(first);
    both.addAll(cached);
    Row row =
        new Row(
            workload.name(),
            new StartupRow("default", process(jvm, List.of(), jar, workload)),
            new StartupRow("AOT cache", process(jvm, cached, jar, workload)),
            new StartupRow("C1 only", process(jvm, first, jar, workload)),
            new StartupRow("both", process(jvm, both, jar, workload)));
    Path expected = workload.expected();
    byte @Nullable [] right = expected == null ? null : Files.readAllBytes(expected);
    for (StartupRow way : row.all()) {
      byte[] output = way.process().output(folder);
      if (right != null && !Arrays.equals(output, right)) {
        throw new MeasurementException(
            way.process().command() + " printed something else than it shall");
      }
      right = output;
    }
    return row;
  }

  private static WholeProcess process(Jvm jvm, List<String> options, Path jar, Workload workload) {
    List<String> command = new ArrayList<>(List.of(jvm.java().toString()));
    command.addAll(options);
    List<String> dirs = new ArrayList<>();
    for (Map.Entry<String, Path> dir : workload.dirs().entrySet()) {
      dirs.add(dir.getValue() + "::" + dir.getKey());
    }
    if (!dirs.isEmpty()) {
      command.add("-Dkiln.dir=" + String.join(",", dirs));
    }
    command.addAll(List.of("-jar", jar.toString()));
    command.addAll(workload.argv().subList(1, workload.argv().size()));
    return new WholeProcess(command, workload.input());
  }

  private static String report(List<Row> rows, int times) {
    StringBuilder text = new StringBuilder();
    text.append(
        "%s, %s. Wall time of whole processes, median of %s.%n%n"
            .formatted(Machine.today(), Jvm.current().description(), counted(times)));
    text.append(
        "| program | default ms | AOT cache ms | C1 only ms | both ms | both ÷ default |\n");
    text.append("|---|--:|--:|--:|--:|--:|\n");
    for (Row row : rows) {
      text.append(
          String.format(
              Locale.ROOT,
              "| %s | %.0f | %.0f | %.0f | %.0f | %.2f |%n",
              row.name(),
              row.plain().median(),
              row.cached().median(),
              row.first().median(),
              row.both().median(),
              row.both().median() / row.plain().median()));
    }
    return text.toString();
  }
}
