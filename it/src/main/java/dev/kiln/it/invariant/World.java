package dev.kiln.it.invariant;

import static dev.kiln.runtime.NumType.I32;

import dev.kiln.runtime.Engine;
import dev.kiln.runtime.Extern;
import dev.kiln.runtime.FuncRef;
import dev.kiln.runtime.FuncType;
import dev.kiln.runtime.HostBody;
import dev.kiln.runtime.Instance;
import dev.kiln.runtime.Module;
import dev.kiln.runtime.Store;
import dev.kiln.runtime.Table;
import dev.kiln.runtime.Trap;
import dev.kiln.runtime.abi.ModuleClass;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An engine and a store with what the invariants need often. */
class World {
  /** {@code [i32] -> [i32]}. */
  static final FuncType INTS = FuncType.of(I32).returns(I32);

  /** {@code [] -> []}. */
  static final FuncType NOTHING = FuncType.of();

  final Engine engine = new Engine();
  final Store<@Nullable Void> store = Store.of(engine);

  /** A new object of a compiled module class, by the module's name. */
  static ModuleClass compiled(String name) {
    try {
      return (ModuleClass)
          Class.forName("invariant." + name).getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  /** A module in the engine. */
  Module module(String name) {
    return Module.of(engine, compiled(name));
  }

  /** An instance in the store. */
  Instance instance(String name, Extern... imports) {
    return module(name).instantiate(store, List.of(imports));
  }

  /** A host function that adds {@code summand}. */
  static HostBody adding(int summand) {
    return HostBody.ints(x -> x + summand);
  }

  /** A host function in the store that adds 10. */
  FuncRef addTen() {
    return store.function(adding(10));
  }

  /** An element that is a function. */
  static FuncRef element(Table table, int index) {
    return Objects.requireNonNull(table.getFunction(index), "element " + index);
  }

  /** That {@code action} traps like this. */
  static void traps(Trap.Kind kind, Check.Action action) {
    Check.equal(kind, Check.thrown(Trap.class, action).kind());
  }
}
