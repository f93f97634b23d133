package dev.kiln.compiler.emit;

import static dev.kiln.compiler.emit.Abi.*;

import dev.kiln.compiler.ir.Effects;
import dev.kiln.compiler.ir.Expr;
import dev.kiln.compiler.ir.Kind;
import dev.kiln.compiler.lower.Lowering;
import dev.kiln.compiler.model.ConstExpr;
import dev.kiln.compiler.model.DataSegment;
import dev.kiln.compiler.model.ElementSegment;
import dev.kiln.compiler.model.GlobalType;
import dev.kiln.compiler.model.Mode;
import dev.kiln.compiler.model.Table;
import dev.kiln.compiler.model.WasmModule;
import dev.kiln.compiler.opcode.Opcode;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The instance class: a field for each memory, table, global, import and indirectly called type,
 * and the methods that fill them and run the initialisers.
 */
final class InstanceClass {
  /** How many elements of a segment given by expressions one piece of code assigns. */
  private static final int ELEMENTS_PER_PIECE = 16;

  private static final int LINKAGE_SLOT = 1;
  private static final int FIRST_FREE = 2;
  private static final MethodTypeDesc LINK = MethodTypeDesc.of(VOID, LINKAGE);

  private final ModuleLayout layout;
  private final WasmModule module;
  private final Lowering lowering;
  private final ClassDesc self;

  InstanceClass(ModuleLayout layout, Lowering lowering) {
    this.layout = layout;
    this.module = layout.module();
    this.lowering = lowering;
    this.self = layout.instanceClass();
  }

  byte[] emit() {
    return Classes.build(
        self,
        INSTANCE,
        0,
        layout.sourceName(),
        builder -> {
          Classes.constructor(builder, INSTANCE, 0);
          int access = ClassFile.ACC_PROTECTED;
          Classes.chunked(builder, self, "link", LINK, access, link(builder));
          Classes.chunked(builder, self, "initialize", LINK, access, initialize());
          builder.withMethodBody("start", MethodTypeDesc.of(VOID), access, this::start);
          new ExportMethods(layout).emit(builder);
        });
  }

  /** Declares a field and returns the code that fills it with what {@code value} pushes. */
  private Consumer<CodeBuilder> field(
      ClassBuilder builder, String name, ClassDesc type, Consumer<CodeBuilder> value) {
    builder.withField(name, type, 0);
    return cb -> {
      cb.aload(0);
      value.accept(cb);
      cb.putfield(self, name, type);
    };
  }

  private static Consumer<CodeBuilder> ask(String method, int index, ClassDesc type) {
    return cb ->
        cb.aload(LINKAGE_SLOT)
            .loadConstant(index)
            .invokeinterface(LINKAGE, method, MethodTypeDesc.of(type, INT));
  }

  private List<Consumer<CodeBuilder>> link(ClassBuilder builder) {
    List<Consumer<CodeBuilder>> pieces = new ArrayList<>();
    for (int i = 0; i < module.importedFunctions(); i++) {
      String name = layout.importField(i);
      pieces.add(field(builder, name, FUNC_REF, ask("function", i, FUNC_REF)));
      pieces.add(
          field(
              builder,
              layout.importCodeField(i),
              CODE,
              cb ->
                  cb.aload(0)
                      .getfield(self, name, FUNC_REF)
                      .invokevirtual(FUNC_REF, "code", MethodTypeDesc.of(CODE))));
    }
    for (int i = 0; i < module.memoryCount(); i++) {
      pieces.add(
          field(builder, layout.memoryField(i), LINEAR_MEMORY, ask("memory", i, LINEAR_MEMORY)));
    }
    for (int i = 0; i < module.tableCount(); i++) {
      pieces.add(field(builder, layout.tableField(i), TABLE_CELLS, ask("table", i, TABLE_CELLS)));
    }
    for (int i = 0; i < module.globalCount(); i++) {
      linkGlobal(builder, i, pieces);
    }
    layout.analysis().indirectTypes().stream()
        .forEach(i -> pieces.add(field(builder, layout.typeField(i), INT, ask("typeId", i, INT))));
    return pieces;
  }

  private void linkGlobal(ClassBuilder builder, int index, List<Consumer<CodeBuilder>> pieces) {
    Kind kind = Kind.of(module.globalType(index).type());
    String name = layout.globalField(index);
    Consumer<CodeBuilder> cell = ask("global", index, GLOBAL_CELL);
    if (layout.hasCell(index)) {
      pieces.add(field(builder, name, GLOBAL_CELL, cell));
    } else if (index >= module.importedGlobals()) {
      builder.withField(name, type(kind), 0);
    } else {
      // An imported constant: its value is all there is to it.
      pieces.add(
          field(
              builder,
              name,
              type(kind),
              cb -> {
                cell.accept(cb);
                if (kind.isReference()) {
                  cb.getfield(GLOBAL_CELL, "reference", OBJECT);
                } else {
                  cb.getfield(GLOBAL_CELL, "bits", LONG);
                }
                Lane.restore(cb, kind);
              }));
    }
  }

  private void constant(CodeBuilder cb, ConstExpr expr) {
    Expr tree = lowering.constant(expr);
    FunctionContext.ofInstanceMethod(cb, layout, FIRST_FREE).expressions.push(tree);
  }

  private List<Consumer<CodeBuilder>> initialize() {
    List<Consumer<CodeBuilder>> pieces = new ArrayList<>();
    for (int i = 0; i < module.definedGlobals().size(); i++) {
      int index = module.importedGlobals() + i;
      ConstExpr init = module.definedGlobals().get(i).init();
      GlobalType type = module.globalType(index);
      pieces.add(
          cb ->
              FunctionContext.ofInstanceMethod(cb, layout, FIRST_FREE)
                  .state
                  .setGlobal(index, Kind.of(type.type()), () -> constant(cb, init)));
    }
    for (int i = 0; i < module.definedTables().size(); i++) {
      initializeTable(module.importedTables() + i, module.definedTables().get(i), pieces);
    }
    for (int i = 0; i < module.elements().size(); i++) {
      initializeElements(i, module.elements().get(i), pieces);
    }
    for (int i = 0; i < module.data().size(); i++) {
      DataSegment segment = module.data().get(i);
      if (segment.mode() == Mode.ACTIVE) {
        pieces.add(activate("activeData", i, segment.memory(), segment.offset()));
      }
    }
    return pieces;
  }

  private void initializeTable(int index, Table table, List<Consumer<CodeBuilder>> pieces) {
    ConstExpr init = table.init();
    if (init != null) {
      pieces.add(
          cb -> {
            ask("table", index, TABLE_CELLS).accept(cb);
            cb.iconst_0();
            constant(cb, init);
            cb.loadConstant((int) table.type().limits().min());
            cb.invokevirtual(TABLE_CELLS, "fill", MethodTypeDesc.of(VOID, INT, OBJECT, INT));
          });
    }
  }

  private void initializeElements(
      int index, ElementSegment segment, List<Consumer<CodeBuilder>> pieces) {
    if (segment.mode() == Mode.DECLARATIVE) {
      return;
    }
    List<ConstExpr> expressions = segment.expressions();
    pieces.add(
        cb -> {
          cb.aload(LINKAGE_SLOT).loadConstant(index);
          if (expressions == null) {
            ask("functionElements", index, FUNC_REF.arrayType()).accept(cb);
          } else {
            cb.loadConstant(expressions.size()).anewarray(OBJECT);
          }
          cb.invokeinterface(LINKAGE, "element", MethodTypeDesc.of(VOID, INT, OBJECTS));
        });
    if (expressions != null) {
      for (int i = 0; i < expressions.size(); i += ELEMENTS_PER_PIECE) {
        pieces.add(assign(index, i, expressions));
      }
    }
    if (segment.mode() == Mode.ACTIVE) {
      pieces.add(activate("activeElement", index, segment.table(), segment.offset()));
    }
  }

  private Consumer<CodeBuilder> assign(int segment, int from, List<ConstExpr> expressions) {
    return cb -> {
      cb.aload(0).loadConstant(segment);
      cb.invokevirtual(INSTANCE, "elementSegment", MethodTypeDesc.of(OBJECTS, INT));
      int to = Math.min(expressions.size(), from + ELEMENTS_PER_PIECE);
      for (int i = from; i < to; i++) {
        cb.dup().loadConstant(i);
        constant(cb, expressions.get(i));
        cb.aastore();
      }
      cb.pop();
    };
  }

  private Consumer<CodeBuilder> activate(
      String method, int segment, int target, @Nullable ConstExpr offset) {
    return cb -> {
      cb.aload(LINKAGE_SLOT).loadConstant(segment).loadConstant(target);
      if (offset == null) {
        cb.iconst_0();
      } else {
        constant(cb, offset);
      }
      cb.invokeinterface(LINKAGE, method, MethodTypeDesc.of(VOID, INT, INT, INT));
    };
  }

  private void start(CodeBuilder cb) {
    module
        .start()
        .ifPresent(
            function ->
                FunctionContext.ofInstanceMethod(cb, layout, 1)
                    .calls
                    .call(
                        new Expr.Call(
                            Opcode.CALL,
                            function,
                            0,
                            module.functionType(function),
                            Effects.CALL)));
    cb.return_();
  }
}
