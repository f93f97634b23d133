/**
 * WASI preview 1 ({@code wasi_snapshot_preview1}): {@link dev.kiln.wasi.Wasi} is one program's
 * state, {@link dev.kiln.wasi.WasiCommand} runs a program, {@link dev.kiln.wasi.WasiMain} is what
 * the main class of an executable jar calls.
 *
 * <p>The functions stand in one class per family ({@code FdFunctions}, {@code PathFunctions}, …)
 * over {@code Descriptor}s; what a program names on the host's file system goes through {@code
 * PathWalk} and {@code HostDirectory} and nothing else. May use {@code dev.kiln.runtime}, of {@code
 * dev.kiln.runtime.abi} the window and the module class, and {@code java.base}.
 */
@NullMarked
package dev.kiln.wasi;

import org.jspecify.annotations.NullMarked;
