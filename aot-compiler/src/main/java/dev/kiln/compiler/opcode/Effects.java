package dev.kiln.compiler.opcode;

/**
 * What evaluating an expression depends on and does, as bits. Decides what may be moved past what.
 */
public final class Effects {
  /** Reads a memory. */
  public static final int READS_MEMORY = 1;

  /** Reads a global, a table, or a size. */
  public static final int READS_STATE = 2;

  /** May trap for a memory access. */
  public static final int TRAPS_MEMORY = 4;

  /** May trap for another reason. */
  public static final int TRAPS_OTHER = 8;

  /** Writes anything but a variable; calls do. */
  public static final int WRITES = 16;

  /** May replace the array behind a memory. */
  public static final int GROWS = 32;

  /** Leaves the straight line: what is pending and has effects must have happened. */
  public static final int CONTROL = 64;

  /** Any trap. */
  public static final int TRAPS = TRAPS_MEMORY | TRAPS_OTHER;

  /** Any read but of variables. */
  public static final int READS = READS_MEMORY | READS_STATE;

  /** Everything a call of unknown code does. */
  public static final int CALL = READS | TRAPS | WRITES;

  private Effects() {}

  /**
   * Whether {@code earlier}, not evaluated yet, has to be before {@code later} is.
   *
   * <p>Two accesses that may only trap for memory may change places: which one traps first shows
   * nowhere.
   */
  public static boolean ordered(int earlier, int later) {
    if ((earlier & WRITES) != 0) {
      return later != 0;
    }
    if ((earlier & TRAPS) != 0 && (later & (WRITES | CONTROL)) != 0) {
      return true;
    }
    if ((earlier & READS) != 0 && (later & WRITES) != 0) {
      return true;
    }
    int traps = (earlier | later) & TRAPS;
    return (earlier & TRAPS) != 0 && (later & TRAPS) != 0 && traps != TRAPS_MEMORY;
  }

  /** Whether an expression may be evaluated at another place, as far as variables allow. */
  public static boolean movable(int effects) {
    return (effects & (WRITES | TRAPS)) == 0;
  }
}
