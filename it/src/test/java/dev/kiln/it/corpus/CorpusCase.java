package dev.kiln.it.corpus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.it.support.Workplace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run of a program.
 *
 * @param name its name in {@code cases.json}
 * @param wasm the module's file
 * @param argv the arguments, the program's name first
 * @param input the file for standard input, null for none
 * @param dirs preopened directories as {@code HOST::GUEST}
 * @param exit the exit code expected
 * @param output the file with the expected standard output
 */
record CorpusCase(
    String name,
    Path wasm,
    List<String> argv,
    @Nullable Path input,
    List<String> dirs,
    int exit,
    Path output) {

  /** All cases. */
  static List<CorpusCase> all() throws IOException {
    Path folder = Workplace.corpus();
    List<CorpusCase> cases = new ArrayList<>();
    for (JsonNode c : new ObjectMapper().readTree(folder.resolve("cases.json").toFile())) {
      List<String> argv = new ArrayList<>();
      c.get("argv").forEach(arg -> argv.add(arg.textValue()));
      List<String> dirs = new ArrayList<>();
      c.get("preopen")
          .properties()
          .forEach(
              entry ->
                  dirs.add(folder.resolve(entry.getValue().textValue()) + "::" + entry.getKey()));
      String input = c.get("stdin").textValue();
      JsonNode exit = c.get("exit");
      cases.add(
          new CorpusCase(
              c.get("case").textValue(),
              folder.resolve(c.get("wasm").textValue()),
              argv,
              input == null ? null : folder.resolve(input),
              dirs,
              exit.isTextual() ? CorpusExecutor.TRAPPED : exit.intValue(),
              folder.resolve(c.get("stdout").textValue())));
    }
    return cases;
  }

  /** The name of the class for the module. */
  String className() {
    String file = wasm.getFileName().toString().replace(".wasm", "");
    return "corpus.P_" + file.replaceAll("\\W", "_");
  }
}
