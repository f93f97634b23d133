/**
 * Runs real programs, compiled before, on whatever JVM this is (release 17). Does not know the
 * compiler.
 */
@NullMarked
package dev.kiln.it.corpus;

import org.jspecify.annotations.NullMarked;
