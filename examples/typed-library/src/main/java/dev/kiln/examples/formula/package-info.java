/**
 * The library's API: plain Java. The C code behind it is in the package {@code engine}, which the
 * build makes of a WebAssembly module and which the library does not export.
 */
package dev.kiln.examples.formula;
