package dev.kiln.compiler.emit.module;

import dev.kiln.compiler.api.CompileOptions;
import dev.kiln.compiler.cut.Chain;
import dev.kiln.compiler.cut.Fitting;
import dev.kiln.compiler.cut.Partition;
import dev.kiln.compiler.cut.Recursion;
import dev.kiln.compiler.emit.code.TargetTree;
import dev.kiln.compiler.emit.function.ChainedFunction;
import dev.kiln.compiler.emit.function.DispatchedFunction;
import dev.kiln.compiler.emit.function.FunctionEmitter;
import dev.kiln.compiler.emit.function.SplitFunction;
import dev.kiln.compiler.emit.host.HostInterfaceClass;
import dev.kiln.compiler.emit.layout.Abi;
import dev.kiln.compiler.emit.layout.Classes;
import dev.kiln.compiler.emit.layout.ModuleLayout;
import dev.kiln.compiler.emit.layout.OutputFile;
import dev.kiln.compiler.emit.layout.Signature;
import dev.kiln.compiler.facade.Facade;
import dev.kiln.compiler.facade.HostInterface;
import dev.kiln.compiler.facts.ModuleAnalysis;
import dev.kiln.compiler.ir.IrFunction;
import dev.kiln.compiler.lower.Lowering;
import dev.kiln.compiler.measure.MethodSize;
import dev.kiln.compiler.measure.PoolSize;
import dev.kiln.compiler.measure.Uses;
import dev.kiln.compiler.model.FunctionBody;
import dev.kiln.compiler.model.WasmModule;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * Partitions a module into classes. Each class is a task of its own that depends on nothing but the
 * layout, so the result is the same in whatever order the tasks run.
 */
public final class ModuleEmitter {
  /**
   * Functions up to this size that call themselves get a twin, and each calls the other: C2 inlines
   * a method into itself only once, but these two into each other several times. Larger ones it
   * does not inline anyway.
   */
  private static final int TWIN_LIMIT = 325;

  /** How much of its class's constant pool a function may use. */
  private static final int MAX_POOL = 60_000 / ModuleLayout.FUNCTIONS_PER_CLASS;

  /** A class file has no larger line number; functions after it show none. */
  private static final int MAX_LINE = 65535;

  private final WasmModule module;
  private final ModuleLayout layout;
  private final ModuleAnalysis analysis;
  private final Lowering lowering;
  private final CompileOptions options;

  /** For a valid module. */
  public ModuleEmitter(WasmModule module, ModuleAnalysis analysis, CompileOptions options) {
    this.module = module;
    this.analysis = analysis;
    this.layout = new ModuleLayout(module, analysis, options);
    this.lowering =
        new Lowering(module, analysis, options.positions(), options.epochs(), options.fuel());
    this.options = options;
  }

  /** The names that a Java developer sees. */
  public Facade facade() {
    return layout.facade();
  }

  /** The class with a {@code main}, if the module is a WASI command. */
  public Optional<String> mainClass() {
    return layout.facade().isCommand()
        ? Optional.of(layout.className() + "Main")
        : Optional.empty();
  }

  /** Whether data segments are in a resource beside the module class. */
  public boolean hasDataResource() {
    return !DataResource.isConstant(module);
  }

  /** The tasks that make the files. */
  public List<Callable<List<OutputFile>>> tasks(String compilerVersion, String sha256) {
    List<Callable<List<OutputFile>>> tasks = new ArrayList<>();
    int count = module.bodies().size();
    for (int from = 0; from < count; from += ModuleLayout.FUNCTIONS_PER_CLASS) {
      int to = Math.min(count, from + ModuleLayout.FUNCTIONS_PER_CLASS);
      List<FunctionBody> bodies = module.bodies().subList(from, to);
      ClassDesc name = layout.functionClass(from / ModuleLayout.FUNCTIONS_PER_CLASS);
      tasks.add(() -> functions(name, bodies));
    }
    for (int i = 0; i < layout.escapes().bodies().size(); i++) {
      int index = i;
      tasks.add(() -> file(layout.codeClass(index), new CodeClasses(layout).emit(index)));
    }
    for (int type : layout.targetTrees()) {
      tasks.add(() -> file(layout.targetTree(type), new TargetTree(layout, type).emit()));
    }
    if (layout.shapes().length > 0) {
      tasks.add(() -> file(layout.adapterClass(), new AdapterClass(layout).emit()));
    }
    tasks.add(() -> new InstanceClass(layout, lowering).emit());
    tasks.add(() -> new ModuleClassEmitter(layout, compilerVersion, sha256).emit());
    for (HostInterface host : layout.facade().interfaces()) {
      HostInterfaceClass emitter = new HostInterfaceClass(layout, host);
      emitter.tasks().forEach((name, task) -> tasks.add(() -> file(name, task.get())));
    }
    mainClass()
        .map(ClassDesc::of)
        .ifPresent(main -> tasks.add(() -> file(main, MainClass.emit(layout, main))));
    if (hasDataResource()) {
      String name = layout.className().replace('.', '/') + ".data";
      tasks.add(() -> List.of(new OutputFile(name, DataResource.of(module))));
    }
    return tasks;
  }

  private static List<OutputFile> file(ClassDesc name, byte[] content) {
    return List.of(OutputFile.of(name, content));
  }

  private List<OutputFile> functions(ClassDesc name, List<FunctionBody> bodies) {
    List<OutputFile> files = new ArrayList<>();
    List<Consumer<ClassBuilder>> methods = new ArrayList<>();
    List<Consumer<ClassBuilder>> twins = new ArrayList<>();
    PoolSize pool = new PoolSize(analysis);
    for (FunctionBody body : bodies) {
      IrFunction function = lowering.function(body);
      MethodSize size = new MethodSize(module, analysis, function);
      // What needs very many constants gets classes of its own, so that this one has enough.
      if (size.whole() <= options.methodLimit() && pool.of(function.body()) <= MAX_POOL) {
        boolean twin = size.whole() <= TWIN_LIMIT && Recursion.callsItself(function);
        methods.add(whole(function, twin));
        if (twin) {
          twins.add(whole(function, false));
        }
      } else {
        SplitFunction split = split(function, size);
        methods.add(method(function, split::emitDriver));
        files.addAll(split.files());
      }
    }
    files.addAll(file(name, methods(name, methods)));
    if (!twins.isEmpty()) {
      ClassDesc twinClass = layout.twinOwnerOf(bodies.get(0).index());
      files.addAll(file(twinClass, methods(twinClass, twins)));
    }
    return files;
  }

  private SplitFunction split(IrFunction lowered, MethodSize size) {
    IrFunction function = Fitting.of(lowered, size, options.methodLimit());
    Uses uses = Uses.of(function);
    Partition.Split split =
        Partition.of(function, uses, size, options.methodLimit(), options.pieceSize());
    Chain chain = split.chain();
    return chain == null
        ? new DispatchedFunction(layout, split.function(), split.uses(), split.pieces())
        : new ChainedFunction(layout, function, uses, split.pieces(), chain);
  }

  private byte[] methods(ClassDesc name, List<Consumer<ClassBuilder>> methods) {
    return Classes.build(
        name,
        Abi.OBJECT,
        0,
        layout.sourceName(),
        builder -> methods.forEach(method -> method.accept(builder)));
  }

  private Consumer<ClassBuilder> whole(IrFunction function, boolean callsTwin) {
    return method(
        function, (cb, window) -> FunctionEmitter.emit(cb, layout, function, window, callsTwin));
  }

  private interface MethodBody {
    void emit(CodeBuilder cb, boolean throughWindow);
  }

  private Consumer<ClassBuilder> method(IrFunction function, MethodBody body) {
    Signature signature = Signature.of(function.type());
    return builder ->
        builder.withMethodBody(
            layout.methodName(function.index()),
            signature.methodType(layout.instanceClass()),
            ClassFile.ACC_STATIC,
            cb -> {
              if (function.index() < MAX_LINE) {
                cb.lineNumber(function.index() + 1); // for WasmBacktrace; the JVM shows no line 0
              }
              body.emit(cb, signature.throughWindow());
            });
  }
}
