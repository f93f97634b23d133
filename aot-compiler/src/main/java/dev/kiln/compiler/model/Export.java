package dev.kiln.compiler.model;

/**
 * An export.
 *
 * @param index into the joint index space (imports first) of its kind
 */
public record Export(String name, ExternKind kind, int index) {}
