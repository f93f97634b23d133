/**
 * {@code kernels}: small modules, each the same in every engine, in the same JMH run with the same
 * checksums. An engine is a {@link dev.kiln.benchmarks.kernels.Contender}, a module a {@link
 * dev.kiln.benchmarks.kernels.Kernel}; JMH measures each pair in a JVM of its own. The modules are
 * resources of {@code dev.kiln.benchmarks}.
 */
@NullMarked
package dev.kiln.benchmarks.kernels;

import org.jspecify.annotations.NullMarked;
