package dev.kiln.compiler.model;

/**
 * Consecutive locals of one type.
 *
 * @param count at least 1
 */
public record LocalRun(int count, ValType type) {}
