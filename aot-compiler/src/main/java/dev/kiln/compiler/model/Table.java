package dev.kiln.compiler.model;

import dev.kiln.compiler.model.type.TableType;
import org.jspecify.annotations.Nullable;

/**
 * A table that the module defines.
 *
 * @param init what every element is at first; null for the null reference
 */
public record Table(TableType type, @Nullable ConstExpr init) {}
