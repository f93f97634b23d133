package dev.kiln.compiler.model;

/** An array type. */
public record ArrayType(FieldType element) implements CompositeType {}
