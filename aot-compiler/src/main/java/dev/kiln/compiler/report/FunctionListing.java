package dev.kiln.compiler.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One function of a module: its instructions beside the bytecode they became.
 *
 * @param index the function index
 * @param name from the name section or an export, or null
 * @param type in the specification's notation
 * @param locals the parameters and locals, one text each, such as {@code i32 "p"}
 * @param params how many of them are parameters
 * @param start offset of the first instruction
 * @param end offset after the last instruction
 * @param instructions the instructions in order
 * @param methods the methods of the function: itself, its pieces in order, the twin
 * @param problem why there are no methods; null if there are
 */
public record FunctionListing(
    int index,
    @Nullable String name,
    String type,
    List<String> locals,
    int params,
    int start,
    int end,
    List<Instruction> instructions,
    List<Method> methods,
    @Nullable String problem) {

  /**
   * An instruction.
   *
   * @param offset of its opcode in the module
   * @param depth how many blocks are around it
   * @param text mnemonic and immediates
   */
  public record Instruction(int offset, int depth, String text) {}

  /**
   * A method.
   *
   * @param role what it is to the function, such as "piece 3 of 7"
   * @param bytes of bytecode
   */
  public record Method(
      String role, String className, String name, int bytes, List<Bytecode> code) {}

  /**
   * An instruction of bytecode.
   *
   * @param offset in the method
   * @param position the offset of the WebAssembly instruction that it was made of, the last if
   *     there are several; -1 for code that enters or leaves the method
   * @param label the name of the jump target that is before it, or null
   * @param text mnemonic and operands
   */
  public record Bytecode(int offset, int position, @Nullable String label, String text) {}
}
