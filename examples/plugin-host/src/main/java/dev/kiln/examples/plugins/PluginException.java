package dev.kiln.examples.plugins;

/** A plugin did not do what it should; the message says what. */
final class PluginException extends RuntimeException {
  private static final long serialVersionUID = 1;

  PluginException(String message) {
    super(message);
  }
}
