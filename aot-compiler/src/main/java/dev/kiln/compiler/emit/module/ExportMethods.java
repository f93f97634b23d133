package dev.kiln.compiler.emit.module;

import static dev.kiln.compiler.emit.layout.Abi.*;

import dev.kiln.compiler.emit.code.FunctionContext;
import dev.kiln.compiler.emit.layout.Abi;
import dev.kiln.compiler.emit.layout.ModuleLayout;
import dev.kiln.compiler.emit.layout.Signature;
import dev.kiln.compiler.facade.ExportedItem;
import dev.kiln.compiler.facade.Method;
import dev.kiln.compiler.ir.Expr;
import dev.kiln.compiler.ir.Kind;
import dev.kiln.compiler.ir.Var;
import dev.kiln.compiler.model.type.RefType;
import dev.kiln.compiler.model.type.ValType;
import dev.kiln.compiler.opcode.Effects;
import dev.kiln.compiler.opcode.Opcode;
import dev.kiln.compiler.slots.SlotAssignment;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.List;

/**
 * The methods of the instance class by which the host calls exported functions with exact types.
 * Results after the first stay in the window.
 *
 * <pre>
 *   final int $add(int a, int b) {
 *     int depth = enter();
 *     try { result = F0.add(a, b, this); } catch (Throwable t) { leave(depth); throw translate(t); }
 *     leave(depth);
 *     return result;
 *   }
 * </pre>
 */
final class ExportMethods {
  private static final ClassDesc THROWABLE = ClassDesc.of("java.lang.Throwable");
  private static final ClassDesc RUNTIME_EXCEPTION = ClassDesc.of("java.lang.RuntimeException");

  private final ModuleLayout layout;

  ExportMethods(ModuleLayout layout) {
    this.layout = layout;
  }

  void emit(ClassBuilder builder) {
    for (ExportedItem item : layout.facade().exports()) {
      Method method = item.method();
      if (method != null && !method.isArray()) {
        builder.withMethodBody(
            item.entryName(), type(method), 0, cb -> body(cb, item.index(), method));
      }
    }
  }

  private static MethodTypeDesc type(Method method) {
    Signature signature = Signature.of(method.type());
    List<ClassDesc> params = signature.params().stream().map(Abi::type).toList();
    List<Kind> results = signature.results();
    return MethodTypeDesc.of(results.isEmpty() ? VOID : Abi.type(results.get(0)), params);
  }

  private void body(CodeBuilder cb, int function, Method method) {
    ClassDesc self = layout.instanceClass();
    List<ValType> params = method.type().params();
    int[] slots = new int[params.size()];
    Expr[] arguments = new Expr[params.size()];
    int next = 1;
    for (int i = 0; i < slots.length; i++) {
      Kind kind = Kind.of(params.get(i));
      slots[i] = next;
      arguments[i] = new Expr.Get(new Var(i, kind, true));
      next += kind.slots();
    }
    int depth = next;
    FunctionContext context =
        new FunctionContext(cb, layout, new SlotAssignment(slots, 0, depth + 2));
    for (int i = 0; i < slots.length; i++) {
      if (params.get(i) instanceof RefType && !params.get(i).equals(RefType.EXTERNREF)) {
        cb.aload(0).loadConstant(layout.escapes().position(function)).loadConstant(i);
        cb.aload(slots[i]);
        cb.invokevirtual(self, "checkArgument", MethodTypeDesc.of(VOID, INT, INT, OBJECT));
      }
    }
    cb.aload(0).invokevirtual(self, "enter", MethodTypeDesc.of(INT)).istore(depth);
    Label from = cb.newBoundLabel();
    context.calls.call(
        new Expr.Call(Opcode.CALL, function, 0, method.type(), Effects.CALL, arguments));
    Label to = cb.newBoundLabel();
    MethodTypeDesc leave = MethodTypeDesc.of(VOID, INT);
    cb.aload(0).iload(depth).invokevirtual(self, "leave", leave);
    cb.return_(TypeKind.from(type(method).returnType()));
    Label handler = cb.newBoundLabel();
    cb.astore(depth + 1);
    cb.aload(0).iload(depth).invokevirtual(self, "leave", leave);
    cb.aload(depth + 1);
    cb.invokestatic(self, "translate", MethodTypeDesc.of(RUNTIME_EXCEPTION, THROWABLE)).athrow();
    cb.exceptionCatch(from, to, handler, THROWABLE);
  }
}
