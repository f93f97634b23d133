/**
 * How a value of WebAssembly lives in the JVM: the one or two JVM values that carry it, and the
 * words of the calling convention that those become. Knows the types of the model and the class
 * file API, and nothing of instructions, functions or modules.
 */
@NullMarked
package dev.kiln.compiler.carrier;

import org.jspecify.annotations.NullMarked;
