package dev.kiln.benchmarks.measure;

import run.endive.runtime.ByteArrayMemory;
import run.endive.runtime.CompiledModule;
import run.endive.runtime.ImportValues;
import run.endive.runtime.Instance;
import run.endive.wasi.WasiExitException;
import run.endive.wasi.WasiOptions;
import run.endive.wasi.WasiPreview1;

/** A WASI program as a process of its own in Endive; what a user of Endive writes for that. */
public final class EndiveHello {
  private EndiveHello() {}

  /** Runs the program. */
  public static void main(String[] args) throws ReflectiveOperationException {
    CompiledModule compiled =
        (CompiledModule) Class.forName("programs.P_hello").getDeclaredConstructor().newInstance();
    WasiOptions options = WasiOptions.builder().inheritSystem().build();
    try (WasiPreview1 wasi = WasiPreview1.builder().withOptions(options).build()) {
      // Building the instance runs _start.
      Instance.builder(compiled.wasmModule())
          .withMachineFactory(compiled.machineFactory())
          .withMemoryFactory(ByteArrayMemory::new)
          .withImportValues(ImportValues.builder().addFunction(wasi.toHostFunctions()).build())
          .build();
    } catch (WasiExitException e) {
      System.exit(e.exitCode());
    }
  }
}
