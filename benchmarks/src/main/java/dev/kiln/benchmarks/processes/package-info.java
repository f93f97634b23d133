/**
 * Whole processes, from their start to their end: the commands {@code startup} and {@code once}.
 * Makes a jar of each program, as a user ships it, and starts it in several ways.
 */
@NullMarked
package dev.kiln.benchmarks.processes;

import org.jspecify.annotations.NullMarked;
