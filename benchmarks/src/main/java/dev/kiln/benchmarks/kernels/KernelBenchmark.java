package dev.kiln.benchmarks.kernels;

import dev.kiln.benchmarks.harness.Program;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One call of a kernel. Before the first, all contenders must return the same for a small size;
 * after each iteration, what was measured must have returned the right thing.
 *
 * <p>JMH's score is the time on the clock. Beside it, {@link Cpu} counts the time that the thread
 * had a processor: other programs on the machine disturb that much less, and {@link Report}
 * compares it.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class KernelBenchmark {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** The kernel; JMH sets it. */
  @Param
  @SuppressWarnings("NullAway.Init")
  public Kernel kernel;

  /** The engine; JMH sets it. */
  @Param
  @SuppressWarnings("NullAway.Init")
  public Contender contender;

  @SuppressWarnings("NullAway.Init")
  private Program program;

  private int size;
  private long last;

  /** Called by JMH. */
  public KernelBenchmark() {}

  /** Loads the kernel into each contender and compares what they return. */
  @Setup
  public void load() {
    for (Contender each : Contender.values()) {
      Program loaded = each.load(kernel);
      kernel.checkSmall(each, loaded);
      if (each == contender) {
        program = loaded;
      }
    }
    size = kernel.size();
  }

  /** What is measured. */
  @Benchmark
  public long run(Cpu cpu) {
    long start = THREADS.getCurrentThreadCpuTime();
    last = program.run(size);
    cpu.nanoseconds += THREADS.getCurrentThreadCpuTime() - start;
    cpu.calls++;
    return last;
  }

  /** Checks the last call's checksum. */
  @TearDown(Level.Iteration)
  public void check() {
    kernel.check(contender, last);
  }

  /** Sums over the measured iterations; JMH sets them to 0 at first. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Cpu {
    /** The processor time of the calls. */
    public long nanoseconds;

    /** How many there were. */
    public long calls;

    /** Called by JMH. */
    public Cpu() {}
  }
}
