package dev.kiln.compiler.emit.module;

import static dev.kiln.compiler.emit.layout.Abi.*;

import dev.kiln.compiler.emit.code.FunctionContext;
import dev.kiln.compiler.emit.layout.Classes;
import dev.kiln.compiler.emit.layout.Lane;
import dev.kiln.compiler.emit.layout.ModuleLayout;
import dev.kiln.compiler.emit.layout.OutputFile;
import dev.kiln.compiler.emit.memory.MemoryCarriers;
import dev.kiln.compiler.ir.Expr;
import dev.kiln.compiler.ir.Kind;
import dev.kiln.compiler.lower.Lowering;
import dev.kiln.compiler.model.ConstExpr;
import dev.kiln.compiler.model.DataSegment;
import dev.kiln.compiler.model.ElementSegment;
import dev.kiln.compiler.model.Mode;
import dev.kiln.compiler.model.Table;
import dev.kiln.compiler.model.WasmModule;
import dev.kiln.compiler.model.type.GlobalType;
import dev.kiln.compiler.opcode.Effects;
import dev.kiln.compiler.opcode.Opcode;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The instance class: a field for each memory, table, global, import and indirectly called type,
 * and the methods that fill them and run the initialisers.
 */
final class InstanceClass {
  /** How many elements of a segment given by expressions one piece of code assigns. */
  private static final int ELEMENTS_PER_PIECE = 8;

  /** The most that assigning one thing takes, without the value where that is a constant's. */
  private static final int LINK_WEIGHT = 24;

  private static final int INSTANTIATION_SLOT = 1;
  private static final int FIRST_FREE = 2;

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

  /** The class, and others with what it has no room for. */
  List<OutputFile> emit() {
    List<OutputFile> files = new ArrayList<>();
    List<List<Field>> fields = new ArrayList<>();
    for (int i = 0; i <= layout.members().holders(); i++) {
      fields.add(new ArrayList<>());
    }
    LongCode link = link(fields);
    LongCode initialize = initialize();
    byte[] instance =
        Classes.build(
            self,
            INSTANCE,
            0,
            layout.sourceName(),
            builder -> {
              Classes.constructor(builder, INSTANCE, 0);
              fields.get(0).forEach(field -> builder.withField(field.name, field.type, 0));
              if (layout.isMetered()) {
                builder.withField(layout.meterField(), METER, 0);
              }
              for (int i = 0; i < layout.members().holders(); i++) {
                builder.withField(layout.holderField(i), layout.holderClass(i), 0);
              }
              link.emit(builder, "link", files);
              initialize.emit(builder, "initialize", files);
              builder.withMethodBody(
                  "start", MethodTypeDesc.of(VOID), ClassFile.ACC_PROTECTED, this::start);
              new ExportMethods(layout).emit(builder);
            });
    for (int i = 0; i < layout.members().holders(); i++) {
      files.add(holder(layout.holderClass(i), fields.get(i + 1)));
    }
    files.add(OutputFile.of(self, instance));
    return files;
  }

  private OutputFile holder(ClassDesc name, List<Field> fields) {
    byte[] content =
        Classes.build(
            name,
            OBJECT,
            0,
            null,
            builder -> {
              Classes.constructor(builder, OBJECT, 0);
              fields.forEach(field -> builder.withField(field.name, field.type, 0));
            });
    return OutputFile.of(name, content);
  }

  private record Field(String name, ClassDesc type) {}

  private FunctionContext context(CodeBuilder cb) {
    return FunctionContext.ofInstanceMethod(cb, layout, FIRST_FREE);
  }

  private static Consumer<CodeBuilder> ask(String method, int index, ClassDesc type) {
    return cb ->
        cb.aload(INSTANTIATION_SLOT)
            .loadConstant(index)
            .invokevirtual(INSTANTIATION, method, MethodTypeDesc.of(type, INT));
  }

  private LongCode link(List<List<Field>> fields) {
    LongCode pieces = new LongCode(layout, "L");
    if (layout.isMetered()) {
      pieces.add(
          LINK_WEIGHT,
          cb ->
              cb.aload(0)
                  .aload(INSTANTIATION_SLOT)
                  .invokevirtual(INSTANTIATION, "meter", MethodTypeDesc.of(METER))
                  .putfield(self, layout.meterField(), METER));
    }
    for (int i = 0; i < layout.members().holders(); i++) {
      String field = layout.holderField(i);
      ClassDesc type = layout.holderClass(i);
      pieces.add(
          LINK_WEIGHT,
          cb ->
              cb.aload(0)
                  .new_(type)
                  .dup()
                  .invokespecial(type, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void)
                  .putfield(self, field, type));
    }
    for (int i = 0; i < module.importedFunctions(); i++) {
      int member = layout.members().function(i);
      String name = layout.importField(i);
      declare(fields, member, name, FUNC_REF);
      pieces.add(LINK_WEIGHT, fill(member, name, FUNC_REF, ask("function", i, FUNC_REF)));
      declare(fields, member, layout.importCodeField(i), CODE);
      pieces.add(
          LINK_WEIGHT,
          fill(
              member,
              layout.importCodeField(i),
              CODE,
              cb ->
                  context(cb)
                      .loadMember(member, name, FUNC_REF)
                      .invokevirtual(FUNC_REF, "code", MethodTypeDesc.of(CODE))));
    }
    for (int i = 0; i < module.memoryCount(); i++) {
      int member = layout.members().memory(i);
      ClassDesc type = MemoryCarriers.of(module, layout.analysis(), i).objectClass();
      declare(fields, member, layout.memoryField(i), type);
      pieces.add(LINK_WEIGHT, fill(member, layout.memoryField(i), type, ask("memory", i, type)));
    }
    for (int i = 0; i < module.tableCount(); i++) {
      int member = layout.members().table(i);
      declare(fields, member, layout.tableField(i), TABLE_CELLS);
      pieces.add(
          LINK_WEIGHT,
          fill(member, layout.tableField(i), TABLE_CELLS, ask("table", i, TABLE_CELLS)));
    }
    for (int i = 0; i < module.globalCount(); i++) {
      linkGlobal(fields, i, pieces);
    }
    layout.analysis().indirectTypes().stream()
        .forEach(
            i -> {
              int member = layout.members().type(i);
              declare(fields, member, layout.typeField(i), INT);
              pieces.add(
                  LINK_WEIGHT, fill(member, layout.typeField(i), INT, ask("typeId", i, INT)));
            });
    return pieces;
  }

  private void declare(List<List<Field>> fields, int member, String name, ClassDesc type) {
    fields.get(layout.members().holder(member) + 1).add(new Field(name, type));
  }

  /** Fills a field with what {@code value} pushes. */
  private Consumer<CodeBuilder> fill(
      int member, String name, ClassDesc type, Consumer<CodeBuilder> value) {
    return cb -> {
      context(cb).loadOwner(member);
      value.accept(cb);
      cb.putfield(layout.ownerOfMember(member), name, type);
    };
  }

  private void linkGlobal(List<List<Field>> fields, int index, LongCode pieces) {
    Kind kind = Kind.of(module.globalType(index).type());
    String name = layout.globalField(index);
    int member = layout.members().global(index);
    Consumer<CodeBuilder> cell = ask("global", index, GLOBAL_CELL);
    if (layout.hasCell(index)) {
      declare(fields, member, name, GLOBAL_CELL);
      pieces.add(LINK_WEIGHT, fill(member, name, GLOBAL_CELL, cell));
      return;
    }
    declare(fields, member, name, type(kind));
    if (index < module.importedGlobals()) {
      // An imported constant: its value is all there is to it.
      pieces.add(
          LINK_WEIGHT,
          fill(
              member,
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

  /** The bytes of bytecode that evaluate {@code tree}. */
  private static int weight(Expr tree) {
    return tree.nodes() > 50 ? 6 * tree.nodes() : 15 * tree.nodes();
  }

  private LongCode initialize() {
    LongCode pieces = new LongCode(layout, "I");
    for (int i = 0; i < module.definedGlobals().size(); i++) {
      int index = module.importedGlobals() + i;
      Expr init = lowering.constant(module.definedGlobals().get(i).init());
      if (init instanceof Expr.Const constant && constant.bits == 0 && !layout.hasCell(index)) {
        continue; // as the JVM makes it
      }
      GlobalType type = module.globalType(index);
      pieces.add(
          LINK_WEIGHT + weight(init),
          cb -> {
            FunctionContext context = context(cb);
            context.state.setGlobal(
                index, Kind.of(type.type()), () -> context.expressions.push(init));
          });
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
        activate("activeData", i, segment.memory(), segment.offset(), pieces);
      }
    }
    return pieces;
  }

  private void initializeTable(int index, Table table, LongCode pieces) {
    ConstExpr init = table.init();
    if (init != null) {
      Expr value = lowering.constant(init);
      pieces.add(
          LINK_WEIGHT + weight(value),
          cb -> {
            ask("table", index, TABLE_CELLS).accept(cb);
            cb.iconst_0();
            context(cb).expressions.push(value);
            cb.loadConstant((int) table.type().limits().min());
            cb.invokevirtual(TABLE_CELLS, "fill", MethodTypeDesc.of(VOID, INT, OBJECT, INT));
          });
    }
  }

  private void initializeElements(int index, ElementSegment segment, LongCode pieces) {
    if (segment.mode() == Mode.DECLARATIVE) {
      return;
    }
    List<ConstExpr> expressions = segment.expressions();
    if (expressions != null) {
      pieces.add(
          LINK_WEIGHT,
          cb -> {
            cb.aload(INSTANTIATION_SLOT).loadConstant(index);
            cb.loadConstant(expressions.size()).anewarray(OBJECT);
            cb.invokevirtual(INSTANTIATION, "element", MethodTypeDesc.of(VOID, INT, OBJECTS));
          });
      for (int i = 0; i < expressions.size(); i += ELEMENTS_PER_PIECE) {
        assign(index, i, expressions, pieces);
      }
    }
    if (segment.mode() == Mode.ACTIVE) {
      activate("activeElement", index, segment.table(), segment.offset(), pieces);
    }
  }

  private void assign(int segment, int from, List<ConstExpr> expressions, LongCode pieces) {
    int to = Math.min(expressions.size(), from + ELEMENTS_PER_PIECE);
    List<Expr> values = expressions.subList(from, to).stream().map(lowering::constant).toList();
    int weight = LINK_WEIGHT;
    for (Expr value : values) {
      weight += 6 + weight(value);
    }
    pieces.add(
        weight,
        cb -> {
          cb.aload(0).loadConstant(segment);
          cb.invokevirtual(INSTANCE, "elementSegment", MethodTypeDesc.of(OBJECTS, INT));
          for (int i = from; i < to; i++) {
            cb.dup().loadConstant(i);
            context(cb).expressions.push(values.get(i - from));
            cb.aastore();
          }
          cb.pop();
        });
  }

  private void activate(
      String method, int segment, int target, @Nullable ConstExpr at, LongCode pieces) {
    Expr offset = lowering.constant(Objects.requireNonNull(at, "an active segment has an offset"));
    ClassDesc address = type(offset.kind());
    pieces.add(
        LINK_WEIGHT + weight(offset),
        cb -> {
          cb.aload(INSTANTIATION_SLOT).loadConstant(segment).loadConstant(target);
          context(cb).expressions.push(offset);
          cb.invokevirtual(INSTANTIATION, method, MethodTypeDesc.of(VOID, INT, INT, address));
        });
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
