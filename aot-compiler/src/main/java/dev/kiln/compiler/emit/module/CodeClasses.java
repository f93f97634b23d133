package dev.kiln.compiler.emit.module;

import static dev.kiln.compiler.emit.layout.Abi.*;

import dev.kiln.compiler.carrier.Carrier;
import dev.kiln.compiler.carrier.Word;
import dev.kiln.compiler.carrier.WordCursor;
import dev.kiln.compiler.emit.layout.Classes;
import dev.kiln.compiler.emit.layout.Escapes;
import dev.kiln.compiler.emit.layout.ModuleLayout;
import dev.kiln.compiler.emit.layout.Signature;
import dev.kiln.compiler.emit.layout.Windows;
import dev.kiln.runtime.abi.Shape;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;

/**
 * The {@code Code} bodies of functions that may become references: from words to exact types, then
 * a static call. One that serves several functions switches on {@code FuncRef.index}.
 */
final class CodeClasses {
  private static final int WINDOW_SLOT = 1;

  private final ModuleLayout layout;

  CodeClasses(ModuleLayout layout) {
    this.layout = layout;
  }

  /** The class file of body {@code index}. */
  byte[] emit(int index) {
    Escapes.Body body = layout.escapes().bodies().get(index);
    ClassDesc self = layout.codeClass(index);
    return Classes.build(
        self,
        CODE,
        0,
        layout.sourceName(),
        builder -> {
          Classes.constructor(builder, CODE, 0);
          if (body.shape() == Shape.WINDOW) {
            windowEntry(builder, self, body);
          } else {
            directEntry(builder, body);
          }
        });
  }

  private Signature signature(int function) {
    return Signature.of(layout.module().functionType(function));
  }

  private void directEntry(ClassBuilder builder, Escapes.Body body) {
    int callee = 1 + 2 * Shape.numbers(body.shape()) + Shape.references(body.shape());
    builder.withMethodBody(
        Shape.entryName(body.shape()),
        entryType(body.shape()),
        Classes.PUBLIC,
        cb -> dispatch(cb, body, callee, function -> callDirect(cb, function, callee)));
  }

  private interface Case {
    void emit(int function);
  }

  /** One case per function; each returns. */
  private void dispatch(CodeBuilder cb, Escapes.Body body, int callee, Case one) {
    List<Integer> functions = body.functions();
    if (functions.size() == 1) {
      one.emit(functions.get(0));
      return;
    }
    List<Label> labels = new ArrayList<>();
    List<SwitchCase> cases = new ArrayList<>();
    for (int i = 0; i < functions.size(); i++) {
      Label label = cb.newLabel();
      labels.add(label);
      cases.add(SwitchCase.of(body.first() + i, label));
    }
    cb.aload(callee).invokevirtual(FUNC_REF, "index", MethodTypeDesc.of(INT));
    int last = functions.size() - 1;
    // The last function needs no case: no other index ever gets here.
    cb.tableswitch(body.first(), body.first() + last, labels.get(last), cases);
    for (int i = 0; i < functions.size(); i++) {
      cb.labelBinding(labels.get(i));
      one.emit(functions.get(i));
    }
  }

  private void callDirect(CodeBuilder cb, int function, int callee) {
    Signature signature = signature(function);
    WordCursor cursor = new WordCursor();
    for (Carrier param : signature.params()) {
      Word word = param.word();
      word.load(cb, signature.slot(word, cursor.next(word)));
      param.restore(cb);
    }
    invoke(cb, function, signature, callee);
    if (signature.results().isEmpty()) {
      cb.return_();
      return;
    }
    Carrier result = signature.results().get(0);
    result.erase(cb);
    cb.return_(result.word().typeKind());
  }

  private void invoke(CodeBuilder cb, int function, Signature signature, int callee) {
    cb.aload(callee).invokevirtual(FUNC_REF, "owner", MethodTypeDesc.of(OBJECT));
    cb.checkcast(layout.instanceClass());
    cb.invokestatic(
        layout.ownerOf(function),
        layout.methodName(function),
        signature.methodType(layout.instanceClass()));
  }

  /** Words in the window may be many: each function has a method of its own behind the switch. */
  private void windowEntry(ClassBuilder builder, ClassDesc self, Escapes.Body body) {
    for (int function : body.functions()) {
      builder.withMethodBody(
          "w" + function, WINDOW_CALL, ClassFile.ACC_PRIVATE, cb -> callFromWindow(cb, function));
    }
    builder.withMethodBody(
        "callWindow",
        WINDOW_CALL,
        Classes.PUBLIC,
        cb ->
            dispatch(
                cb,
                body,
                4,
                function ->
                    cb.aload(0)
                        .aload(WINDOW_SLOT)
                        .iload(2)
                        .iload(3)
                        .aload(4)
                        .aload(5)
                        .invokevirtual(self, "w" + function, WINDOW_CALL)
                        .return_()));
  }

  private void callFromWindow(CodeBuilder cb, int function) {
    Signature signature = signature(function);
    if (signature.throughWindow()) {
      cb.iload(2).iload(3);
    } else {
      WordCursor cursor = new WordCursor();
      for (Carrier param : signature.params()) {
        Windows.pushValue(cb, param, WINDOW_SLOT, 2, 3, cursor);
      }
    }
    invoke(cb, function, signature, 4);
    List<Carrier> results = signature.results();
    if (!results.isEmpty()) {
      cb.storeLocal(results.get(0).typeKind(), 6);
      Windows.storeResults(cb, results, 6, WINDOW_SLOT, 2, 3);
    }
    cb.return_();
  }
}
