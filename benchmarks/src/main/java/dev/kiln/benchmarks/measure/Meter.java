package dev.kiln.benchmarks.measure;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Runs a program again and again on one thread, prints how long it takes, compares its output. */
final class Meter {
  /** Programs recurse deeper than Java's default stack holds. */
  private static final long STACK_BYTES = 64L << 20;

  private final Order order;
  private final Engine engine;

  /** Ended when the first run has, and when its time has been read. */
  private final CountDownLatch firstRun = new CountDownLatch(1);

  private final CountDownLatch goOn = new CountDownLatch(1);

  private Meter(Order order, Engine engine) {
    this.order = order;
    this.engine = engine;
  }

  /** An engine, with the module that the order names. */
  @FunctionalInterface
  interface Engine {
    /** Loads the compiled module. */
    Runs load(Order order) throws Exception;
  }

  /** A loaded module. */
  @FunctionalInterface
  interface Runs {
    /** Runs the program in a fresh instance. */
    Outcome run() throws Exception;
  }

  /**
   * What a run left.
   *
   * @param exit the exit code
   * @param output standard output
   * @param errors standard error
   */
  record Outcome(int exit, byte[] output, byte[] errors) {}

  /** Does what {@code args} order and ends this JVM: 0, or 1 and a message on standard error. */
  static void main(String[] args, Engine engine) throws Exception {
    new Meter(Order.parse(args), engine).start();
  }

  /**
   * The classes that read a thread's time are loaded only after the first run, and by this thread:
   * they are no part of the program's start-up. So the other thread waits meanwhile.
   */
  private void start() throws InterruptedException {
    long[] first = new long[1];
    Thread thread =
        new Thread(
            null,
            () -> {
              try {
                measure(first);
              } catch (Throwable e) {
                e.printStackTrace();
                System.exit(1);
              }
            },
            "program",
            STACK_BYTES);
    thread.start();
    firstRun.await();
    System.out.println("started");
    long cpu = ManagementFactory.getThreadMXBean().getThreadCpuTime(thread.getId());
    System.out.println("first " + first[0] + " " + cpu);
    goOn.countDown();
    thread.join();
  }

  private void measure(long[] first) throws Exception {
    long start = System.nanoTime();
    Runs program = engine.load(order);
    Outcome expected = program.run();
    first[0] = System.nanoTime() - start;
    firstRun.countDown();
    goOn.await();
    check(expected, expected);
    Files.write(order.output(), expected.output());
    long end = start + TimeUnit.MILLISECONDS.toNanos(order.warmup());
    while (System.nanoTime() - end < 0) {
      check(program.run(), expected);
    }
    for (int i = 0; i < order.samples(); i++) {
      sample(program, expected);
    }
  }

  private void sample(Runs program, Outcome expected) throws Exception {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long least = TimeUnit.MILLISECONDS.toNanos(order.sample());
    long wall = 0;
    long cpu = 0;
    int runs = 0;
    do {
      long cpuStart = threads.getCurrentThreadCpuTime();
      long start = System.nanoTime();
      Outcome outcome = program.run();
      wall += System.nanoTime() - start;
      cpu += threads.getCurrentThreadCpuTime() - cpuStart;
      runs++;
      check(outcome, expected);
    } while (wall < least);
    System.out.println("sample " + wall + " " + cpu + " " + runs);
  }

  private static void check(Outcome outcome, Outcome expected) throws IOException {
    if (outcome.exit() != 0) {
      throw new IOException(
          "the program ended with exit code "
              + outcome.exit()
              + " and wrote on standard error: "
              + new String(outcome.errors(), StandardCharsets.UTF_8).strip());
    }
    if (!Arrays.equals(outcome.output(), expected.output())) {
      throw new IOException("a later run's output is not that of the first");
    }
  }
}
