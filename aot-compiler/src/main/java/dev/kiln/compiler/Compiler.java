package dev.kiln.compiler;

import dev.kiln.compiler.api.CompileOptions;
import dev.kiln.compiler.decode.ModuleDecoder;
import dev.kiln.compiler.emit.layout.OutputFile;
import dev.kiln.compiler.emit.module.ModuleEmitter;
import dev.kiln.compiler.facade.Metadata;
import dev.kiln.compiler.facts.ModuleAnalysis;
import dev.kiln.compiler.model.WasmModule;
import dev.kiln.compiler.validate.ModuleValidator;
import dev.kiln.compiler.validate.TypeRelation;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;

/**
 * The compiler: wasm in, class files out. Decode, validate, analyse, lower, emit; each stage reads
 * what the one before made and nothing goes back. Stateless and thread-safe.
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
    return compile(ModuleDecoder.decode(file, wasm), wasm, options);
  }

  /** Compiles a decoded module, whatever proposals it uses: a test tries what is not open yet. */
  static CompiledModule compile(WasmModule module, byte[] wasm, CompileOptions options) {
    TypeRelation types = ModuleValidator.validate(module);
    ModuleAnalysis analysis = ModuleAnalysis.of(module, types);
    ModuleEmitter emitter = new ModuleEmitter(module, analysis, options);
    String sha256 = sha256(wasm);
    List<Callable<List<OutputFile>>> tasks = emitter.tasks(VERSION, sha256);
    SortedMap<String, byte[]> files =
        new TreeMap<>(
            Metadata.of(
                emitter.facade(), VERSION, sha256, options.text(), emitter.hasDataResource()));
    for (List<OutputFile> outputs : Workers.run(tasks, options.threads())) {
      outputs.forEach(output -> files.put(output.path(), output.content()));
    }
    return new CompiledModule(
        options.className(), emitter.mainClass(), files, module.bodies().size(), emitter.facade());
  }

  private static String sha256(byte[] wasm) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(wasm));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
