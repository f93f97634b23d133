package dev.kiln.it.spec;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;

/** Scripts and results as JSON: one JVM writes them, another reads them. */
public final class SuiteJson {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<List<Command>> COMMANDS = new TypeReference<>() {};
  private static final TypeReference<List<FileResult>> RESULTS = new TypeReference<>() {};

  private SuiteJson() {}

  /** Writes the commands of a script. */
  public static byte[] write(List<Command> commands) throws IOException {
    return JSON.writerFor(COMMANDS).writeValueAsBytes(commands);
  }

  /** Reads what {@link #write} wrote. */
  static List<Command> read(byte[] commands) throws IOException {
    return JSON.readValue(commands, COMMANDS);
  }

  /** Writes the results of all scripts. */
  static byte[] writeResults(List<FileResult> results) throws IOException {
    return JSON.writerFor(RESULTS).writeValueAsBytes(results);
  }

  /** Reads what {@link SuiteExecutor} wrote. */
  public static List<FileResult> readResults(byte[] results) throws IOException {
    return JSON.readValue(results, RESULTS);
  }
}
