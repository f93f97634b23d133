package dev.kiln.benchmarks.harness;

/** Something that keeps figures from being had; the message is one sentence for the user. */
public final class MeasurementException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** With a sentence for the user. */
  public MeasurementException(String message) {
    super(message);
  }
}
