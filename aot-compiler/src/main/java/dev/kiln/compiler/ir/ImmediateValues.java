package dev.kiln.compiler.ir;

/**
 * The immediates of an instruction, as {@code InstructionReader} returns them; 0 where it has none.
 *
 * @param index the first index; the memory of a load or store
 * @param index2 the second index
 * @param offset the constant part of the address of a load or store, unsigned
 */
public record ImmediateValues(int index, int index2, long offset) {
  /** Of an instruction without immediates. */
  public static final ImmediateValues NONE = new ImmediateValues(0, 0, 0);

  /** One index. */
  public static ImmediateValues of(int index) {
    return new ImmediateValues(index, 0, 0);
  }

  /** Of a load or store. */
  public static ImmediateValues access(int memory, long offset) {
    return new ImmediateValues(memory, 0, offset);
  }
}
