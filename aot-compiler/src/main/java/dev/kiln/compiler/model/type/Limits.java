package dev.kiln.compiler.model.type;

import java.util.OptionalLong;

/**
 * The size range of a memory (in pages) or a table (in elements).
 *
 * @param min unsigned
 * @param max unsigned
 */
public record Limits(long min, OptionalLong max, AddressType address, boolean shared) {}
