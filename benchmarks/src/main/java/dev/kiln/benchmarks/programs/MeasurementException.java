package dev.kiln.benchmarks.programs;

/** Something that keeps figures from being had; the message is one sentence for the user. */
final class MeasurementException extends RuntimeException {
  private static final long serialVersionUID = 1;

  MeasurementException(String message) {
    super(message);
  }
}
