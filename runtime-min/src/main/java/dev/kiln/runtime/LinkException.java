package dev.kiln.runtime;

/**
 * A module could not be loaded, its imports do not fit, or a memory or table is larger than can be
 * had. The message names the module, the import and both types. Where imports do not fit, nothing
 * was changed.
 */
public final class LinkException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** With a sentence for the user. */
  public LinkException(String message) {
    super(message);
  }
}
