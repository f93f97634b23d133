package dev.kiln.compiler.validate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.compiler.api.WasmException;
import dev.kiln.compiler.decode.ModuleDecoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Decodes and validates every binary module of the official test suite. Needs the suite in {@code
 * ../shared/spec/testsuite} and is skipped elsewhere. Proposals that are not part of WebAssembly
 * 3.0 and not known to the decoder are left out.
 */
class OfficialSuiteTest {
  private static final Set<String> UNKNOWN_PROPOSALS =
      Set.of("custom-page-sizes", "wide-arithmetic", "custom-descriptors");

  /** What the scripts of the threads proposal, older than 3.0, still call invalid. */
  private static final Set<String> SUPERSEDED = Set.of("multiple memories", "multiple tables");

  /** How many modules need which proposals, in the suite at commit 193e551. */
  private static final Map<String, Integer> REFUSALS =
      Map.ofEntries(
          Map.entry("exception handling", 46),
          Map.entry("exception handling + garbage collection", 2),
          Map.entry("exception handling + legacy exception handling", 2),
          Map.entry("exception handling + tail calls", 1),
          Map.entry("fixed-width SIMD", 1082),
          Map.entry("fixed-width SIMD + relaxed SIMD", 8),
          Map.entry("garbage collection", 163),
          Map.entry("garbage collection + memory64", 1),
          Map.entry("legacy exception handling", 7),
          Map.entry("memory64", 513),
          Map.entry("tail calls", 48),
          Map.entry("threads", 62));

  private static final String ACCEPTED = "accepted";

  private final ObjectMapper json = new ObjectMapper();
  private final List<String> wrong = new ArrayList<>();
  private final List<String> otherText = new ArrayList<>();
  private final Map<String, Integer> counts = new TreeMap<>();
  private final Map<String, Integer> refusals = new TreeMap<>();

  @Test
  void everyModuleGetsTheVerdictOfTheSuite() throws IOException {
    Path suite = SharedFiles.suite();
    for (Path script : SharedFiles.files(suite, ".json")) {
      String name = suite.relativize(script.getParent()).toString();
      if (UNKNOWN_PROPOSALS.stream().noneMatch(name::contains)) {
        script(name, script);
      }
    }
    report();
    assertEquals(List.of(), wrong);
    assertEquals(REFUSALS, refusals);
    assertTrue(counts.getOrDefault("module: accepted", 0) > 1000, counts::toString);
  }

  private void script(String name, Path script) throws IOException {
    for (JsonNode command : json.readTree(script.toFile()).get("commands")) {
      boolean binary = command.path("module_type").asText().equals("binary");
      if (binary && command.has("filename")) {
        command(name, command, script.resolveSibling(command.get("filename").asText()));
      }
    }
  }

  private void command(String name, JsonNode command, Path file) throws IOException {
    String type = command.get("type").asText();
    String verdict;
    String detail = "";
    try {
      ModuleValidator.validate(ModuleDecoder.decode(name, Files.readAllBytes(file)));
      verdict = ACCEPTED;
    } catch (WasmException e) {
      verdict = e.reason().toString();
      detail = e.detail();
    }
    String text = command.path("text").asText();
    boolean superseded = name.startsWith("proposals/threads") && SUPERSEDED.contains(text);
    counts.merge(
        type + ": " + verdict + (superseded ? " (\"" + text + "\")" : ""), 1, Integer::sum);
    boolean refused = verdict.equals(WasmException.Reason.UNSUPPORTED.toString());
    String expected =
        switch (type) {
          case "assert_malformed" -> WasmException.Reason.MALFORMED.toString();
          case "assert_invalid" -> superseded ? ACCEPTED : WasmException.Reason.INVALID.toString();
          default -> ACCEPTED;
        };
    String line = name + ":" + command.get("line") + ": " + file.getFileName() + ": ";
    if (refused) {
      refusals.merge(proposals(detail), 1, Integer::sum);
    }
    if (!verdict.equals(expected) && !(refused && !type.equals("assert_malformed"))) {
      wrong.add(line + "expected " + expected + ", got " + verdict + " " + detail);
    } else if (!refused && !verdict.equals(ACCEPTED) && !detail.startsWith(text)) {
      otherText.add(line + text + " <> " + detail);
    }
  }

  /** The quoted names, joined. */
  private static String proposals(String detail) {
    return Pattern.compile("\"([^\"]+)\"")
        .matcher(detail)
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.joining(" + "));
  }

  private void report() {
    counts.forEach((what, count) -> System.out.println(count + "\t" + what));
    refusals.forEach((proposals, count) -> System.out.println(count + "\tneed " + proposals));
    System.out.println(otherText.size() + "\twith a text that is not the suite's");
    if (Boolean.getBoolean("kiln.suite.verbose")) {
      otherText.forEach(System.out::println);
    }
  }
}
