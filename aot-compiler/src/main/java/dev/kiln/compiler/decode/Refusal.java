package dev.kiln.compiler.decode;

import dev.kiln.compiler.api.WasmException;
import dev.kiln.compiler.model.Proposal;
import dev.kiln.compiler.model.WasmModule;
import java.util.ArrayList;
import java.util.List;

/** Refuses modules that use a proposal which this version does not compile. */
final class Refusal {
  private Refusal() {}

  /** Throws UNSUPPORTED with the names of all such proposals, if there are any. */
  static void check(WasmModule module) {
    List<String> names = new ArrayList<>();
    for (Proposal proposal : module.proposals()) {
      if (!proposal.isSupported()) {
        names.add('"' + proposal.toString() + '"');
      }
    }
    if (!names.isEmpty()) {
      String detail =
          "this module needs the " + list(names) + ", which this version of Kiln does not compile";
      throw WasmException.of(WasmException.Reason.UNSUPPORTED, module.file(), -1, detail);
    }
  }

  private static String list(List<String> names) {
    String last = names.getLast();
    if (names.size() == 1) {
      return "proposal " + last;
    }
    return "proposals " + String.join(", ", names.subList(0, names.size() - 1)) + " and " + last;
  }
}
