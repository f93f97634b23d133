package dev.kiln.cli;

import dev.kiln.runtime.FuncRef;
import dev.kiln.runtime.FuncType;
import dev.kiln.runtime.Instance;
import dev.kiln.runtime.Store;
import dev.kiln.runtime.abi.ModuleClass;
import dev.kiln.wasi.Wasi;
import dev.kiln.wasi.WasiCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A call of one exported function with arguments from the command line. */
final class Invocation {
  private Invocation() {}

  /**
   * Instantiates a module, initialises it if it is a WASI reactor, and calls a function.
   *
   * @param file what messages call the module
   * @param prepare is called with the store before anything runs
   * @return the results as text
   * @throws CliException if there is no such function, or the arguments do not match its type
   */
  static List<String> run(
      String file,
      ModuleClass compiled,
      Wasi wasi,
      Consumer<Store<?>> prepare,
      String name,
      List<String> words) {
    Instance instance = WasiCommand.instantiate(wasi, compiled, prepare);
    if (!(instance.export(name) instanceof FuncRef function)) {
      throw new CliException(
          file + ": there is no exported function \"" + name + "\"" + offer(instance));
    }
    FuncType type = function.type();
    if (words.size() != type.params().size()) {
      int count = type.params().size();
      throw new CliException(
          file
              + ": \""
              + name
              + "\" takes "
              + (count == 1 ? "1 argument" : count + " arguments")
              + ", not "
              + words.size()
              + " (its type is "
              + type
              + ")");
    }
    @Nullable Object[] arguments = new @Nullable Object[words.size()];
    for (int i = 0; i < arguments.length; i++) {
      String where = file + ": \"" + name + "\", argument " + (i + 1) + ": ";
      arguments[i] = Values.parse(where, words.get(i), type.params().get(i));
    }
    if (instance.export("_initialize") instanceof FuncRef initialize) {
      initialize.call();
    }
    List<String> results = new ArrayList<>();
    for (@Nullable Object result : function.call(arguments)) {
      results.add(Values.format(result));
    }
    return results;
  }

  private static String offer(Instance instance) {
    List<String> names = new ArrayList<>();
    instance
        .exports()
        .forEach(
            (name, item) -> {
              if (item instanceof FuncRef) {
                names.add(name);
              }
            });
    int most = Math.min(names.size(), 8);
    return names.isEmpty()
        ? ""
        : "; these are exported: "
            + String.join(", ", names.subList(0, most))
            + (most < names.size() ? ", …" : "");
  }
}
