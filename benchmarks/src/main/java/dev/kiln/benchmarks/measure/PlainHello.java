package dev.kiln.benchmarks.measure;

/** What start-up is compared with: a Java program that prints a line. */
public final class PlainHello {
  private PlainHello() {}

  /** Prints it. */
  public static void main(String[] args) {
    System.out.println("Hello, world!");
  }
}
