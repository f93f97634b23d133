package dev.kiln.compiler.model.type;

/** An array type. */
public record ArrayType(FieldType element) implements CompositeType {}
