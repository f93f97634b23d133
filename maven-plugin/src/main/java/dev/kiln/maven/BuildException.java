package dev.kiln.maven;

/** The build fails; the message tells the user why, in one sentence. */
final class BuildException extends Exception {
  private static final long serialVersionUID = 1L;

  BuildException(String message) {
    super(message);
  }
}
