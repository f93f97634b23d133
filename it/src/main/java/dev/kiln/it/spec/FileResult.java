package dev.kiln.it.spec;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The counts of one script, and its failures. {@link SuiteJson} writes and reads it. */
@JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.ANY)
public final class FileResult {
  private final String name;
  private final Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
  private final Map<String, Integer> refusals = new TreeMap<>();
  private final List<String> failures = new ArrayList<>();

  /** An empty result. */
  public FileResult(String name) {
    this(name, Map.of(), Map.of(), List.of());
  }

  /** For {@link SuiteJson}. */
  @JsonCreator
  FileResult(
      @JsonProperty("name") String name,
      @JsonProperty("counts") Map<Outcome, Integer> counts,
      @JsonProperty("refusals") Map<String, Integer> refusals,
      @JsonProperty("failures") List<String> failures) {
    this.name = name;
    this.counts.putAll(counts);
    this.refusals.putAll(refusals);
    this.failures.addAll(failures);
  }

  /** Counts an assertion. */
  void count(int line, Verdict verdict) {
    counts.merge(verdict.outcome(), 1, Integer::sum);
    if (verdict.outcome() == Outcome.REFUSED) {
      refusals.merge(verdict.detail(), 1, Integer::sum);
    } else if (verdict.outcome() == Outcome.FAILED) {
      int slash = name.lastIndexOf('/');
      failures.add(name.substring(slash + 1) + ".wast:" + line + ": " + verdict.detail());
    }
  }

  /** The script. */
  public String name() {
    return name;
  }

  /** How many assertions ended so. */
  public int count(Outcome outcome) {
    return counts.getOrDefault(outcome, 0);
  }

  /** Refused assertions by the proposals they need. */
  public Map<String, Integer> refusals() {
    return Collections.unmodifiableMap(refusals);
  }

  /** One message with script and line for each failed assertion. */
  public List<String> failures() {
    return Collections.unmodifiableList(failures);
  }
}
