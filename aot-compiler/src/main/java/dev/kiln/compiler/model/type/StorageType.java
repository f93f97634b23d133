package dev.kiln.compiler.model.type;

/** What a field of a struct or an element of an array holds (specification 2.3.9). */
public sealed interface StorageType permits ValType, PackedType {}
