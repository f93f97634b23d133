package dev.kiln.it.invariant;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;

/** What is alive in this JVM, by the JVM's own histogram. */
final class Heap {
  private Heap() {}

  /** How many objects of exactly this class can be reached. */
  static long count(Class<?> type) {
    try {
      String histogram =
          (String)
              ManagementFactory.getPlatformMBeanServer()
                  .invoke(
                      new ObjectName("com.sun.management:type=DiagnosticCommand"),
                      "gcClassHistogram",
                      new Object[] {new String[0]},
                      new String[] {String[].class.getName()});
      return histogram
          .lines()
          .map(line -> line.trim().split("\\s+"))
          .filter(words -> words.length >= 4 && words[3].equals(type.getName()))
          .mapToLong(words -> Long.parseLong(words[1]))
          .sum();
    } catch (JMException e) {
      throw new AssertionError(e);
    }
  }
}
