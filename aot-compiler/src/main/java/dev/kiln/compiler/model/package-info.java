/**
 * The module model: what a WebAssembly module says, as immutable values (specification chapter 2).
 * The types are in {@code model.type}.
 *
 * <p>The decoder fills the model, the validator checks it, the lowering reads it. Nothing here
 * reads bytes, judges validity, or knows opcodes or the JVM. Names are the specification's.
 */
@NullMarked
package dev.kiln.compiler.model;

import org.jspecify.annotations.NullMarked;
