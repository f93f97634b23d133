package dev.kiln.compiler.model;

import dev.kiln.compiler.model.type.GlobalType;

/** A global that the module defines. */
public record Global(GlobalType type, ConstExpr init) {}
