/**
 * The compiler's entry. Data flows one way: {@code decode}, {@code validate}, {@code analyse},
 * {@code lower}, {@code emit}; this package calls the stages in that order, and hands out what they
 * made: as files, or loaded. It knows nothing of a stage but its entry.
 */
@NullMarked
package dev.kiln.compiler;

import org.jspecify.annotations.NullMarked;
