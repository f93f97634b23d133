package dev.kiln.compiler.model;

/** An import. */
public record Import(String module, String name, ExternType type) {}
