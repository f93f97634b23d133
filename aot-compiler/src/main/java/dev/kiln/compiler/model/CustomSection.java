package dev.kiln.compiler.model;

/**
 * A custom section.
 *
 * @param content what follows the name
 */
public record CustomSection(String name, Slice content) {}
