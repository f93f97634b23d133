package dev.kiln.benchmarks.programs;

import dev.kiln.benchmarks.HelpOption;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code startup}: how long a process takes that prints a line, in plain Java and from WebAssembly.
 * All processes of a round run one after the other, in the next round in the opposite order.
 */
@Command(
    name = "startup",
    description = "Measures whole processes that print a line, beside plain Java and Endive.")
public final class StartupCommand implements Callable<Integer> {
  private static final int FAILED = 1;

  /** The first JDK that makes and takes an AOT cache in one step. */
  private static final int AOT_CACHE = 25;

  @Spec private CommandSpec spec;

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "20",
      description = "How often each process runs; the median counts (${DEFAULT-VALUE}).")
  private int runs;

  @Option(
      names = "--jdk",
      paramLabel = "HOME",
      split = ",",
      description = "These JDKs, from 17 on, separated by commas; else that of this process.")
  private @Nullable List<Path> jdks;

  @Mixin private HelpOption help = new HelpOption();

  /** For the command line. */
  public StartupCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (runs < 1) {
      throw new ParameterException(
          spec.commandLine(), "--runs takes a number from 1 on, not \"" + runs + "\"");
    }
    PrintWriter err = spec.commandLine().getErr();
    try (Workbench bench = Workbench.open()) {
      List<List<StartupRow>> groups = groups(bench.folder());
      StartupRow.measure(groups.stream().flatMap(List::stream).toList(), runs);
      PrintWriter output = spec.commandLine().getOut();
      output.print(report(groups));
      output.flush();
      return 0;
    } catch (MeasurementException e) {
      err.println("benchmarks: " + e.getMessage());
      err.flush();
      return FAILED;
    }
  }

  /** What is compared with each other; in each group plain Java is the first. */
  private List<List<StartupRow>> groups(Path folder) throws IOException, InterruptedException {
    ProgramJars hello = new ProgramJars(folder);
    List<Path> jars = List.of(hello.plain(), hello.kiln(), hello.endive());
    List<List<StartupRow>> groups = new ArrayList<>();
    List<Path> homes = jdks;
    List<Jvm> jvms =
        homes == null
            ? List.of(Jvm.current())
            : homes.stream().map(home -> new Jvm(home.toAbsolutePath()).checked()).toList();
    for (Jvm jvm : jvms) {
      List<StartupRow> without = new ArrayList<>();
      List<StartupRow> with = new ArrayList<>();
      for (Path jar : jars) {
        String name = StartupRow.LABELS.get(jars.indexOf(jar)) + ", Java " + jvm.feature();
        without.add(new StartupRow(name, checked(jvm, folder, List.of("-jar", jar.toString()))));
        if (jvm.feature() >= AOT_CACHE) {
          Path cache = folder.resolve(jar.getFileName() + "." + with.size() + groups.size());
          checked(jvm, folder, List.of("-XX:AOTCacheOutput=" + cache, "-jar", jar.toString()));
          List<String> cached =
              List.of("-XX:AOTMode=on", "-XX:AOTCache=" + cache, "-jar", jar.toString());
          with.add(new StartupRow(name + " with AOT cache", checked(jvm, folder, cached)));
        }
      }
      Stream.of(without, with).filter(group -> !group.isEmpty()).forEach(groups::add);
    }
    return groups;
  }

  /** A command that prints what it shall; it ran once. */
  private static WholeProcess checked(Jvm jvm, Path folder, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(jvm.java().toString());
    command.addAll(arguments);
    WholeProcess process = new WholeProcess(command, null);
    byte[] output = process.output(folder);
    String said = new String(output, StandardCharsets.UTF_8);
    if (!said.strip().startsWith("Hello, world!")) {
      throw new MeasurementException(command + " printed: " + said);
    }
    return process;
  }

  private String report(List<List<StartupRow>> groups) {
    StringBuilder text = new StringBuilder();
    text.append(
        "%s. %s. Wall time of whole processes, %d run%s each.%n%n"
            .formatted(
                LocalDate.now(ZoneOffset.UTC), Machine.description(), runs, runs == 1 ? "" : "s"));
    text.append("| process | median ms | least ms | ÷ plain Java: medians | least |\n");
    text.append("|---|--:|--:|--:|--:|\n");
    groups.forEach(group -> group.forEach(row -> text.append(row.markdown(group.get(0)))));
    return text.toString();
  }
}
