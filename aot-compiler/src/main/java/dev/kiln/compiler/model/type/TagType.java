package dev.kiln.compiler.model.type;

/** The type of an exception tag: the index of a function type. */
public record TagType(int typeIndex) {}
