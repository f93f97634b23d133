/**
 * The methods of one function: one method, or the pieces of a function that was cut, with their
 * frame and their dispatch. The bytecode of statements comes from {@code emit.code}.
 */
@NullMarked
package dev.kiln.compiler.emit.function;

import org.jspecify.annotations.NullMarked;
