/**
 * The directories of the host, and the way through them that a program cannot leave. {@code
 * PathWalk} resolves a path of the program to a {@code Place}; every operation on the host's file
 * system by name goes through a {@code HostDirectory}. Knows no descriptors and not the program's
 * memory. May use {@code dev.kiln.wasi.guest} for error numbers, and {@code java.base}.
 */
@NullMarked
package dev.kiln.wasi.directory;

import org.jspecify.annotations.NullMarked;
