package dev.kiln.compiler.testing;

import dev.kiln.compiler.decode.ModuleDecoder;
import dev.kiln.compiler.facts.ModuleAnalysis;
import dev.kiln.compiler.ir.IrFunction;
import dev.kiln.compiler.lower.Lowering;
import dev.kiln.compiler.measure.MethodSize;
import dev.kiln.compiler.model.WasmModule;
import dev.kiln.compiler.validate.ModuleValidator;
import java.util.List;

/** Modules lowered for tests. */
public record Functions(WasmModule module, ModuleAnalysis analysis, List<IrFunction> lowered) {
  public static Functions of(byte[] wasm) {
    return of(wasm, false);
  }

  /** With epochs and fuel, or without. */
  public static Functions of(byte[] wasm, boolean metered) {
    WasmModule module = ModuleDecoder.decode("m.wasm", wasm);
    ModuleAnalysis analysis = ModuleAnalysis.of(module, ModuleValidator.validate(module));
    Lowering lowering = new Lowering(module, analysis, false, metered, metered);
    return new Functions(
        module, analysis, module.bodies().stream().map(lowering::function).toList());
  }

  /** The estimated size of each function by its index. */
  public int size(IrFunction function) {
    return new MethodSize(module, analysis, function).whole();
  }
}
