package dev.kiln.compiler.model;

import java.util.List;

/**
 * A function that the module defines.
 *
 * @param index into the joint function index space
 * @param typeIndex of a function type
 * @param locals the declared locals, without the parameters
 * @param code the instructions, with the final {@code end} opcode
 * @param entry offset of the local declarations, where disassemblers say the function begins
 */
public record FunctionBody(int index, int typeIndex, List<LocalRun> locals, Slice code, int entry) {
  public FunctionBody {
    locals = List.copyOf(locals);
  }
}
