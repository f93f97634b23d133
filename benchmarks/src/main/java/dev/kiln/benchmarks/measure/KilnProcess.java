package dev.kiln.benchmarks.measure;

import dev.kiln.runtime.Engine;
import dev.kiln.runtime.Linker;
import dev.kiln.runtime.Module;
import dev.kiln.runtime.Store;
import dev.kiln.runtime.abi.ModuleClass;
import dev.kiln.wasi.Wasi;
import dev.kiln.wasi.WasiCommand;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;

/** Measures a program in Kiln. One engine and one module; a store and an instance for each run. */
public final class KilnProcess {
  private KilnProcess() {}

  /** See {@link Order}. */
  public static void main(String[] args) throws Exception {
    Meter.main(args, KilnProcess::load);
  }

  private static Meter.Runs load(Order order) throws ReflectiveOperationException {
    ModuleClass compiled =
        (ModuleClass) Class.forName(order.module()).getDeclaredConstructor().newInstance();
    Engine engine = new Engine();
    Module module = Module.of(engine, compiled);
    return () -> {
      ByteArrayOutputStream output = new ByteArrayOutputStream();
      ByteArrayOutputStream errors = new ByteArrayOutputStream();
      Wasi.Builder builder =
          Wasi.builder()
              .args(order.argv())
              .stdin(new ByteArrayInputStream(order.input()))
              .stdout(output)
              .stderr(errors);
      order.dirs().forEach((guest, host) -> builder.preopen(host, guest));
      int exit;
      try (Wasi wasi = builder.build()) {
        Linker linker = new Linker(engine);
        wasi.addTo(linker, module);
        exit = WasiCommand.start(linker.instantiate(Store.of(engine), module));
      }
      return new Meter.Outcome(exit, output.toByteArray(), errors.toByteArray());
    };
  }
}
