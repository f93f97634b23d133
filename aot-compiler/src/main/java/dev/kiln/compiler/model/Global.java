package dev.kiln.compiler.model;

/** A global that the module defines. */
public record Global(GlobalType type, ConstExpr init) {}
