package dev.kiln.compiler.model;

/**
 * A constant expression.
 *
 * @param code its instructions, with the {@code end} opcode
 */
public record ConstExpr(Slice code) {}
