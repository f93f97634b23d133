/**
 * What Kiln's code costs, beside other engines: the command. Its parts are packages: {@code
 * kernels}, {@code programs}, {@code embedding}, {@code processes}; they stand on {@code harness},
 * {@code corpus} and {@code measure}, and know nothing of this package.
 *
 * <p>Only commands print. Engines are used as their users would: nothing here reaches into their
 * internals.
 */
@NullMarked
package dev.kiln.benchmarks;

import org.jspecify.annotations.NullMarked;
