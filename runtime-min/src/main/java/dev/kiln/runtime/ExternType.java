package dev.kiln.runtime;

/** The type of an import or export. */
public sealed interface ExternType permits FuncType, TableType, MemoryType, GlobalType {}
