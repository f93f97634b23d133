/**
 * The invariants of the function reference model: the modules are built and compiled here, the
 * checks are in {@code src/main} and run in other JVMs.
 */
@NullMarked
package dev.kiln.it.invariant;

import org.jspecify.annotations.NullMarked;
