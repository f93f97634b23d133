/**
 * Runs code until the JVM has compiled it (release 17): pairs of comparisons, whose results are
 * compared, and endless code, which is interrupted. Does not know the compiler.
 */
@NullMarked
package dev.kiln.it.hot;

import org.jspecify.annotations.NullMarked;
