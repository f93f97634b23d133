package com.acme;

import dev.kiln.runtime.Engine;
import dev.kiln.runtime.Linker;
import dev.kiln.runtime.Module;
import dev.kiln.runtime.Store;

/** Java code that uses the compiled class and its facade in the same build. */
public final class Sum {
  private Sum() {}

  public static int of(int a, int b) {
    Engine engine = new Engine();
    return (int)
        new Linker(engine)
            .instantiate(Store.of(engine), Module.of(engine, new AddNumbers()))
            .getFunction("add")
            .call(a, b)[0];
  }

  /** The same by the facade. */
  public static int typed(int a, int b) {
    return AddNumbersInstance.create().add(a, b);
  }
}
