package dev.kiln.maven;

/** The build cannot go on; the message is a sentence for the user. */
final class BuildException extends Exception {
  private static final long serialVersionUID = 1L;

  BuildException(String message) {
    super(message);
  }
}
