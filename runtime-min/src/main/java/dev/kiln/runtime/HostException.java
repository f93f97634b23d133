package dev.kiln.runtime;

/**
 * Carries what a host function threw through compiled code to the outermost boundary, which unwraps
 * it: so a host's own {@code IndexOutOfBoundsException} is never taken for a trap.
 */
final class HostException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What the host function threw. */
  final Throwable thrown;

  private HostException(Throwable thrown) {
    super(null, thrown, false, true); // its trace has the wasm functions
    this.thrown = thrown;
  }

  /** A carrier for {@code thrown}, which may be one itself. */
  static RuntimeException carrying(Throwable thrown) {
    return thrown instanceof HostException carrier ? carrier : new HostException(thrown);
  }
}
