package dev.kiln.compiler.emit.memory;

import dev.kiln.compiler.api.WasmException;
import dev.kiln.compiler.facts.ModuleAnalysis;
import dev.kiln.compiler.model.WasmModule;
import dev.kiln.compiler.model.type.AddressType;
import dev.kiln.compiler.model.type.MemoryType;
import java.util.ArrayList;
import java.util.List;

/** Chooses how memories live in the JVM. The only place that does. */
public final class MemoryCarriers {
  private MemoryCarriers() {}

  /**
   * The carriers of all memories of a module, in order.
   *
   * @throws WasmException UNSUPPORTED for a memory of a type that no carrier is for
   */
  public static List<MemoryCarrier> of(WasmModule module, ModuleAnalysis analysis) {
    List<MemoryCarrier> carriers = new ArrayList<>(module.memoryCount());
    for (int i = 0; i < module.memoryCount(); i++) {
      carriers.add(of(module, analysis, i));
    }
    return List.copyOf(carriers);
  }

  /**
   * The carrier of memory {@code index}.
   *
   * @throws WasmException UNSUPPORTED if no carrier is for its type
   */
  public static MemoryCarrier of(WasmModule module, ModuleAnalysis analysis, int index) {
    MemoryType type = module.memoryType(index);
    if (type.address() == AddressType.I32 && !type.limits().shared()) {
      return new ArrayMemory(
          index, type, analysis.memoryGrows(index), analysis.hasExactArray(index));
    }
    // The decoder refuses the proposals first; a proposal that is let through ends here.
    String shared = type.limits().shared() ? " and is shared" : "";
    throw WasmException.of(
        WasmException.Reason.UNSUPPORTED,
        module.file(),
        -1,
        "memory %d has %s addresses%s; this version of Kiln does not compile such a memory"
            .formatted(index, type.address(), shared));
  }
}
