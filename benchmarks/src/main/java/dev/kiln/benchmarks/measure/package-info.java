/**
 * The processes in which programs are measured, on whatever JVM this is (release 17): compiled
 * modules are on the class path. Knows the engines' run times, no compiler, and nothing of the
 * harness that starts it.
 *
 * <p>A process takes the arguments of {@link dev.kiln.benchmarks.measure.Order} and prints lines
 * with nanoseconds:
 *
 * <ul>
 *   <li>{@code started} as soon as the first run has ended,
 *   <li>{@code first WALL CPU}: loading the module and the first run,
 *   <li>{@code sample WALL CPU RUNS}: several runs.
 * </ul>
 *
 * <p>Those in JavaScript and in C, which are resources of {@code dev.kiln.benchmarks.programs}, do
 * the same.
 */
@NullMarked
package dev.kiln.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
