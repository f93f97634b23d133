/**
 * What passes between a program and its functions: {@code GuestMemory} is the program's memory,
 * {@code Errno} has the error numbers, {@code ErrnoException} carries one to the function's result,
 * and {@code HostErrors} finds the number for an exception of the host. Knows no files and no
 * descriptors. May use {@code dev.kiln.runtime} and {@code java.base}.
 */
@NullMarked
package dev.kiln.wasi.guest;

import org.jspecify.annotations.NullMarked;
