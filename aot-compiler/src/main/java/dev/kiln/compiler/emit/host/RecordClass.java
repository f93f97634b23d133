package dev.kiln.compiler.emit.host;

import static dev.kiln.compiler.emit.layout.Abi.*;

import dev.kiln.compiler.carrier.Carrier;
import dev.kiln.compiler.emit.layout.Classes;
import dev.kiln.compiler.facade.JavaValue;
import dev.kiln.compiler.facade.ResultRecord;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.attribute.MethodParameterInfo;
import java.lang.classfile.attribute.MethodParametersAttribute;
import java.lang.classfile.attribute.RecordAttribute;
import java.lang.classfile.attribute.RecordComponentInfo;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A record as javac makes it, but for {@code equals}, {@code hashCode} and {@code toString}, which
 * are written out: compiled modules hold no {@code invokedynamic}.
 */
final class RecordClass {
  private static final ClassDesc RECORD = ClassDesc.of("java.lang.Record");
  private static final ClassDesc BUILDER = ClassDesc.of("java.lang.StringBuilder");
  private static final ClassDesc BOOLEAN = ConstantDescs.CD_boolean;

  private final ClassDesc self;
  private final ResultRecord record;
  private final List<Carrier> carriers;

  private RecordClass(ClassDesc self, ResultRecord record) {
    this.self = self;
    this.record = record;
    this.carriers = record.values().stream().map(JavaValue::carrier).toList();
  }

  static byte[] emit(ClassDesc self, ResultRecord record, String source, List<ClassElement> more) {
    RecordClass emitter = new RecordClass(self, record);
    return Classes.build(
        self,
        RECORD,
        Classes.PUBLIC,
        source,
        builder -> {
          more.forEach(builder::with);
          emitter.emit(builder);
        });
  }

  private ClassDesc type(int index) {
    return carriers.get(index).type();
  }

  private void emit(ClassBuilder builder) {
    List<RecordComponentInfo> components = new ArrayList<>();
    List<MethodParameterInfo> parameters = new ArrayList<>();
    for (int i = 0; i < carriers.size(); i++) {
      String name = ResultRecord.component(i);
      components.add(RecordComponentInfo.of(name, type(i)));
      parameters.add(MethodParameterInfo.ofParameter(Optional.of(name), ClassFile.ACC_MANDATED));
      builder.withField(name, type(i), ClassFile.ACC_PRIVATE | ClassFile.ACC_FINAL);
      int index = i;
      builder.withMethodBody(
          name,
          MethodTypeDesc.of(type(i)),
          Classes.PUBLIC,
          cb -> {
            get(cb.aload(0), index);
            cb.return_(carriers.get(index).typeKind());
          });
    }
    builder.with(RecordAttribute.of(components));
    builder.withMethod(
        ConstantDescs.INIT_NAME,
        constructorType(record),
        Classes.PUBLIC,
        mb -> mb.with(MethodParametersAttribute.of(parameters)).withCode(this::constructor));
    int access = Classes.PUBLIC | ClassFile.ACC_FINAL;
    builder.withMethodBody("equals", MethodTypeDesc.of(BOOLEAN, OBJECT), access, this::equalsBody);
    builder.withMethodBody("hashCode", MethodTypeDesc.of(INT), access, this::hashCodeBody);
    builder.withMethodBody("toString", MethodTypeDesc.of(STRING), access, this::toStringBody);
  }

  /** The canonical constructor's descriptor. */
  static MethodTypeDesc constructorType(ResultRecord record) {
    return MethodTypeDesc.of(
        VOID, record.values().stream().map(value -> value.carrier().type()).toList());
  }

  private void get(CodeBuilder cb, int index) {
    cb.getfield(self, ResultRecord.component(index), type(index));
  }

  private void constructor(CodeBuilder cb) {
    cb.aload(0).invokespecial(RECORD, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void);
    int slot = 1;
    for (int i = 0; i < carriers.size(); i++) {
      cb.aload(0).loadLocal(carriers.get(i).typeKind(), slot);
      cb.putfield(self, ResultRecord.component(i), type(i));
      slot += carriers.get(i).slots();
    }
    cb.return_();
  }

  /** Components are equal as a record's are: numbers as their boxes compare. */
  private void equalsBody(CodeBuilder cb) {
    Label differ = cb.newLabel();
    cb.aload(1).instanceOf(self).ifeq(differ);
    cb.aload(1).checkcast(self).astore(2);
    for (int i = 0; i < carriers.size(); i++) {
      Carrier carrier = carriers.get(i);
      get(cb.aload(0), i);
      get(cb.aload(2), i);
      switch (carrier) {
        case I32, I64, F32, F64 -> {
          MethodTypeDesc compare = MethodTypeDesc.of(INT, carrier.type(), carrier.type());
          cb.invokestatic(carrier.box(), "compare", compare).ifne(differ);
        }
        case FUNC, REF ->
            cb.invokestatic(JAVA_OBJECTS, "equals", MethodTypeDesc.of(BOOLEAN, OBJECT, OBJECT))
                .ifeq(differ);
      }
    }
    cb.iconst_1().ireturn();
    cb.labelBinding(differ).iconst_0().ireturn();
  }

  private void hashCodeBody(CodeBuilder cb) {
    cb.iconst_0();
    for (int i = 0; i < carriers.size(); i++) {
      Carrier carrier = carriers.get(i);
      cb.bipush(31).imul();
      get(cb.aload(0), i);
      switch (carrier) {
        case I32, I64, F32, F64 ->
            cb.invokestatic(carrier.box(), "hashCode", MethodTypeDesc.of(INT, carrier.type()));
        case FUNC, REF -> cb.invokestatic(JAVA_OBJECTS, "hashCode", MethodTypeDesc.of(INT, OBJECT));
      }
      cb.iadd();
    }
    cb.ireturn();
  }

  private void toStringBody(CodeBuilder cb) {
    cb.new_(BUILDER).dup();
    cb.invokespecial(BUILDER, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void);
    for (int i = 0; i < carriers.size(); i++) {
      String before = (i == 0 ? record.name() + "[" : ", ") + ResultRecord.component(i) + "=";
      cb.loadConstant(before);
      append(cb, STRING);
      get(cb.aload(0), i);
      append(cb, shown(i));
    }
    cb.loadConstant("]");
    append(cb, STRING);
    cb.invokevirtual(BUILDER, "toString", MethodTypeDesc.of(STRING)).areturn();
  }

  private ClassDesc shown(int index) {
    return switch (carriers.get(index)) {
      case I32, I64, F32, F64 -> type(index);
      case FUNC, REF -> OBJECT;
    };
  }

  private static void append(CodeBuilder cb, ClassDesc type) {
    cb.invokevirtual(BUILDER, "append", MethodTypeDesc.of(BUILDER, type));
  }
}
