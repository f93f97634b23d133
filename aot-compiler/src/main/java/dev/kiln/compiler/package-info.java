/**
 * The compiler's entry. Data flows one way: {@code decode}, {@code validate}, {@code analyse},
 * {@code lower}, {@code emit}; this package calls the stages in that order and holds no other
 * logic.
 */
@NullMarked
package dev.kiln.compiler;

import org.jspecify.annotations.NullMarked;
