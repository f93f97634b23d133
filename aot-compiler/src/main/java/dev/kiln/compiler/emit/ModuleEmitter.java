package dev.kiln.compiler.emit;

import dev.kiln.compiler.analyse.MethodSize;
import dev.kiln.compiler.analyse.ModuleAnalysis;
import dev.kiln.compiler.ir.IrFunction;
import dev.kiln.compiler.lower.Lowering;
import dev.kiln.compiler.model.FunctionBody;
import dev.kiln.compiler.model.WasmModule;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * Partitions a module into classes. Each class is a task of its own that depends on nothing but the
 * layout, so the result is the same in whatever order the tasks run.
 */
public final class ModuleEmitter {
  private final WasmModule module;
  private final ModuleLayout layout;
  private final ModuleAnalysis analysis;
  private final Lowering lowering;

  /**
   * For a valid module.
   *
   * @param className the binary name of the module class
   */
  public ModuleEmitter(WasmModule module, ModuleAnalysis analysis, String className) {
    this.module = module;
    this.analysis = analysis;
    this.layout = new ModuleLayout(module, analysis, className);
    this.lowering = new Lowering(module, analysis);
  }

  /** A file of the output. */
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  public record OutputFile(String path, byte[] content) {}

  /** The class with a {@code main}, if the module is a WASI command. */
  public Optional<String> mainClass() {
    return MainClass.isWanted(module)
        ? Optional.of(layout.className() + "Main")
        : Optional.empty();
  }

  /** The tasks that make the files. */
  public List<Callable<OutputFile>> tasks(String compilerVersion, String sha256) {
    List<Callable<OutputFile>> tasks = new ArrayList<>();
    int count = module.bodies().size();
    for (int from = 0; from < count; from += ModuleLayout.FUNCTIONS_PER_CLASS) {
      int to = Math.min(count, from + ModuleLayout.FUNCTIONS_PER_CLASS);
      List<FunctionBody> bodies = module.bodies().subList(from, to);
      ClassDesc name = layout.functionClass(from / ModuleLayout.FUNCTIONS_PER_CLASS);
      tasks.add(() -> file(name, functions(name, bodies)));
    }
    for (int i = 0; i < layout.escapes().bodies().size(); i++) {
      int index = i;
      tasks.add(() -> file(layout.codeClass(index), new CodeClasses(layout).emit(index)));
    }
    for (int shape : layout.shapes()) {
      tasks.add(() -> file(layout.adapterClass(shape), new AdapterClasses(layout).emit(shape)));
    }
    tasks.add(() -> file(layout.instanceClass(), new InstanceClass(layout, lowering).emit()));
    tasks.add(
        () ->
            file(
                layout.moduleClass(),
                new ModuleClassEmitter(layout, compilerVersion, sha256).emit()));
    mainClass()
        .map(ClassDesc::of)
        .ifPresent(main -> tasks.add(() -> file(main, MainClass.emit(layout, main))));
    if (!module.data().isEmpty()) {
      String name = layout.className().replace('.', '/') + ".data";
      tasks.add(() -> new OutputFile(name, DataResource.of(module)));
    }
    return tasks;
  }

  private static OutputFile file(ClassDesc name, byte[] content) {
    String descriptor = name.descriptorString();
    return new OutputFile(descriptor.substring(1, descriptor.length() - 1) + ".class", content);
  }

  private byte[] functions(ClassDesc name, List<FunctionBody> bodies) {
    List<IrFunction> functions = new ArrayList<>();
    for (FunctionBody body : bodies) {
      IrFunction function = lowering.function(body);
      new MethodSize(module, analysis, function).check(body);
      functions.add(function);
    }
    return Classes.build(
        name,
        Abi.OBJECT,
        0,
        layout.sourceName(),
        builder -> {
          for (IrFunction function : functions) {
            Signature signature = Signature.of(function.type());
            builder.withMethodBody(
                layout.methodName(function.index()),
                signature.methodType(layout.instanceClass()),
                ClassFile.ACC_STATIC,
                cb -> FunctionEmitter.emit(cb, layout, function, signature.throughWindow()));
          }
        });
  }
}
