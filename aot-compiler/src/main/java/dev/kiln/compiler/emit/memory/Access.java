package dev.kiln.compiler.emit.memory;

import dev.kiln.compiler.ir.Kind;
import dev.kiln.compiler.opcode.Opcode;

/**
 * What a load or store does, whatever the memory is.
 *
 * @param bytes how many bytes it accesses
 * @param value the kind of the value on the operand stack
 * @param loads whether it is a load
 * @param unsigned whether a load fills the value with zeros instead of the sign
 */
public record Access(int bytes, Kind value, boolean loads, boolean unsigned) {
  /** The access of {@code op}, a load or store. */
  public static Access of(Opcode op) {
    boolean loads = !op.results().isEmpty();
    char value = loads ? op.results().charAt(0) : op.operands().charAt(1);
    return new Access(op.accessBytes(), Kind.of(value), loads, op.isUnsigned());
  }
}
