/**
 * WASI preview 1 ({@code wasi_snapshot_preview1}) for programs, that is, modules that run as a
 * process does.
 *
 * <p>The public classes are the API: {@link dev.kiln.wasi.Wasi} says what a program may see and
 * use, {@link dev.kiln.wasi.WasiCommand} runs it, and {@link dev.kiln.wasi.WasiMain} is the
 * superclass of an executable jar's main class.
 *
 * <p>The other classes are the functions and what they share. {@code Preview1} has the table of all
 * functions and calls them; a class per family ({@code FdFunctions}, {@code PathFunctions}, …)
 * implements them; {@code Program} is the state of one program. A function that returns normally
 * has succeeded; to fail, it throws an {@code IOException}, which becomes its error number.
 *
 * <p>May use the packages below this one, {@code dev.kiln.runtime}, {@code java.base}, and of
 * {@code dev.kiln.runtime.abi} the window, the code and the module class.
 */
@NullMarked
package dev.kiln.wasi;

import org.jspecify.annotations.NullMarked;
