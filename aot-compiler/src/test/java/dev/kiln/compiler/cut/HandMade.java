package dev.kiln.compiler.cut;

import dev.kiln.compiler.Compiler;
import dev.kiln.compiler.api.CompileOptions;
import dev.kiln.compiler.decode.ModuleDecoder;
import dev.kiln.compiler.emit.function.ChainedFunction;
import dev.kiln.compiler.emit.function.DispatchedFunction;
import dev.kiln.compiler.emit.function.FunctionEmitter;
import dev.kiln.compiler.emit.function.SplitFunction;
import dev.kiln.compiler.emit.layout.Abi;
import dev.kiln.compiler.emit.layout.Classes;
import dev.kiln.compiler.emit.layout.ModuleLayout;
import dev.kiln.compiler.emit.layout.Signature;
import dev.kiln.compiler.facts.ModuleAnalysis;
import dev.kiln.compiler.ir.IrFunction;
import dev.kiln.compiler.lower.Lowering;
import dev.kiln.compiler.measure.MethodSize;
import dev.kiln.compiler.model.WasmModule;
import dev.kiln.compiler.slots.Uses;
import dev.kiln.compiler.testing.Assembler;
import dev.kiln.compiler.testing.Compiled;
import dev.kiln.compiler.validate.ModuleValidator;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A module whose function {@link #RUN} is made by hand and exported as {@code run}. Its function
 * {@link #HOST} calls {@link HostCall}; its memory is exported as {@code m}.
 */
final class HandMade {
  /** The index of the function, from i32 to i32, that may throw. */
  static final int HOST = 0;

  /** The index of the function: from two i32 to one. */
  static final int RUN = 2;

  private static final byte[] WASM =
      Assembler.assemble(
          """
          (func (param i32) (result i32) unreachable)
          (memory (export "m") 1 20)
          (func (export "grow") (result i32) i32.const 1 memory.grow)
          (func (export "run") (param i32 i32) (result i32) unreachable)
          """);

  private final CompileOptions options = new CompileOptions(Compiled.CLASS, 1);
  private final WasmModule module = ModuleDecoder.decode("m.wasm", WASM);
  private final ModuleAnalysis analysis =
      ModuleAnalysis.of(module, ModuleValidator.validate(module));
  private final ModuleLayout layout = new ModuleLayout(module, analysis, options);
  private final SortedMap<String, byte[]> others =
      Compiler.compile("m.wasm", WASM, options).files();

  MethodSize size(IrFunction function) {
    return new MethodSize(module, analysis, function);
  }

  Partition.Split split(IrFunction function, List<Integer> cuts, boolean mayChain) {
    return Partition.at(function, Uses.of(function), size(function), cuts, mayChain);
  }

  /** The module with the function in one method. */
  Compiled whole(IrFunction function) {
    return compiled(
        function, (cb) -> FunctionEmitter.emit(cb, layout, function, false, false), null);
  }

  /** The module with the function in pieces. */
  Compiled pieces(Partition.Split split) {
    Chain chain = split.chain();
    IrFunction function = split.function();
    SplitFunction emitter =
        chain == null
            ? new DispatchedFunction(layout, function, split.uses(), split.pieces())
            : new ChainedFunction(layout, function, split.uses(), split.pieces(), chain);
    return compiled(function, cb -> emitter.emitDriver(cb, false), emitter);
  }

  private Compiled compiled(
      IrFunction function, Consumer<CodeBuilder> body, @Nullable SplitFunction split) {
    IrFunction grow = new Lowering(module, analysis).function(module.bodies().get(1));
    byte[] functions =
        Classes.build(
            layout.functionClass(0),
            Abi.OBJECT,
            0,
            layout.sourceName(),
            builder -> {
              method(builder, 0, HandMade::callHost);
              method(builder, 1, cb -> FunctionEmitter.emit(cb, layout, grow, false, false));
              method(builder, RUN, body);
            });
    SortedMap<String, byte[]> files = new TreeMap<>(others);
    files.put("t/M$F0.class", functions);
    if (split != null) {
      split.files().forEach(file -> files.put(file.path(), file.content()));
    }
    return Compiled.ofFiles(files);
  }

  private static void callHost(CodeBuilder cb) {
    ClassDesc host = HostCall.class.describeConstable().orElseThrow();
    cb.iload(0).invokestatic(host, "call", MethodTypeDesc.of(Abi.INT, Abi.INT)).ireturn();
  }

  private void method(ClassBuilder builder, int function, Consumer<CodeBuilder> body) {
    builder.withMethodBody(
        layout.methodName(function),
        Signature.of(module.functionType(function)).methodType(layout.instanceClass()),
        ClassFile.ACC_STATIC,
        body);
  }
}
