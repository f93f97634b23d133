package dev.kiln.compiler.report;

import dev.kiln.compiler.CompiledModule;
import dev.kiln.compiler.Compiler;
import dev.kiln.compiler.api.CompileOptions;
import dev.kiln.compiler.api.WasmException;
import dev.kiln.compiler.decode.ModuleDecoder;
import dev.kiln.compiler.model.FunctionBody;
import dev.kiln.compiler.model.LocalRun;
import dev.kiln.compiler.model.WasmModule;
import dev.kiln.compiler.model.type.ValType;
import dev.kiln.compiler.report.EmittedClasses.Code;
import dev.kiln.compiler.report.EmittedClasses.Role;
import dev.kiln.compiler.report.FunctionListing.Method;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes listings of functions. Stateless and thread-safe. */
public final class Disassembly {
  private Disassembly() {}

  /**
   * Compiles a module and lists one of its functions; of a module that is of a proposal that is not
   * compiled, or too large, the instructions only.
   *
   * @param file the name for messages
   * @param wanted the function's index, or its name in the name section or as an export
   * @throws WasmException MALFORMED or INVALID
   * @throws UnknownFunctionException if there is no such function, it is imported, or several have
   *     the name; the message is one sentence that names others
   */
  public static FunctionListing of(
      String file, byte[] wasm, CompileOptions options, String wanted) {
    WasmModule module = ModuleDecoder.decodeAll(file, wasm);
    int index = new FunctionSearch(module).find(wanted);
    try {
      CompiledModule compiled = Compiler.compile(file, wasm, options.withPositions());
      return listing(module, index, methods(new EmittedClasses(module, compiled), index), null);
    } catch (WasmException e) {
      return listing(module, index, List.of(), Inspection.problem(e));
    }
  }

  private static FunctionListing listing(
      WasmModule module, int index, List<Method> methods, @Nullable String problem) {
    FunctionBody body = module.bodies().get(index - module.importedFunctions());
    DebugNames names = new DebugNames(module, index);
    ModuleFacts facts = new ModuleFacts(module);
    List<ValType> params = facts.params(index);
    List<String> locals = new ArrayList<>();
    params.forEach(type -> locals.add(local(type, locals.size(), names)));
    for (LocalRun run : body.locals()) {
      for (int i = 0; i < run.count(); i++) {
        locals.add(local(run.type(), locals.size(), names));
      }
    }
    return new FunctionListing(
        index,
        module.functionName(index),
        facts.functionType(index),
        List.copyOf(locals),
        params.size(),
        body.code().start(),
        body.code().end(),
        InstructionText.of(module, body, names),
        methods,
        problem);
  }

  private static String local(ValType type, int index, DebugNames names) {
    @Nullable String name = names.local(index);
    return name == null ? type.toString() : type + " " + Texts.quoted(name);
  }

  private static List<Method> methods(EmittedClasses classes, int index) {
    List<Code> all = classes.methods(index);
    long pieces = all.stream().filter(code -> code.role() == Role.PIECE).count();
    List<Method> methods = new ArrayList<>();
    int piece = 0;
    for (Code code : all) {
      String role =
          switch (code.role()) {
            case FUNCTION -> pieces == 0 ? "the function" : "calls the pieces";
            case TWIN -> "the twin: the function calls it for each call of itself";
            case PIECE -> "piece " + ++piece + " of " + pieces;
            case DISPATCHER -> "calls some of the pieces";
          };
      methods.add(
          new Method(
              role,
              code.className(),
              code.name(),
              code.bytes(),
              BytecodeText.of(code.attribute())));
    }
    return methods;
  }
}
