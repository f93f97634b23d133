package dev.kiln.compiler.model;

/**
 * A custom section.
 *
 * @param start offset of the contents, after the name
 * @param end offset after the contents
 */
public record CustomSection(String name, int start, int end) {}
