package dev.kiln.runtime.abi;

/** The version of the interface in this package. */
public final class Abi {
  /**
   * Compiled into every module class and compared when a module is loaded. It grows with each
   * change that a module compiled before would notice.
   */
  public static final int VERSION = 5;

  private Abi() {}
}
