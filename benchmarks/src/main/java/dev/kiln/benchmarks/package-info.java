/**
 * What Kiln's code costs, beside other engines: the same modules, the same JMH run, the same
 * checksums.
 *
 * <p>An engine is a {@link dev.kiln.benchmarks.Contender}, a module a {@link
 * dev.kiln.benchmarks.Kernel}; JMH measures each pair in a JVM of its own. Only {@link
 * dev.kiln.benchmarks.Report} prints. Engines are used as their users would: nothing here reaches
 * into their internals.
 */
@NullMarked
package dev.kiln.benchmarks;

import org.jspecify.annotations.NullMarked;
