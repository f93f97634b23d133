package dev.kiln.compiler.emit.function;

import dev.kiln.compiler.emit.layout.Abi;
import dev.kiln.compiler.emit.layout.Classes;
import dev.kiln.compiler.emit.layout.ModuleLayout;
import dev.kiln.compiler.emit.layout.OutputFile;
import dev.kiln.compiler.emit.layout.Signature;
import dev.kiln.compiler.ir.IrFunction;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The class of some functions, which are its static methods. Functions with a twin are in a second
 * class too; those that were cut bring classes for their pieces.
 */
public final class FunctionClass {
  /** A class file has no larger line number; functions after it show none. */
  private static final int MAX_LINE = 65535;

  private final ModuleLayout layout;
  private final int first;
  private final List<OutputFile> pieces = new ArrayList<>();
  private final List<Consumer<ClassBuilder>> methods = new ArrayList<>();
  private final List<Consumer<ClassBuilder>> twins = new ArrayList<>();

  /**
   * No functions yet.
   *
   * @param first the index of the first function of the class
   */
  public FunctionClass(ModuleLayout layout, int first) {
    this.layout = layout;
    this.first = first;
  }

  /**
   * Adds a function that is one method.
   *
   * @param twin whether it calls itself by way of a twin
   */
  public void addWhole(IrFunction function, boolean twin) {
    methods.add(whole(function, twin));
    if (twin) {
      twins.add(whole(function, false));
    }
  }

  /** Adds a function that was cut, with the classes of its pieces. */
  public void addSplit(IrFunction function, SplitFunction split) {
    methods.add(method(function, split::emitDriver));
    pieces.addAll(split.files());
  }

  /** The classes. */
  public List<OutputFile> files() {
    List<OutputFile> files = new ArrayList<>(pieces);
    files.add(file(layout.ownerOf(first), methods));
    if (!twins.isEmpty()) {
      files.add(file(layout.twinOwnerOf(first), twins));
    }
    return files;
  }

  private OutputFile file(ClassDesc name, List<Consumer<ClassBuilder>> members) {
    byte[] content =
        Classes.build(
            name,
            Abi.OBJECT,
            0,
            layout.sourceName(),
            builder -> members.forEach(member -> member.accept(builder)));
    return OutputFile.of(name, content);
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
