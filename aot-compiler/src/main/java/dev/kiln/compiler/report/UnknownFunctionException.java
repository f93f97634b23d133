package dev.kiln.compiler.report;

/** No function, or not exactly one, is what the user asked for; the message is one sentence. */
public final class UnknownFunctionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnknownFunctionException(String message) {
    super(message);
  }
}
