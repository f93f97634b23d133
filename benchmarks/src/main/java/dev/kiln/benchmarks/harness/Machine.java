package dev.kiln.benchmarks.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.stream.Stream;

/** Describes the machine, without what would tell which one it is. */
public final class Machine {
  private Machine() {}

  /** Such as "AMD EPYC, 2 processors, Linux 6.1 (amd64)". */
  public static String description() {
    int processors = Runtime.getRuntime().availableProcessors();
    return "%s, %d processor%s, %s %s (%s)"
        .formatted(
            processor(),
            processors,
            processors == 1 ? "" : "s",
            System.getProperty("os.name"),
            System.getProperty("os.version").replaceFirst("^(\\d+\\.\\d+).*", "$1"),
            System.getProperty("os.arch"));
  }

  /** Today and the machine: how a report begins. */
  public static String today() {
    return LocalDate.now(ZoneOffset.UTC) + ". " + description();
  }

  private static String processor() {
    Path file = Path.of("/proc/cpuinfo"); // Linux has it
    if (Files.isReadable(file)) {
      try (Stream<String> lines = Files.lines(file)) {
        return lines
            .filter(line -> line.startsWith("model name"))
            .map(line -> line.substring(line.indexOf(':') + 1).strip())
            .findFirst()
            .orElse("processor of unknown name");
      } catch (IOException e) {
        return "processor of unknown name";
      }
    }
    return "processor of unknown name";
  }
}
