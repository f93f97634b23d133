package dev.kiln.compiler.emit.layout;

import dev.kiln.runtime.Caller;
import dev.kiln.runtime.Extern;
import dev.kiln.runtime.FuncRef;
import dev.kiln.runtime.Instance;
import dev.kiln.runtime.Instantiation;
import dev.kiln.runtime.Linker;
import dev.kiln.runtime.Module;
import dev.kiln.runtime.Store;
import dev.kiln.runtime.Trap;
import dev.kiln.runtime.abi.Code;
import dev.kiln.runtime.abi.GlobalCell;
import dev.kiln.runtime.abi.LinearMemory;
import dev.kiln.runtime.abi.Meter;
import dev.kiln.runtime.abi.ModuleClass;
import dev.kiln.runtime.abi.Numeric;
import dev.kiln.runtime.abi.Shape;
import dev.kiln.runtime.abi.TableCells;
import dev.kiln.runtime.abi.Traps;
import dev.kiln.runtime.abi.Window;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The names and descriptors of everything that compiled code uses. */
public final class Abi {
  public static final ClassDesc OBJECT = ConstantDescs.CD_Object;
  public static final ClassDesc STRING = ConstantDescs.CD_String;
  public static final ClassDesc INT = ConstantDescs.CD_int;
  public static final ClassDesc LONG = ConstantDescs.CD_long;
  public static final ClassDesc FLOAT = ConstantDescs.CD_float;
  public static final ClassDesc DOUBLE = ConstantDescs.CD_double;
  public static final ClassDesc VOID = ConstantDescs.CD_void;
  public static final ClassDesc BYTES = ConstantDescs.CD_byte.arrayType();
  public static final ClassDesc LONGS = LONG.arrayType();
  public static final ClassDesc OBJECTS = OBJECT.arrayType();
  public static final ClassDesc VAR_HANDLE = ConstantDescs.CD_VarHandle;
  public static final ClassDesc JAVA_OBJECTS = ClassDesc.of("java.util.Objects");
  public static final ClassDesc MATH = ClassDesc.of("java.lang.Math");
  public static final ClassDesc INTEGER = ConstantDescs.CD_Integer;
  public static final ClassDesc LONG_BOX = ConstantDescs.CD_Long;
  public static final ClassDesc FLOAT_BOX = ConstantDescs.CD_Float;
  public static final ClassDesc DOUBLE_BOX = ConstantDescs.CD_Double;
  public static final ClassDesc ATOMIC_LONG =
      ClassDesc.of("java.util.concurrent.atomic.AtomicLong");
  public static final ClassDesc INPUT_STREAM = ClassDesc.of("java.io.InputStream");
  public static final ClassDesc BYTE_ARRAY_INPUT_STREAM =
      ClassDesc.of("java.io.ByteArrayInputStream");

  public static final ClassDesc CALLER = desc(Caller.class);
  public static final ClassDesc EXTERN = desc(Extern.class);
  public static final ClassDesc LINKER = desc(Linker.class);
  public static final ClassDesc MODULE = desc(Module.class);
  public static final ClassDesc STORE = desc(Store.class);
  public static final ClassDesc FUNC_REF = desc(FuncRef.class);
  public static final ClassDesc INSTANCE = desc(Instance.class);
  public static final ClassDesc TRAP = desc(Trap.class);
  public static final ClassDesc METER = desc(Meter.class);
  public static final ClassDesc CODE = desc(Code.class);
  public static final ClassDesc GLOBAL_CELL = desc(GlobalCell.class);
  public static final ClassDesc LINEAR_MEMORY = desc(LinearMemory.class);
  public static final ClassDesc INSTANTIATION = desc(Instantiation.class);
  public static final ClassDesc MODULE_CLASS = desc(ModuleClass.class);
  public static final ClassDesc NUMERIC = desc(Numeric.class);
  public static final ClassDesc TABLE_CELLS = desc(TableCells.class);
  public static final ClassDesc TRAPS = desc(Traps.class);
  public static final ClassDesc WINDOW = desc(Window.class);

  public static final MethodTypeDesc WINDOW_CALL =
      MethodTypeDesc.of(VOID, WINDOW, INT, INT, FUNC_REF, INSTANCE);

  /**
   * What stack maps need to know of classes that compiled code mentions; a plugin's class realm
   * would not find them.
   */
  public static final ClassHierarchyResolver HIERARCHY =
      ClassHierarchyResolver.of(
              Set.of(),
              Map.ofEntries(
                  Map.entry(FUNC_REF, OBJECT),
                  Map.entry(INSTANCE, OBJECT),
                  Map.entry(INSTANTIATION, OBJECT),
                  Map.entry(CODE, OBJECT),
                  Map.entry(GLOBAL_CELL, OBJECT),
                  Map.entry(LINEAR_MEMORY, OBJECT),
                  Map.entry(METER, OBJECT),
                  Map.entry(MODULE_CLASS, OBJECT),
                  Map.entry(TABLE_CELLS, OBJECT),
                  Map.entry(WINDOW, OBJECT),
                  Map.entry(INPUT_STREAM, OBJECT),
                  Map.entry(TRAP, ClassDesc.of("java.lang.RuntimeException"))))
          .orElse(
              ClassHierarchyResolver.of(
                  Set.of(),
                  Map.of(
                      ClassDesc.of("java.lang.RuntimeException"),
                      ClassDesc.of("java.lang.Exception"),
                      ClassDesc.of("java.lang.Exception"),
                      ConstantDescs.CD_Throwable,
                      ConstantDescs.CD_Throwable,
                      OBJECT,
                      STRING,
                      OBJECT,
                      VAR_HANDLE,
                      OBJECT)));

  private Abi() {}

  private static ClassDesc desc(Class<?> type) {
    return type.describeConstable().orElseThrow();
  }

  /** The descriptor of the direct entry for {@code shape}. */
  public static MethodTypeDesc entryType(int shape) {
    if (shape == Shape.WINDOW) {
      return WINDOW_CALL;
    }
    List<ClassDesc> params = new ArrayList<>();
    for (int i = 0; i < Shape.numbers(shape); i++) {
      params.add(LONG);
    }
    for (int i = 0; i < Shape.references(shape); i++) {
      params.add(OBJECT);
    }
    params.add(FUNC_REF);
    params.add(INSTANCE);
    ClassDesc result =
        switch (Shape.result(shape)) {
          case Shape.NUMBER -> LONG;
          case Shape.REFERENCE -> OBJECT;
          default -> VOID;
        };
    return MethodTypeDesc.of(result, params);
  }
}
