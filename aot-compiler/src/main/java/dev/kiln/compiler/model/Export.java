package dev.kiln.compiler.model;

import dev.kiln.compiler.model.type.ExternKind;

/**
 * An export.
 *
 * @param index into the joint index space (imports first) of its kind
 */
public record Export(String name, ExternKind kind, int index) {}
