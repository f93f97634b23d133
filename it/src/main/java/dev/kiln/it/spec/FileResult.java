package dev.kiln.it.spec;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The counts of one script, and its failures. Written and read as lines. */
public final class FileResult {
  private final String name;
  private final Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
  private final Map<String, Integer> refusals = new TreeMap<>();
  private final List<String> failures = new ArrayList<>();

  /** An empty result. */
  public FileResult(String name) {
    this.name = name;
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

  /** The result as lines. */
  List<String> toLines() {
    List<String> lines = new ArrayList<>();
    StringBuilder file = new StringBuilder("file\t" + name);
    for (Outcome outcome : Outcome.values()) {
      file.append('\t').append(count(outcome));
    }
    lines.add(file.toString());
    refusals.forEach((proposals, n) -> lines.add("refused\t" + proposals + '\t' + n));
    failures.forEach(failure -> lines.add("failure\t" + ScriptWriter.escape(failure)));
    return lines;
  }

  /** Reads the lines of several results. */
  public static List<FileResult> fromLines(List<String> lines) {
    List<FileResult> results = new ArrayList<>();
    for (String line : lines) {
      String[] parts = line.split("\t", -1);
      if (parts[0].equals("file")) {
        FileResult result = new FileResult(parts[1]);
        for (Outcome outcome : Outcome.values()) {
          result.counts.put(outcome, Integer.parseInt(parts[2 + outcome.ordinal()]));
        }
        results.add(result);
      } else {
        FileResult last = results.get(results.size() - 1);
        if (parts[0].equals("refused")) {
          last.refusals.put(parts[1], Integer.parseInt(parts[2]));
        } else {
          last.failures.add(ScriptReader.unescape(parts[1]));
        }
      }
    }
    return results;
  }
}
