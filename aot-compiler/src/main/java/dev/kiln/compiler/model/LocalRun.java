package dev.kiln.compiler.model;

import dev.kiln.compiler.model.type.ValType;

/**
 * Consecutive locals of one type.
 *
 * @param count at least 1
 */
public record LocalRun(int count, ValType type) {}
