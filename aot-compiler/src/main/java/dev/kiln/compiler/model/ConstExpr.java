package dev.kiln.compiler.model;

/**
 * A constant expression, as a range of bytes in the module.
 *
 * @param start offset of the first instruction
 * @param end offset after the {@code end} opcode
 */
public record ConstExpr(int start, int end) {}
