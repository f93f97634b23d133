package dev.kiln.cli;

import org.jspecify.annotations.Nullable;

/** The command cannot go on; the message is one sentence for the user. */
final class CliException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CliException(@Nullable String message) {
    super(message);
  }
}
