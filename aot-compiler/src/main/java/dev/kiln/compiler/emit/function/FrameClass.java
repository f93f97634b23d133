package dev.kiln.compiler.emit.function;

import static dev.kiln.compiler.emit.layout.Abi.*;

import dev.kiln.compiler.carrier.Carrier;
import dev.kiln.compiler.carrier.Layout;
import dev.kiln.compiler.cut.Partition;
import dev.kiln.compiler.emit.layout.Classes;
import dev.kiln.compiler.emit.layout.ModuleLayout;
import dev.kiln.compiler.ir.IrFunction;
import dev.kiln.compiler.ir.Piece;
import dev.kiln.compiler.ir.Var;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The class whose objects hold what the pieces of a function share: a field for each variable that
 * crosses an edge, and where these are too many for a class, elements of an array for each kind.
 */
final class FrameClass {
  private static final String RESULT = "result";

  private final ModuleLayout layout;
  private final IrFunction function;
  private final ClassDesc self;

  /** The variables with a field; the others have an index. */
  private final Map<Var, Integer> crossing = new LinkedHashMap<>();

  private final Map<Carrier, Integer> lengths = new EnumMap<>(Carrier.class);

  FrameClass(ModuleLayout layout, IrFunction function, List<Piece> pieces) {
    this.layout = layout;
    this.function = function;
    this.self = layout.nested("R" + function.index());
    Map<Var, Integer> mentions = new HashMap<>();
    for (Piece piece : pieces) {
      piece.loads().forEach(variable -> mentions.merge(variable, 1, Integer::sum));
      piece.stores().forEach(variable -> mentions.merge(variable, 1, Integer::sum));
    }
    int fields = 0;
    for (Var variable : function.variables()) {
      if (mentions.containsKey(variable)) {
        boolean isField = fields++ < Partition.MAX_FIELDS;
        crossing.put(
            variable, isField ? -1 : lengths.merge(variable.carrier(), 1, Integer::sum) - 1);
      }
    }
  }

  ClassDesc name() {
    return self;
  }

  boolean holds(Var variable) {
    return crossing.containsKey(variable);
  }

  private static String field(Var variable) {
    return "v" + variable.id();
  }

  private static String array(Carrier carrier) {
    return "a" + carrier;
  }

  private Carrier result() {
    return Layout.of(function.type().results().get(0)).first();
  }

  private boolean hasResult() {
    return !function.type().results().isEmpty();
  }

  byte[] emit() {
    return Classes.build(
        self,
        OBJECT,
        0,
        null,
        builder -> {
          crossing.forEach(
              (variable, index) -> {
                if (index < 0) {
                  builder.withField(field(variable), variable.carrier().type(), 0);
                }
              });
          lengths.keySet().forEach(k -> builder.withField(array(k), k.type().arrayType(), 0));
          if (hasResult()) {
            builder.withField(RESULT, result().type(), 0);
          }
          builder.withMethodBody(
              ConstantDescs.INIT_NAME,
              ConstantDescs.MTD_void,
              0,
              cb -> {
                cb.aload(0).invokespecial(OBJECT, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void);
                lengths.forEach((carrier, length) -> allocate(cb, carrier, length));
                cb.return_();
              });
        });
  }

  private void allocate(CodeBuilder cb, Carrier carrier, int length) {
    cb.aload(0).loadConstant(length);
    switch (carrier) {
      case I32, I64, F32, F64 -> cb.newarray(carrier.typeKind());
      case FUNC, REF -> cb.anewarray(carrier.type());
    }
    cb.putfield(self, array(carrier), carrier.type().arrayType());
  }

  /** Pushes a new frame. */
  void create(CodeBuilder cb) {
    cb.new_(self).dup().invokespecial(self, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void);
  }

  /** Pushes the value of a variable. */
  void load(CodeBuilder cb, int frame, Var variable) {
    int index = index(variable);
    Carrier carrier = variable.carrier();
    cb.aload(frame);
    if (index < 0) {
      cb.getfield(self, field(variable), carrier.type());
    } else {
      cb.getfield(self, array(carrier), carrier.type().arrayType()).loadConstant(index);
      cb.arrayLoad(carrier.typeKind());
    }
  }

  /** Assigns a variable; {@code value} is pushed in between. */
  void store(CodeBuilder cb, int frame, Var variable, Runnable value) {
    int index = index(variable);
    Carrier carrier = variable.carrier();
    cb.aload(frame);
    if (index < 0) {
      value.run();
      cb.putfield(self, field(variable), carrier.type());
    } else {
      cb.getfield(self, array(carrier), carrier.type().arrayType()).loadConstant(index);
      value.run();
      cb.arrayStore(carrier.typeKind());
    }
  }

  /** The element of a variable; negative if it has a field. */
  private int index(Var variable) {
    Integer index = crossing.get(variable);
    if (index == null) {
      throw new IllegalStateException(variable + " crosses no edge");
    }
    return index;
  }

  /** Keeps the function's first result; {@code value} is pushed in between. */
  void storeResult(CodeBuilder cb, int frame, Runnable value) {
    cb.aload(frame);
    value.run();
    cb.putfield(self, RESULT, result().type());
  }

  /** Returns the function's result. */
  void giveBack(CodeBuilder cb, int frame) {
    if (hasResult()) {
      cb.aload(frame).getfield(self, RESULT, result().type());
      cb.return_(result().typeKind());
    } else {
      cb.return_();
    }
  }
}
