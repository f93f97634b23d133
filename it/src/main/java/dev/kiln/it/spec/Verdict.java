package dev.kiln.it.spec;

/**
 * What became of one assertion and why.
 *
 * @param outcome what became of it
 * @param detail the message of a failure, the proposals of a refusal, else empty
 */
record Verdict(Outcome outcome, String detail) {
  static final Verdict PASSED = new Verdict(Outcome.PASSED, "");

  static Verdict failed(String message) {
    return new Verdict(Outcome.FAILED, message);
  }

  static Verdict refused(String proposals) {
    return new Verdict(Outcome.REFUSED, proposals);
  }

  /** A failure by what was thrown; the place is of use where it is no exception of the runtime. */
  static Verdict failed(String context, Throwable thrown) {
    StackTraceElement[] trace = thrown.getStackTrace();
    return failed(context + ": " + thrown + (trace.length == 0 ? "" : " at " + trace[0]));
  }
}
