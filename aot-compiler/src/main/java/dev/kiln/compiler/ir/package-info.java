/**
 * The intermediate representation of one function: a flat list of statements over trees of
 * expressions.
 *
 * <p>No operand stack is left: what wasm keeps on its stack across a block boundary is in a {@link
 * dev.kiln.compiler.ir.Var}. So any region of statements can be emitted as a method of its own,
 * given the variables that live across its edges. Plain data: it knows wasm's opcodes, but no
 * bytecode.
 */
@NullMarked
package dev.kiln.compiler.ir;

import org.jspecify.annotations.NullMarked;
