/**
 * A program's file descriptors: {@code DescriptorTable} has them by number; a {@code Descriptor} is
 * a standard stream, an open file or an open directory. {@code FileStat}, {@code FileType} and
 * {@code Rights} are what programs are told about them. Knows no functions. May use {@code
 * dev.kiln.wasi.directory}, {@code dev.kiln.wasi.guest} and {@code java.base}.
 */
@NullMarked
package dev.kiln.wasi.descriptor;

import org.jspecify.annotations.NullMarked;
