package dev.kiln.compiler.emit.code;

import dev.kiln.compiler.emit.memory.MemoryCarrier;
import dev.kiln.compiler.facts.ModuleAnalysis;
import dev.kiln.compiler.ir.Var;
import dev.kiln.compiler.model.WasmModule;

/**
 * What the sizes that emitters declare depend on, beside what is emitted. A declared size is an
 * upper bound in bytes of bytecode and close to it, that of operands left out.
 */
public interface SizeContext {
  /** The module. */
  WasmModule module();

  /** What is known of it. */
  ModuleAnalysis analysis();

  /** The size of a load or store of a variable. */
  int local(Var variable);

  /** The size of a load or store of a temporary of the emitter. */
  int scratch();

  /** What a member of the instance takes more where another object holds some of them. */
  int far();

  /** What a bulk operation takes more where it is handed the meter. */
  int bulk();

  /** How memory {@code index} lives in the JVM, which knows the sizes of its code. */
  MemoryCarrier memory(int index);

  /** What an access takes more where its memory is not declared once for the whole method. */
  int declared(int memory);

  /** What reads the local variables of memories again after something that may grow them. */
  int reload();
}
