package dev.kiln.runtime;

import java.util.List;

/** Modules that are programs: each call of one of their functions is a run of its own. */
final class Commands {
  /** What a command exports. */
  static final String START = "_start";

  /** What a reactor may export, to be called before anything else. */
  static final String INITIALIZE = "_initialize";

  private Commands() {}

  /** Defines the functions of a command: each call makes an instance and calls its export. */
  static void define(Linker linker, String module, InstancePre pre) {
    List<ExportType> exports = pre.module().exports();
    for (int i = 0; i < exports.size(); i++) {
      String name = exports.get(i).name();
      if (exports.get(i).type() instanceof FuncType) {
        linker.put(
            module,
            name,
            new HostDefinition(
                pre.module().exportedFunction(i),
                (caller, window, n, r) ->
                    pre.instantiate(caller.store()).getFunction(name).invoke(window, n, r, null)));
      }
    }
  }
}
