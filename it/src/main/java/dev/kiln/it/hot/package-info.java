/**
 * Runs pairs of comparisons until the JVM has compiled them (release 17), and compares. Does not
 * know the compiler.
 */
@NullMarked
package dev.kiln.it.hot;

import org.jspecify.annotations.NullMarked;
