package dev.kiln.cli;

import org.jspecify.annotations.Nullable;

/** The command fails; the message tells the user why, in one sentence. */
final class CliException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CliException(@Nullable String message) {
    super(message);
  }
}
