/**
 * The module model: what a WebAssembly module says, as immutable values (specification chapter 2).
 *
 * <p>The decoder fills it, the validator checks it, lowering reads it. Nothing here reads bytes,
 * judges validity or knows the JVM. Names are the specification's.
 */
@NullMarked
package dev.kiln.compiler.model;

import org.jspecify.annotations.NullMarked;
