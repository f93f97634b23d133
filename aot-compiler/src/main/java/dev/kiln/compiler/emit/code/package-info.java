/**
 * Statements and expressions to bytecode, one file per family of instructions. Which instruction
 * becomes which bytecode stands here and nowhere else, and beside it how many bytes that has at
 * most. Knows nothing of where a function is cut and of the other classes of a module.
 */
@NullMarked
package dev.kiln.compiler.emit.code;

import org.jspecify.annotations.NullMarked;
