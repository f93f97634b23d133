/**
 * The invariants of the function reference model (release 17), one method each, on modules that
 * were compiled before. Knows neither the compiler nor a test framework.
 */
@NullMarked
package dev.kiln.it.invariant;

import org.jspecify.annotations.NullMarked;
