/**
 * The instruction format: the opcode table, the readers of instructions and of the values and types
 * that instructions and sections have in common (specification chapter 5).
 *
 * <p>Facts about an instruction stand in its row of {@link dev.kiln.compiler.opcode.Opcode},
 * nowhere else. Nothing here knows sections, checks validity or knows the JVM.
 */
@NullMarked
package dev.kiln.compiler.opcode;

import org.jspecify.annotations.NullMarked;
