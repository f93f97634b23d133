package dev.kiln.benchmarks.kernels;

import dev.kiln.benchmarks.harness.Program;
import dev.kiln.compiler.CompiledClassLoader;
import dev.kiln.compiler.CompiledModule;
import dev.kiln.compiler.Compiler;
import dev.kiln.compiler.api.CompileOptions;
import dev.kiln.runtime.Engine;
import dev.kiln.runtime.FuncRef;
import dev.kiln.runtime.Instance;
import dev.kiln.runtime.Linker;
import dev.kiln.runtime.Module;
import dev.kiln.runtime.Store;
import dev.kiln.runtime.abi.Window;

/** A kernel in Kiln: compiled in this JVM, its classes defined by a loader of their own. */
final class KilnProgram implements Program {
  private final FuncRef run;
  private final Window window;

  private KilnProgram(FuncRef run) {
    this.run = run;
    this.window = run.store().window();
  }

  static KilnProgram load(Kernel kernel) {
    return load(kernel, CompileOptions.of("kernels." + kernel.name()));
  }

  static KilnProgram load(Kernel kernel, CompileOptions options) {
    CompiledModule compiled = Compiler.compile(kernel.file(), kernel.wasm(), options);
    Engine engine = new Engine();
    Module module = Module.of(engine, CompiledClassLoader.load(compiled));
    Instance instance = new Linker(engine).instantiate(Store.of(engine), module);
    return new KilnProgram(instance.getFunction("run"));
  }

  @Override
  public long run(int size) {
    int n = window.numberTop;
    int r = window.referenceTop;
    window.reserve(1, 0);
    try {
      window.i32(n, size);
      run.invoke(window, n, r, null);
      return window.i64(n);
    } finally {
      window.release(n, r);
    }
  }
}
