package dev.kiln.runtime;

/**
 * A module could not be loaded or its imports do not fit. The message names the module, the import
 * and both types. Nothing was changed.
 */
public final class LinkException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** With a sentence for the user. */
  public LinkException(String message) {
    super(message);
  }
}
