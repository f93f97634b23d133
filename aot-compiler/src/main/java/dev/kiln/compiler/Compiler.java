package dev.kiln.compiler;

import dev.kiln.compiler.api.CompileOptions;
import dev.kiln.compiler.api.WasmException;
import dev.kiln.compiler.decode.ModuleDecoder;
import dev.kiln.compiler.emit.layout.ModuleLayout;
import dev.kiln.compiler.emit.layout.OutputFile;
import dev.kiln.compiler.emit.module.ModuleClasses;
import dev.kiln.compiler.facade.Metadata;
import dev.kiln.compiler.facts.ModuleAnalysis;
import dev.kiln.compiler.lower.Lowering;
import dev.kiln.compiler.model.WasmModule;
import dev.kiln.compiler.validate.ModuleValidator;
import dev.kiln.compiler.validate.TypeRelation;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;

/**
 * The compiler: wasm in, class files out. Decode, validate, find the facts of the module, lay it
 * out, then take each function through {@link FunctionPipeline} and emit the module's other
 * classes. Each stage reads what the one before made; nothing goes back. Stateless and thread-safe.
 */
public final class Compiler {
  /** The version that compiled classes carry. */
  public static final String VERSION = "0.1.0";

  private Compiler() {}

  /**
   * Compiles a module.
   *
   * @param file the name for messages; classes keep the part after the last separator
   * @param wasm the binary module
   * @return the class files; the same input and class name give the same bytes
   * @throws WasmException where the module is malformed, invalid, or needs what cannot be compiled
   */
  public static CompiledModule compile(String file, byte[] wasm, CompileOptions options) {
    WasmModule module = ModuleDecoder.decode(file, wasm);
    TypeRelation types = ModuleValidator.validate(module);
    ModuleAnalysis facts = ModuleAnalysis.of(module, types);
    ModuleLayout layout = new ModuleLayout(module, facts, options);
    Lowering lowering =
        new Lowering(module, facts, options.positions(), options.epochs(), options.fuel());
    FunctionPipeline functions = new FunctionPipeline(layout, lowering, options);
    ModuleClasses classes = new ModuleClasses(layout);
    String sha256 = sha256(wasm);
    List<Callable<List<OutputFile>>> tasks = new ArrayList<>(functions.tasks());
    tasks.addAll(classes.tasks(lowering, VERSION, sha256));
    SortedMap<String, byte[]> files =
        new TreeMap<>(
            Metadata.of(
                layout.facade(), VERSION, sha256, options.text(), classes.hasDataResource()));
    for (List<OutputFile> outputs : Workers.run(tasks, options.threads())) {
      outputs.forEach(output -> files.put(output.path(), output.content()));
    }
    return new CompiledModule(
        options.className(), classes.mainClass(), files, module.bodies().size(), layout.facade());
  }

  private static String sha256(byte[] wasm) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(wasm));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
