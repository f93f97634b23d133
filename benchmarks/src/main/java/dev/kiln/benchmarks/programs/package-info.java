/**
 * {@code programs}: whole programs beside other engines. Compiles the programs of the corpus ahead
 * of time, starts a process for each pair of a program and a contender, compares what they print,
 * and makes a table of the times.
 *
 * <p>{@link dev.kiln.benchmarks.programs.ProgramsCommand} is the entry. A {@link
 * dev.kiln.benchmarks.programs.Launcher} knows how to prepare one engine; nothing here runs a
 * program in this JVM.
 */
@NullMarked
package dev.kiln.benchmarks.programs;

import org.jspecify.annotations.NullMarked;
