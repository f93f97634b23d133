/** Wrong input as a user would give it: each gets one sentence, and nothing is left half-done. */
@NullMarked
package dev.kiln.it.input;

import org.jspecify.annotations.NullMarked;
