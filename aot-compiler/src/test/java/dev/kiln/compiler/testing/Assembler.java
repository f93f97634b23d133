package dev.kiln.compiler.testing;

import dev.kiln.compiler.model.SectionId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Assembles a part of the text format (specification chapter 6). Everything may have a {@code
 * $name}; functions and their locals keep theirs in the name section. Nothing is validated.
 *
 * <pre>{@code
 * (type $unary (func (param i32) (result i32)))
 * (import "env" "log" (func $log (type $unary)))
 * (memory (export "m") 1 4)
 * (global $g (export "g") (mut i32) (i32.const 5))
 * (elem declare func $f)
 * (data $greeting "hello")
 * (func $f (export "f") (param $x i32) (result i32) (local i64)
 *   (i32.add (local.get $x) (i32.const 1))
 *   i32.load offset=4
 *   call $log)
 * }</pre>
 *
 * <p>Fields stand alone, without {@code (module …)} around them. Instructions may be folded, but
 * blocks may not; a number has no underscores; a fraction is written as in Java.
 */
public final class Assembler {
  /** The kinds of imports and exports, in the order of their codes. */
  private static final List<String> KINDS = List.of("func", "table", "memory", "global");

  private static final int FUNCTION_NAMES = 1;
  private static final int LOCAL_NAMES = 2;

  private final Map<String, IndexSpace> spaces =
      Map.of(
          "type", new IndexSpace("type"),
          "func", new IndexSpace("function"),
          "table", new IndexSpace("table"),
          "memory", new IndexSpace("memory"),
          "global", new IndexSpace("global"),
          "elem", new IndexSpace("element segment"),
          "data", new IndexSpace("data segment"));
  private final TypeText types = new TypeText(space("type"));
  private final ModuleWriter module = new ModuleWriter();
  private final List<BinaryWriter> localNames = new ArrayList<>();

  private Assembler() {}

  /**
   * The binary module.
   *
   * @throws IllegalArgumentException where the text is not understood
   */
  public static byte[] assemble(String text) {
    Assembler self = new Assembler();
    List<Definition> definitions = new ArrayList<>();
    for (Object token : Tokens.parse(text)) {
      definitions.add(self.declare(Fields.of(token)));
    }
    definitions.forEach(self::defineType);
    definitions.forEach(self::define);
    return self.write();
  }

  /** A field whose kind, index and name are read; of an import also where it is found. */
  private record Definition(String kind, int index, Fields rest, BinaryWriter imported) {
    boolean isImport() {
      return imported.size() > 0;
    }
  }

  /** Gives everything its index: it may be used before it is defined. */
  private Definition declare(Fields field) {
    String kind = field.atom();
    BinaryWriter imported = new BinaryWriter();
    Fields item = field;
    if (kind.equals("import")) {
      imported.name(field.quoted()).name(field.quoted());
      item = field.inner();
      kind = item.atom();
    }
    IndexSpace space = spaces.get(kind);
    int index = space == null ? -1 : space.add(item.name());
    return new Definition(kind, index, item, imported);
  }

  private void defineType(Definition definition) {
    if (definition.kind().equals("type")) {
      types.define(module, definition.rest().inner());
    }
  }

  private void define(Definition definition) {
    String kind = definition.kind();
    Fields rest = definition.rest();
    int code = KINDS.indexOf(kind);
    if (definition.isImport()) {
      BinaryWriter to = module.add(SectionId.IMPORT).raw(definition.imported()).u8(code);
      externType(to, kind, rest);
      return;
    }
    while (code >= 0 && rest.isList("export")) {
      module.export(rest.inner().skip("export").quoted(), code, definition.index());
    }
    switch (kind) {
      case "type" -> {}
      case "func" -> function(definition.index(), rest);
      case "table" -> externType(module.add(SectionId.TABLE), kind, rest);
      case "memory" -> externType(module.add(SectionId.MEMORY), kind, rest);
      case "global" -> {
        BinaryWriter global = module.add(SectionId.GLOBAL);
        externType(global, kind, rest);
        constant(global, rest);
      }
      case "export" -> {
        BinaryWriter export = module.add(SectionId.EXPORT).name(rest.quoted());
        Fields item = rest.inner();
        String what = item.atom();
        export.u8(KINDS.indexOf(what)).u(space(what).index(item.atom()));
      }
      case "start" -> module.start(space("func").index(rest.atom()));
      case "elem" -> elements(rest);
      case "data" -> data(rest);
      default -> throw new IllegalArgumentException("unknown field " + kind);
    }
    if (rest.hasNext()) {
      throw new IllegalArgumentException(kind + ": not understood: " + rest.next());
    }
  }

  private void externType(BinaryWriter to, String kind, Fields text) {
    switch (kind) {
      case "func" -> to.u(types.use(module, text, new IndexSpace("local")));
      case "table" -> {
        BinaryWriter limits = limits(text);
        types.valueType(to, text.next());
        to.raw(limits);
      }
      case "memory" -> to.raw(limits(text));
      case "global" -> {
        boolean mutable = text.isList("mut");
        types.valueType(to, mutable ? text.inner().skip("mut").next() : text.next());
        to.u8(mutable ? 1 : 0);
      }
      default -> throw new IllegalArgumentException("cannot import " + kind);
    }
  }

  private static BinaryWriter limits(Fields text) {
    long min = text.number();
    return text.hasIndex()
        ? new BinaryWriter().u8(1).u(min).u(text.number())
        : new BinaryWriter().u8(0).u(min);
  }

  /** A constant expression, up to the end of the field, with its {@code end}. */
  private void constant(BinaryWriter to, Fields text) {
    new CodeAssembler(this, new IndexSpace("local"), to).assemble(text);
  }

  /** The one folded instruction of an offset, with its {@code end}. */
  private void offset(BinaryWriter to, Fields text) {
    constant(to, Fields.ofAll(List.of(text.next())));
  }

  private void function(int index, Fields text) {
    IndexSpace locals = new IndexSpace("local");
    int type = types.use(module, text, locals);
    BinaryWriter body = types.locals(text, locals);
    new CodeAssembler(this, locals, body).assemble(text);
    module.add(SectionId.FUNCTION).u(type);
    module.add(SectionId.CODE).sized(body);
    if (locals.named()) {
      localNames.add(new BinaryWriter().u(index).raw(locals.nameMap()));
    }
  }

  /** Functions by their indices, or a type and an expression in parentheses for each element. */
  private void elements(Fields text) {
    boolean declared = text.isAtom("declare");
    if (declared) {
      text.next();
    }
    String table = text.isList("table") ? text.inner().skip("table").atom() : "0";
    boolean active = !declared && text.isList();
    BinaryWriter offset = new BinaryWriter();
    if (active) {
      offset.u(space("table").index(table));
      offset(offset, text);
    }
    if (text.isAtom("func")) {
      text.next();
    }
    boolean byIndex = !text.hasNext() || text.hasIndex();
    int flags = (declared ? 3 : active ? 2 : 1) + (byIndex ? 0 : 4);
    BinaryWriter to = module.add(SectionId.ELEMENT).u8(flags).raw(offset);
    if (byIndex) {
      to.u8(0);
    } else {
      types.valueType(to, text.next());
    }
    List<BinaryWriter> items = new ArrayList<>();
    while (text.hasNext()) {
      BinaryWriter item = new BinaryWriter();
      if (byIndex) {
        item.u(space("func").index(text.atom()));
      } else {
        offset(item, text);
      }
      items.add(item);
    }
    to.vector(items);
  }

  private void data(Fields text) {
    BinaryWriter to = module.add(SectionId.DATA);
    if (text.isList()) {
      to.u8(0);
      offset(to, text);
    } else {
      to.u8(1);
      module.withDataCount();
    }
    byte[] bytes = text.quoted().getBytes(StandardCharsets.ISO_8859_1);
    to.u(bytes.length).raw(bytes);
  }

  /** An index space, by the word for its kind in the text format. */
  IndexSpace space(String kind) {
    return spaces.get(kind);
  }

  /** The types of the module. */
  TypeText types() {
    return types;
  }

  /** Where types go that are used before they are defined. */
  ModuleWriter module() {
    return module;
  }

  private byte[] write() {
    BinaryWriter names = new BinaryWriter();
    if (space("func").named()) {
      names.section(FUNCTION_NAMES, space("func").nameMap());
    }
    if (!localNames.isEmpty()) {
      names.section(LOCAL_NAMES, new BinaryWriter().vector(localNames));
    }
    if (names.size() > 0) {
      module.custom("name", names);
    }
    return module.toBytes();
  }
}
