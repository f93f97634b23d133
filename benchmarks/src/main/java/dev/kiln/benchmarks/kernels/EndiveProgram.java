package dev.kiln.benchmarks.kernels;

import dev.kiln.benchmarks.harness.Program;
import run.endive.compiler.InterpreterFallback;
import run.endive.compiler.MachineFactoryCompiler;
import run.endive.runtime.ByteArrayMemory;
import run.endive.runtime.ExportFunction;
import run.endive.runtime.Instance;
import run.endive.wasm.Parser;
import run.endive.wasm.WasmModule;

/**
 * A kernel in Endive, at its fastest: every function compiled (a function that would be interpreted
 * is an error), memory in byte arrays. Its compiler emits the same code at run time and at build
 * time.
 */
final class EndiveProgram implements Program {
  private final ExportFunction run;

  private EndiveProgram(ExportFunction run) {
    this.run = run;
  }

  static EndiveProgram load(Kernel kernel) {
    WasmModule module = Parser.parse(kernel.wasm());
    Instance instance =
        Instance.builder(module)
            .withMachineFactory(
                MachineFactoryCompiler.builder(module)
                    .withInterpreterFallback(InterpreterFallback.FAIL)
                    .compile())
            .withMemoryFactory(ByteArrayMemory::new)
            .build();
    return new EndiveProgram(instance.export("run"));
  }

  @Override
  public long run(int size) {
    return run.apply(size)[0];
  }
}
