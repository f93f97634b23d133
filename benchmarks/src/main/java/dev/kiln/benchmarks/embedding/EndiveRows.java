package dev.kiln.benchmarks.embedding;

import dev.kiln.benchmarks.harness.Program;
import java.util.List;
import java.util.function.Function;
import run.endive.compiler.InterpreterFallback;
import run.endive.compiler.MachineFactoryCompiler;
import run.endive.runtime.ByteArrayMemory;
import run.endive.runtime.ExportFunction;
import run.endive.runtime.HostFunction;
import run.endive.runtime.ImportValues;
import run.endive.runtime.Instance;
import run.endive.runtime.Machine;
import run.endive.wasm.Parser;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.FunctionType;
import run.endive.wasm.types.ValType;

/** What is measured, in Endive: compiled, memory in byte arrays. */
final class EndiveRows {
  private static final FunctionType INTS =
      FunctionType.of(List.of(ValType.I32), List.of(ValType.I32));

  private EndiveRows() {}

  private static Function<Instance, Machine> machine(WasmModule module) {
    return MachineFactoryCompiler.builder(module)
        .withInterpreterFallback(InterpreterFallback.FAIL)
        .compile();
  }

  private static Instance instance(
      WasmModule module, Function<Instance, Machine> machine, ImportValues imports) {
    return Instance.builder(module)
        .withMachineFactory(machine)
        .withMemoryFactory(ByteArrayMemory::new)
        .withImportValues(imports)
        .build();
  }

  private static ExportFunction export(byte[] wasm, ImportValues imports, String name) {
    WasmModule module = Parser.parse(wasm);
    return instance(module, machine(module), imports).export(name);
  }

  private static ImportValues host() {
    return ImportValues.builder()
        .addFunction(
            new HostFunction(
                "env", "f", INTS, (instance, args) -> new long[] {Row.step((int) args[0])}))
        .build();
  }

  private static ImportValues nothing() {
    return ImportValues.builder().build();
  }

  static Program call() {
    ExportFunction step = export(Wasm.step(), nothing(), "step");
    return count -> {
      int sum = 0;
      for (int i = 0; i < count; i++) {
        sum = (int) step.apply(sum, i)[0];
      }
      return sum;
    };
  }

  static Program toHost() {
    return run(export(Wasm.repeat(), host(), "run"));
  }

  static Program crossModule() {
    ExportFunction other = export(Wasm.f(), nothing(), "f");
    ImportValues imports =
        ImportValues.builder()
            .addFunction(new HostFunction("env", "f", INTS, (i, args) -> other.apply(args)))
            .build();
    return run(export(Wasm.repeat(), imports, "run"));
  }

  static Program indirect(int functions, int targets) {
    return run(export(Wasm.indirect(functions, targets), nothing(), "run"));
  }

  private static Program run(ExportFunction run) {
    return count -> (int) run.apply(count)[0];
  }

  static Program instance(int pages) {
    WasmModule module = Parser.parse(Wasm.instance(pages));
    Function<Instance, Machine> machine = machine(module);
    ImportValues imports = host();
    return count -> {
      long good = 0;
      for (int i = 0; i < count; i++) {
        good += instance(module, machine, imports).export("g") != null ? 1 : 0;
      }
      return good;
    };
  }
}
