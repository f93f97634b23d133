package dev.kiln.benchmarks.processes;

import dev.kiln.benchmarks.harness.Jvm;
import dev.kiln.benchmarks.harness.Machine;
import dev.kiln.benchmarks.harness.MeasurementException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code startup}: how long a process takes that prints a line, in plain Java and from WebAssembly.
 * All processes of a round run one after the other, in the next round in the opposite order.
 */
@Command(
    name = "startup",
    description = "Measures whole processes that print a line, beside plain Java and Endive.")
public final class StartupCommand extends ProcessesCommand {
  /** The first JDK that makes and takes an AOT cache in one step. */
  private static final int AOT_CACHE = 25;

  @Option(names = "--jdk", paramLabel = "HOME", split = ",")
  private @Nullable List<Path> jdks;

  /** For the command line. */
  public StartupCommand() {
    super(20);
  }

  @Override
  String measure(Path folder, int times) throws IOException, InterruptedException {
    List<List<StartupRow>> groups = groups(folder);
    StartupRow.measure(groups.stream().flatMap(List::stream).toList(), times);
    StringBuilder text = new StringBuilder();
    text.append(
        "%s. Wall time of whole processes, %s each.%n%n"
            .formatted(Machine.today(), counted(times)));
    text.append("| process | median ms | least ms | ÷ plain Java: in a round | least |\n");
    text.append("|---|--:|--:|--:|--:|\n");
    groups.forEach(group -> group.forEach(row -> text.append(row.markdown(group.get(0)))));
    return text.toString();
  }

  /** How a jar is started. */
  private enum Way {
    JAR(""),
    CACHED_JAR(" with AOT cache"),

    /** Without {@code -jar} the launcher does not read the jar's directory; nor needs it then. */
    CACHED_CLASS_PATH(" with AOT cache, -cp");

    private final String label;

    Way(String label) {
      this.label = label;
    }

    private boolean isIn(Jvm jvm) {
      return this == JAR || jvm.feature() >= AOT_CACHE;
    }

    private List<String> arguments(Path jar) throws IOException {
      if (this != CACHED_CLASS_PATH) {
        return List.of("-jar", jar.toString());
      }
      try (JarFile file = new JarFile(jar.toFile())) {
        String main = file.getManifest().getMainAttributes().getValue(Attributes.Name.MAIN_CLASS);
        return List.of("-cp", jar.toString(), main);
      }
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
      for (Way way : Way.values()) {
        if (way.isIn(jvm)) {
          List<StartupRow> group = new ArrayList<>();
          for (Path jar : jars) {
            String name = StartupRow.LABELS.get(jars.indexOf(jar)) + ", Java " + jvm.feature();
            group.add(new StartupRow(name + way.label, process(jvm, folder, jar, way)));
          }
          groups.add(group);
        }
      }
    }
    return groups;
  }

  /** The process, with the cache it wants. */
  private static WholeProcess process(Jvm jvm, Path folder, Path jar, Way way)
      throws IOException, InterruptedException {
    List<String> program = way.arguments(jar);
    List<String> options = List.of();
    if (way != Way.JAR) {
      Path cache = folder.resolve(jar.getFileName() + "." + jvm.feature() + "." + way);
      checked(jvm, folder, Jvm.makingCache(cache), program);
      options = Jvm.withCache(cache);
    }
    return checked(jvm, folder, options, program);
  }

  /** A command that prints what it shall; it ran once. */
  private static WholeProcess checked(
      Jvm jvm, Path folder, List<String> options, List<String> program)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(jvm.java().toString());
    command.addAll(options);
    command.addAll(program);
    WholeProcess process = new WholeProcess(command, null);
    byte[] output = process.output(folder);
    String said = new String(output, StandardCharsets.UTF_8);
    if (!said.strip().startsWith("Hello, world!")) {
      throw new MeasurementException(command + " printed: " + said);
    }
    return process;
  }
}
