/**
 * What Kiln's code costs, beside other engines: the command, and the kernels. Whole programs are in
 * {@code dev.kiln.benchmarks.programs}.
 *
 * <p>The kernels are the same modules in the same JMH run with the same checksums. An engine is a
 * {@link dev.kiln.benchmarks.Contender}, a module a {@link dev.kiln.benchmarks.Kernel}; JMH
 * measures each pair in a JVM of its own. Only commands print. Engines are used as their users
 * would: nothing here reaches into their internals.
 */
@NullMarked
package dev.kiln.benchmarks;

import org.jspecify.annotations.NullMarked;
