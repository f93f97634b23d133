package dev.kiln.runtime;

/**
 * An export of a module.
 *
 * @param name the name
 * @param type what it is
 */
public record ExportType(String name, ExternType type) {}
