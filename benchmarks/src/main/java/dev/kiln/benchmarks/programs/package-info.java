/**
 * Whole programs beside other engines: the {@code programs} command; and whole processes: {@code
 * startup} and {@code once}. Compiles the programs of the corpus ahead of time, starts a process
 * for each pair of a program and a contender, compares what they print, and makes a table of the
 * times.
 *
 * <p>{@link dev.kiln.benchmarks.programs.ProgramsCommand}, {@link
 * dev.kiln.benchmarks.programs.StartupCommand} and {@link dev.kiln.benchmarks.programs.OnceCommand}
 * are the only entries. A {@link dev.kiln.benchmarks.programs.Launcher} knows how to prepare one
 * engine; nothing here runs a program in this JVM.
 */
@NullMarked
package dev.kiln.benchmarks.programs;

import org.jspecify.annotations.NullMarked;
