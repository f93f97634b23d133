package dev.kiln.benchmarks.programs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.benchmarks.programs.Figures.Sample;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgramTableTest {
  /** Samples of this many milliseconds of wall time, half of it on a processor. */
  private static Figures figures(int... milliseconds) {
    List<Sample> samples =
        Arrays.stream(milliseconds)
            .mapToObj(ms -> new Sample(ms * 10_000_000L, ms * 5_000_000L, 10))
            .toList();
    return new Figures(300_000_000, new Sample(200_000_000, 150_000_000, 1), samples);
  }

  @Test
  void aFigureIsTheMedianOfTheSamplesPerRun() {
    Figures figures = figures(7, 3, 4, 100, 5);
    assertEquals(5, figures.steady(Clock.WALL), 1e-9);
    assertEquals(2.5, figures.steady(Clock.CPU), 1e-9);
    assertEquals(3, figures.min(Clock.WALL), 1e-9);
    assertEquals(100, figures.max(Clock.WALL), 1e-9);
    assertEquals(3.5, figures(3, 4).steady(Clock.WALL), 1e-9);
  }

  @Test
  void meansAreOverTheProgramsWithFiguresInBoth() {
    ProgramTable table = new ProgramTable();
    for (String program : List.of("a", "b", "c")) {
      table.addProgram(program);
      table.add(program, Engine.KILN, figures(10));
    }
    table.add("a", Engine.ENDIVE, figures(20));
    table.add("b", Engine.ENDIVE, figures(80));
    table.add("b", Engine.V8, figures(40));
    assertEquals(4, table.mean(Engine.ENDIVE, Engine.KILN, Clock.WALL).getAsDouble(), 1e-9);
    assertEquals(0.25, table.mean(Engine.KILN, Engine.V8, Clock.WALL).getAsDouble(), 1e-9);
    assertTrue(table.mean(Engine.NATIVE, Engine.KILN, Clock.WALL).isEmpty());
    assertEquals(
        """
        | program | Kiln ms | Endive ÷ Kiln | Kiln ÷ V8 | native ÷ Kiln | first run ms: Kiln | Endive | V8 | start-up ms: Kiln | Endive | V8 |
        |---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|
        | a | 10.0 | 2.00 | – | – | 200 | 200 | – | 300 | 300 | – |
        | b | 10.0 | 8.00 | 0.25 | – | 200 | 200 | 200 | 300 | 300 | 300 |
        | c | 10.0 | – | – | – | 200 | – | – | 300 | – | – |
        | **geometric mean** | | **4.00** | **0.25** | – | | | | | | |
        """,
        table.summary(Clock.WALL));
    assertTrue(
        table.details().contains("| b | V8 | 40.0 | 40.0–40.0 | 20.0 | 10 | 200 | 150 | 300 |\n"),
        table.details());
  }
}
