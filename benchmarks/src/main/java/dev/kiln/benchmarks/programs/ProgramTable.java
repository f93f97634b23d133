package dev.kiln.benchmarks.programs;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** What was measured, by program and engine, and the Markdown made of it. */
final class ProgramTable {
  private static final String NONE = "–";

  private final Map<String, Map<Engine, Figures>> rows = new LinkedHashMap<>();

  /** Adds a row; figures follow. */
  void addProgram(String program) {
    rows.put(program, new EnumMap<>(Engine.class));
  }

  /** Adds what a process measured, to the row that was added last or to an earlier one. */
  void add(String program, Engine engine, Figures figures) {
    rows.computeIfAbsent(program, p -> new EnumMap<>(Engine.class)).put(engine, figures);
  }

  /** The steady time of one engine through that of another; empty where one has no figures. */
  OptionalDouble ratio(String program, Engine upper, Engine lower, Clock clock) {
    Optional<Figures> above = figures(program, upper);
    Optional<Figures> below = figures(program, lower);
    return above.isPresent() && below.isPresent()
        ? OptionalDouble.of(above.get().steady(clock) / below.get().steady(clock))
        : OptionalDouble.empty();
  }

  /** The geometric mean over the programs with figures in both; empty where there are none. */
  OptionalDouble mean(Engine upper, Engine lower, Clock clock) {
    OptionalDouble logarithm =
        rows.keySet().stream()
            .map(program -> ratio(program, upper, lower, clock))
            .filter(OptionalDouble::isPresent)
            .mapToDouble(ratio -> Math.log(ratio.getAsDouble()))
            .average();
    return logarithm.isPresent()
        ? OptionalDouble.of(Math.exp(logarithm.getAsDouble()))
        : OptionalDouble.empty();
  }

  /** The table of ratios, with first runs and start-up beside them. */
  String summary(Clock clock) {
    StringBuilder text = new StringBuilder();
    text.append("| program | Kiln ms | Endive ÷ Kiln | Kiln ÷ V8 | native ÷ Kiln");
    text.append(" | first run ms: Kiln | Endive | V8 | start-up ms: Kiln | Endive | V8 |\n");
    text.append("|---").append("|--:".repeat(10)).append("|\n");
    for (String program : rows.keySet()) {
      text.append("| ").append(program);
      Optional<Figures> kiln = figures(program, Engine.KILN);
      cell(text, kiln.map(f -> milliseconds(f.steady(clock))));
      cell(text, ratio(program, Engine.ENDIVE, Engine.KILN, clock));
      cell(text, ratio(program, Engine.KILN, Engine.V8, clock));
      cell(text, ratio(program, Engine.NATIVE, Engine.KILN, clock));
      List<Engine> engines = List.of(Engine.KILN, Engine.ENDIVE, Engine.V8);
      for (Engine engine : engines) {
        cell(text, figures(program, engine).map(f -> milliseconds(f.first().milliseconds(clock))));
      }
      for (Engine engine : engines) {
        cell(text, figures(program, engine).map(f -> milliseconds(f.startUp() / 1e6)));
      }
      text.append(" |\n");
    }
    text.append("| **geometric mean** |");
    bold(text, mean(Engine.ENDIVE, Engine.KILN, clock));
    bold(text, mean(Engine.KILN, Engine.V8, clock));
    bold(text, mean(Engine.NATIVE, Engine.KILN, clock));
    return text.append(" |".repeat(7)).append('\n').toString();
  }

  /** Every figure, on both clocks. */
  String details() {
    StringBuilder text = new StringBuilder();
    text.append("| program | engine | steady: wall ms | min–max | processor ms | runs per sample");
    text.append(" | first run: wall ms | processor ms | start-up ms |\n");
    text.append("|---|---").append("|--:".repeat(7)).append("|\n");
    rows.forEach(
        (program, row) ->
            row.forEach(
                (engine, figures) -> {
                  text.append("| ").append(program).append(" | ").append(engine.label());
                  cell(text, Optional.of(milliseconds(figures.steady(Clock.WALL))));
                  cell(text, Optional.of(range(figures)));
                  cell(text, Optional.of(milliseconds(figures.steady(Clock.CPU))));
                  cell(text, Optional.of(Integer.toString(lastRuns(figures))));
                  cell(text, Optional.of(milliseconds(figures.first().milliseconds(Clock.WALL))));
                  cell(text, Optional.of(milliseconds(figures.first().milliseconds(Clock.CPU))));
                  cell(text, Optional.of(milliseconds(figures.startUp() / 1e6)));
                  text.append(" |\n");
                }));
    return text.toString();
  }

  private static int lastRuns(Figures figures) {
    return figures.samples().get(figures.samples().size() - 1).runs();
  }

  private Optional<Figures> figures(String program, Engine engine) {
    return Optional.ofNullable(rows.getOrDefault(program, Map.of()).get(engine));
  }

  private static String range(Figures figures) {
    return milliseconds(figures.min(Clock.WALL)) + "–" + milliseconds(figures.max(Clock.WALL));
  }

  private static void cell(StringBuilder text, Optional<String> content) {
    text.append(" | ").append(content.orElse(NONE));
  }

  private static void cell(StringBuilder text, OptionalDouble ratio) {
    text.append(" | ").append(ratio.isPresent() ? ratio(ratio.getAsDouble()) : NONE);
  }

  private static void bold(StringBuilder text, OptionalDouble ratio) {
    text.append(" | ");
    text.append(ratio.isPresent() ? "**" + ratio(ratio.getAsDouble()) + "**" : NONE);
  }

  private static String ratio(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  /** Three digits, as far as a measurement means them. */
  private static String milliseconds(double value) {
    return String.format(
        Locale.ROOT, value >= 99.95 ? "%.0f" : value >= 9.995 ? "%.1f" : "%.2f", value);
  }
}
