package dev.kiln.benchmarks.measure;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.function.Function;
import run.endive.runtime.ByteArrayMemory;
import run.endive.runtime.CompiledModule;
import run.endive.runtime.ImportValues;
import run.endive.runtime.Instance;
import run.endive.runtime.Machine;
import run.endive.wasi.WasiExitException;
import run.endive.wasi.WasiOptions;
import run.endive.wasi.WasiPreview1;
import run.endive.wasm.WasmModule;

/**
 * Measures a program in Endive, compiled by its build-time compiler, with memory in byte arrays.
 */
public final class EndiveProcess {
  private EndiveProcess() {}

  /** See {@link Order}. */
  public static void main(String[] args) throws Exception {
    Meter.main(args, EndiveProcess::load);
  }

  private static Meter.Runs load(Order order) throws ReflectiveOperationException {
    CompiledModule compiled =
        (CompiledModule) Class.forName(order.module()).getDeclaredConstructor().newInstance();
    WasmModule module = compiled.wasmModule();
    Function<Instance, Machine> machine = compiled.machineFactory();
    return () -> {
      ByteArrayOutputStream output = new ByteArrayOutputStream();
      ByteArrayOutputStream errors = new ByteArrayOutputStream();
      // Endive's streams are terminals unless told otherwise: programs would write line by line,
      // and bzip2 refuses to write to a terminal at all.
      WasiOptions.Builder options =
          WasiOptions.builder()
              .withArguments(order.argv())
              .withStdin(new ByteArrayInputStream(order.input()), false)
              .withStdout(output, false)
              .withStderr(errors, false);
      order.dirs().forEach(options::withDirectory);
      int exit = 0;
      try (WasiPreview1 wasi = WasiPreview1.builder().withOptions(options.build()).build()) {
        // Building the instance runs _start.
        Instance.builder(module)
            .withMachineFactory(machine)
            .withMemoryFactory(ByteArrayMemory::new)
            .withImportValues(ImportValues.builder().addFunction(wasi.toHostFunctions()).build())
            .build();
      } catch (WasiExitException e) {
        exit = e.exitCode();
      }
      return new Meter.Outcome(exit, output.toByteArray(), errors.toByteArray());
    };
  }
}
