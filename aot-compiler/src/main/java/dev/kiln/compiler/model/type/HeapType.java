package dev.kiln.compiler.model.type;

/** What a reference refers to: an abstract type or a type of the module's type section. */
public sealed interface HeapType permits AbstractHeapType, TypeIndex {}
