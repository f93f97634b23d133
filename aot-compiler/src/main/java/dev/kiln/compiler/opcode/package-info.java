/**
 * The instruction format: the opcode table, the readers of instructions and of the values and types
 * that instructions and sections have in common (specification chapter 5).
 *
 * <p>All facts about an instruction are in its row of {@link dev.kiln.compiler.opcode.Opcode}, and
 * the {@link dev.kiln.compiler.opcode.Family} in the row says which code lowers and emits it. This
 * package knows the model, but no sections, no validity and no JVM.
 */
@NullMarked
package dev.kiln.compiler.opcode;

import org.jspecify.annotations.NullMarked;
