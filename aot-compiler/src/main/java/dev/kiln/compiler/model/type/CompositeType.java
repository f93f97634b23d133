package dev.kiln.compiler.model.type;

/** A type without its place in the subtype hierarchy (specification 2.3.10). */
public sealed interface CompositeType permits FuncType, StructType, ArrayType {}
