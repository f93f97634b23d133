package dev.kiln.compiler.report;

import dev.kiln.compiler.CompiledModule;
import dev.kiln.compiler.Compiler;
import dev.kiln.compiler.api.CompileOptions;
import dev.kiln.compiler.api.WasmException;
import dev.kiln.compiler.decode.ModuleDecoder;
import dev.kiln.compiler.model.WasmModule;
import dev.kiln.compiler.report.EmittedClasses.Code;
import dev.kiln.compiler.report.EmittedClasses.Role;
import dev.kiln.compiler.report.ModuleReport.Compilation;
import dev.kiln.compiler.report.ModuleReport.Function;
import dev.kiln.compiler.report.ModuleReport.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes reports of modules. Stateless and thread-safe. */
public final class Inspection {
  private Inspection() {}

  /**
   * Compiles a module and reports on it. If the module is too large, or needs a proposal that is
   * not compiled, the report says so.
   *
   * @param file the name for messages
   * @throws WasmException MALFORMED or INVALID
   */
  public static ModuleReport of(String file, byte[] wasm, CompileOptions options) {
    WasmModule module = ModuleDecoder.decodeAll(file, wasm);
    try {
      CompiledModule compiled = Compiler.compile(file, wasm, options);
      return ModuleFacts.report(module, compilation(module, compiled), null);
    } catch (WasmException e) {
      return ModuleFacts.report(module, null, problem(e));
    }
  }

  /**
   * Reports on a module that was compiled.
   *
   * @param wasm what {@code compiled} was made of
   */
  public static ModuleReport of(String file, byte[] wasm, CompiledModule compiled) {
    WasmModule module = ModuleDecoder.decode(file, wasm);
    return ModuleFacts.report(module, compilation(module, compiled), null);
  }

  /** What a module that is not wrong cannot be compiled for; throws what says that it is wrong. */
  static String problem(WasmException e) {
    return switch (e.reason()) {
      case MALFORMED, INVALID -> throw e;
      case UNSUPPORTED -> e.detail();
      case LIMIT ->
          e.functionIndex() < 0
              ? e.detail()
              : Texts.function(e.functionIndex(), e.functionName()) + ": " + e.detail();
    };
  }

  private static Compilation compilation(WasmModule module, CompiledModule compiled) {
    EmittedClasses classes = new EmittedClasses(module, compiled);
    List<Function> functions = new ArrayList<>();
    module.bodies().forEach(body -> functions.add(function(module, classes, body.index())));
    functions.sort(Comparator.comparingInt(f -> -f.wasmBytes()));
    Method largest =
        classes.methods().stream()
            .max(Comparator.comparingInt(Method::bytes))
            .orElseThrow(() -> new IllegalStateException("no class has a method"));
    return new Compilation(
        compiled.className(),
        classes.classes(),
        classes.classBytes(),
        classes.resourceBytes(),
        classes.methods().size(),
        largest,
        classes.methods().stream().filter(m -> m.bytes() > Compilation.HOTSPOT_LIMIT).toList(),
        List.copyOf(functions));
  }

  private static Function function(WasmModule module, EmittedClasses classes, int index) {
    int bytecode = 0;
    int pieces = 0;
    int whole = 0;
    int largest = 0;
    for (Code code : classes.methods(index)) {
      bytecode += code.bytes();
      if (code.role() == Role.PIECE) {
        pieces++;
        largest = Math.max(largest, code.bytes());
      } else if (code.role() == Role.FUNCTION) {
        whole = code.bytes();
      }
    }
    @Nullable String name = module.functionName(index);
    var body = module.bodies().get(index - module.importedFunctions());
    return new Function(
        index,
        name,
        body.code().end() - body.entry(),
        bytecode,
        pieces,
        pieces == 0 ? whole : largest,
        classes.frameVariables(index));
  }
}
