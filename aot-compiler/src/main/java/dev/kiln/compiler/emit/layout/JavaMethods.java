package dev.kiln.compiler.emit.layout;

import static dev.kiln.compiler.emit.layout.Abi.*;

import dev.kiln.compiler.carrier.Layout;
import dev.kiln.compiler.facade.Method;
import dev.kiln.compiler.facade.ResultRecord;
import dev.kiln.compiler.model.type.ValType;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.attribute.MethodParameterInfo;
import java.lang.classfile.attribute.MethodParametersAttribute;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The descriptors of the methods that a Java developer sees. */
public final class JavaMethods {
  private JavaMethods() {}

  /** The descriptor with a leading {@code Caller}, or without. */
  public static MethodTypeDesc type(Method method, ClassDesc owner, boolean caller) {
    List<ClassDesc> params = new ArrayList<>();
    if (caller) {
      params.add(CALLER);
    }
    if (method.isArray()) {
      params.add(OBJECTS);
      return MethodTypeDesc.of(OBJECTS, params);
    }
    Layout.carriers(method.type().params()).forEach(param -> params.add(param.type()));
    List<ValType> results = method.type().results();
    ResultRecord record = method.result();
    ClassDesc result =
        record != null
            ? record(owner, record)
            : results.isEmpty() ? VOID : Layout.single(results.get(0)).type();
    return MethodTypeDesc.of(result, params);
  }

  /** The class of a record nested in {@code owner}. */
  public static ClassDesc record(ClassDesc owner, ResultRecord record) {
    return owner.nested(record.name());
  }

  /** Names for the parameters, where the module gives names. */
  public static Optional<MethodParametersAttribute> names(Method method, boolean caller) {
    if (!method.named() || method.isArray()) {
      return Optional.empty();
    }
    List<MethodParameterInfo> infos = new ArrayList<>();
    if (caller) {
      infos.add(MethodParameterInfo.ofParameter(Optional.of("caller"), 0));
    }
    method.parameters().forEach(p -> infos.add(MethodParameterInfo.ofParameter(Optional.of(p), 0)));
    return Optional.of(MethodParametersAttribute.of(infos));
  }

  /** Pushes all parameters of {@code type}, the first of which is in {@code slot}. */
  public static void load(CodeBuilder cb, MethodTypeDesc type, int slot) {
    int next = slot;
    for (ClassDesc param : type.parameterList()) {
      var kind = java.lang.classfile.TypeKind.from(param);
      cb.loadLocal(kind, next);
      next += kind.slotSize();
    }
  }
}
