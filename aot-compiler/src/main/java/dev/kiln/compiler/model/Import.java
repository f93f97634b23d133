package dev.kiln.compiler.model;

import dev.kiln.compiler.model.type.ExternType;

/** An import. */
public record Import(String module, String name, ExternType type) {}
