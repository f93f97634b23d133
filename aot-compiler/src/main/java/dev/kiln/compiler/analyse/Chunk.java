package dev.kiln.compiler.analyse;

import dev.kiln.compiler.ir.Label;
import dev.kiln.compiler.ir.Var;
import java.util.List;

/**
 * A run of statements that becomes a method of its own. Control enters at the start or at labels
 * that others jump to; it leaves to other chunks or returns.
 *
 * @param start the first statement
 * @param end after the last statement
 * @param entries labels bound here that other chunks jump to; entry number i + 1, the start is 0
 * @param loads variables that are live at some entry and mentioned here
 * @param stores variables that are assigned here and live at some exit
 */
public record Chunk(int start, int end, List<Label> entries, List<Var> loads, List<Var> stores) {}
