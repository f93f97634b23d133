package dev.kiln.benchmarks.embedding;

import com.sun.management.ThreadMXBean;
import dev.kiln.benchmarks.harness.Program;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * A batch of a {@link Row}; both engines must return the same for one. Beside JMH's score it counts
 * the processor time of the thread and the bytes it allocates. How often and how long JMH measures
 * is the command's {@code Plan}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EmbeddingBenchmark {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** What is measured; JMH sets it. */
  @Param
  @SuppressWarnings("NullAway.Init")
  public Row row;

  /** Whether it is measured in Kiln, else in Endive; JMH sets it. */
  @Param({"true", "false"})
  public boolean kiln;

  @SuppressWarnings("NullAway.Init")
  private Program program;

  private long expected;

  /** Called by JMH. */
  public EmbeddingBenchmark() {}

  /** Loads the program and learns from the other engine what it must return. */
  @Setup
  public void load() {
    program = row.load(kiln);
    expected = row.load(!kiln).run(row.batch());
  }

  /** What is measured. */
  @Benchmark
  public long run(Counts counts) {
    long bytes = THREADS.getCurrentThreadAllocatedBytes();
    long start = THREADS.getCurrentThreadCpuTime();
    long result = program.run(row.batch());
    counts.nanoseconds += THREADS.getCurrentThreadCpuTime() - start;
    counts.bytes += THREADS.getCurrentThreadAllocatedBytes() - bytes;
    counts.calls += row.batch();
    if (result != expected) {
      throw new IllegalStateException(
          row.label() + ": got " + result + ", the other engine says " + expected);
    }
    return result;
  }

  /** Sums over the measured iterations; JMH sets them to 0 at first. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Counts {
    /** The processor time. */
    public long nanoseconds;

    /** What was allocated. */
    public long bytes;

    /** How often the row was done. */
    public long calls;

    /** Called by JMH. */
    public Counts() {}
  }
}
