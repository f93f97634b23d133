package dev.kiln.benchmarks.embedding;

import dev.kiln.benchmarks.harness.Program;
import dev.kiln.compiler.CompiledClassLoader;
import dev.kiln.compiler.Compiler;
import dev.kiln.compiler.api.CompileOptions;
import dev.kiln.runtime.Engine;
import dev.kiln.runtime.FuncRef;
import dev.kiln.runtime.FuncType;
import dev.kiln.runtime.HostBody;
import dev.kiln.runtime.InstancePre;
import dev.kiln.runtime.Linker;
import dev.kiln.runtime.Module;
import dev.kiln.runtime.NumType;
import dev.kiln.runtime.Store;
import dev.kiln.runtime.TypedFunc;
import java.util.function.IntBinaryOperator;

/** What is measured, in Kiln. */
final class KilnRows {
  private static final FuncType INTS = FuncType.of(NumType.I32).returns(NumType.I32);

  private KilnRows() {}

  private static Module module(Engine engine, String name, byte[] wasm) {
    CompileOptions options = CompileOptions.of("embedding." + name);
    return Module.of(
        engine, CompiledClassLoader.load(Compiler.compile(name + ".wasm", wasm, options)));
  }

  private static FuncRef step() {
    Engine engine = new Engine();
    Module module = module(engine, "Step", Wasm.step());
    return new Linker(engine).instantiate(Store.of(engine), module).getFunction("step");
  }

  static Program typed() {
    IntBinaryOperator step = step().typed().asIntBinaryOperator();
    return count -> {
      int sum = 0;
      for (int i = 0; i < count; i++) {
        sum = step.applyAsInt(sum, i);
      }
      return sum;
    };
  }

  static Program dynamic() {
    FuncRef step = step();
    return count -> {
      int sum = 0;
      for (int i = 0; i < count; i++) {
        sum = step.call(sum, i)[0] instanceof Integer result ? result : 0;
      }
      return sum;
    };
  }

  static Program toHost() {
    Engine engine = new Engine();
    return repeat(engine, new Linker(engine).function("env", "f", HostBody.ints(Row::step)));
  }

  static Program toHostUntyped() {
    Engine engine = new Engine();
    return repeat(
        engine,
        new Linker(engine)
            .function(
                "env",
                "f",
                INTS,
                (caller, args) -> new Object[] {args[0] instanceof Integer x ? Row.step(x) : 0}));
  }

  static Program crossModule() {
    Engine engine = new Engine();
    Store<?> store = Store.of(engine);
    Linker linker = new Linker(engine);
    Module other = module(engine, "Other", Wasm.f());
    linker.instance("env", linker.instantiate(store, other));
    return run(
        linker.instantiate(store, module(engine, "Repeat", Wasm.repeat())).getFunction("run"));
  }

  private static Program repeat(Engine engine, Linker linker) {
    Module module = module(engine, "Repeat", Wasm.repeat());
    return run(linker.instantiate(Store.of(engine), module).getFunction("run"));
  }

  static Program indirect(int functions, int targets) {
    Engine engine = new Engine();
    Module module = module(engine, "Indirect", Wasm.indirect(functions, targets));
    return run(new Linker(engine).instantiate(Store.of(engine), module).getFunction("run"));
  }

  private static Program run(FuncRef function) {
    TypedFunc run = function.typed();
    return count -> run.call(count);
  }

  private static Linker withHost(Engine engine) {
    return new Linker(engine).function("env", "f", HostBody.ints(Row::step));
  }

  static Program pre(int pages) {
    Engine engine = new Engine();
    InstancePre pre =
        withHost(engine).instantiatePre(module(engine, "Instance", Wasm.instance(pages)));
    return count -> {
      long good = 0;
      for (int i = 0; i < count; i++) {
        good += pre.instantiate(Store.of(engine)).export("g") != null ? 1 : 0;
      }
      return good;
    };
  }

  static Program linker() {
    Engine engine = new Engine();
    Linker linker = withHost(engine);
    Module module = module(engine, "Instance", Wasm.instance(0));
    return count -> {
      long good = 0;
      for (int i = 0; i < count; i++) {
        good += linker.instantiate(Store.of(engine), module).export("g") != null ? 1 : 0;
      }
      return good;
    };
  }
}
