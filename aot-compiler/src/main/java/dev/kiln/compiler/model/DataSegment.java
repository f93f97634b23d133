package dev.kiln.compiler.model;

import org.jspecify.annotations.Nullable;

/**
 * A data segment.
 *
 * @param memory the memory of an active segment, otherwise 0
 * @param offset where an active segment goes, otherwise null
 * @param content the bytes that it writes
 */
public record DataSegment(Mode mode, int memory, @Nullable ConstExpr offset, Slice content) {}
