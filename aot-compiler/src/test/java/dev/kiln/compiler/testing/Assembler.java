package dev.kiln.compiler.testing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Assembles a small part of the text format: fields in parentheses, instructions flat. Functions
 * and types may have {@code $names}; locals and labels are numbers. A function may export itself:
 *
 * <pre>{@code
 * (memory (export "m") 1 4)
 * (global mut i32 5)
 * (global (export "g") (mut i32) (i32.const 5))
 * (func $f (export "f") (param i32) (result i32) (local i64)
 *   local.get 0
 *   i32.load offset=4)
 * }</pre>
 */
public final class Assembler {
  private final Map<String, Integer> functionNames = new HashMap<>();
  private final Map<String, Integer> typeNames = new HashMap<>();
  private final List<BinaryWriter> types = new ArrayList<>();
  private final Map<String, Integer> typesByBytes = new HashMap<>();
  private final List<BinaryWriter> imports = new ArrayList<>();
  private final List<BinaryWriter> functions = new ArrayList<>();
  private final List<BinaryWriter> tables = new ArrayList<>();
  private final List<BinaryWriter> memories = new ArrayList<>();
  private final List<BinaryWriter> globals = new ArrayList<>();
  private final List<BinaryWriter> exports = new ArrayList<>();
  private final List<BinaryWriter> elements = new ArrayList<>();
  private final List<BinaryWriter> codes = new ArrayList<>();
  private final List<BinaryWriter> data = new ArrayList<>();
  private final List<BinaryWriter> names = new ArrayList<>();
  private final int[] counts = new int[4];
  private int start = -1;

  private Assembler() {}

  /**
   * The binary module.
   *
   * @throws IllegalArgumentException where the text is not understood
   */
  public static byte[] assemble(String text) {
    Assembler self = new Assembler();
    List<Fields> fields = new ArrayList<>();
    for (Object field : Tokens.parse(text)) {
      if (!(field instanceof List<?> list)) {
        throw new IllegalArgumentException("expected a field in parentheses, got " + field);
      }
      fields.add(new Fields(list));
    }
    fields.forEach(self::declare);
    fields.forEach(self::define);
    return self.write();
  }

  /** Gives functions and types their indices: they may be used before they are defined. */
  private void declare(Fields field) {
    String kind = field.atom();
    if (kind.equals("type")) {
      typeNames.put(field.name(), types.size());
      BinaryWriter type = functionType(new Fields(field.list()).skip("func"));
      typesByBytes.putIfAbsent(key(type), types.size());
      types.add(type);
    } else if (kind.equals("func")) {
      functionName(field.name());
    } else if (kind.equals("import")) {
      field.quoted();
      field.quoted();
      Fields item = new Fields(field.list());
      if (item.atom().equals("func")) {
        functionName(item.name());
      }
    }
    field.rewind();
  }

  private void functionName(String name) {
    int index = counts[0]++;
    if (!name.isEmpty()) {
      functionNames.put("$" + name, index);
      names.add(new BinaryWriter().u(index).name(name));
    }
  }

  private void define(Fields field) {
    String kind = field.atom();
    switch (kind) {
      case "type" -> {}
      case "import" -> imports.add(importOf(field));
      case "func" -> function(field);
      case "table" -> {
        export(field, 1);
        tables.add(tableType(field));
      }
      case "memory" -> {
        export(field, 2);
        memories.add(limits(field));
      }
      case "global" -> {
        export(field, 3);
        BinaryWriter global = globalType(field);
        String type = field.last;
        String constant =
            type.length() == 3 ? type + ".const" : "ref.null " + type.replace("ref", "");
        Fields init;
        if (field.peek() instanceof List<?>) {
          init = new Fields(field.list());
        } else {
          init = new Fields(Tokens.parse(constant));
          init.addRest(field);
        }
        globals.add(new CodeAssembler(this, global).assemble(init));
      }
      case "export" -> {
        BinaryWriter export = new BinaryWriter().name(field.quoted());
        Fields item = new Fields(field.list());
        int code = List.of("func", "table", "memory", "global").indexOf(item.atom());
        exports.add(export.u8(code).u(code == 0 ? function(item.atom()) : item.number()));
      }
      case "start" -> start = function(field.atom());
      case "elem" -> element(field);
      case "data" -> dataSegment(field);
      default -> throw new IllegalArgumentException("unknown field " + kind);
    }
  }

  private BinaryWriter importOf(Fields field) {
    BinaryWriter to = new BinaryWriter().name(field.quoted()).name(field.quoted());
    Fields item = new Fields(field.list());
    String kind = item.atom();
    switch (kind) {
      case "func" -> {
        item.name();
        return to.u8(0).u(type(item));
      }
      case "table" -> {
        counts[1]++;
        return to.u8(1).raw(tableType(item).toBytes());
      }
      case "memory" -> {
        counts[2]++;
        return to.u8(2).raw(limits(item).toBytes());
      }
      case "global" -> {
        counts[3]++;
        return to.u8(3).raw(globalType(item).toBytes());
      }
      default -> throw new IllegalArgumentException("cannot import " + kind);
    }
  }

  private void export(Fields field, int kind) {
    int index = kind == 0 ? imports() + functions.size() : counts[kind]++;
    while (field.isList("export")) {
      Fields inner = new Fields(field.list()).skip("export");
      exports.add(new BinaryWriter().name(inner.quoted()).u8(kind).u(index));
    }
  }

  private int imports() {
    int count = 0;
    for (BinaryWriter entry : imports) {
      byte[] bytes = entry.toBytes();
      int kindAt = 1 + bytes[0];
      count += bytes[kindAt + 1 + bytes[kindAt]] == 0 ? 1 : 0;
    }
    return count;
  }

  private void function(Fields field) {
    field.name();
    export(field, 0);
    functions.add(new BinaryWriter().u(type(field)));
    List<BinaryWriter> runs = new ArrayList<>();
    while (field.isList("local")) {
      Fields inner = new Fields(field.list()).skip("local");
      while (inner.hasNext()) {
        Object next = inner.next();
        // (local 300 i32) declares many.
        boolean many = next instanceof String s && s.matches("\\d+");
        int count = many ? Integer.parseInt((String) next) : 1;
        BinaryWriter run = new BinaryWriter().u(count);
        valueType(run, many ? inner.next() : next);
        runs.add(run);
      }
    }
    BinaryWriter body = new BinaryWriter().u(runs.size());
    runs.forEach(run -> body.raw(run.toBytes()));
    codes.add(new BinaryWriter().sized(new CodeAssembler(this, body).assemble(field)));
  }

  private BinaryWriter tableType(Fields field) {
    BinaryWriter limits = limits(field);
    BinaryWriter type = new BinaryWriter();
    valueType(type, field.next());
    return type.raw(limits.toBytes());
  }

  private BinaryWriter globalType(Fields field) {
    if (field.isList("mut")) {
      return globalType(new Fields(field.list()));
    }
    boolean mutable = field.isAtom("mut");
    field.skip(mutable ? "mut" : "");
    BinaryWriter type = new BinaryWriter();
    valueType(type, field.next());
    return type.u8(mutable ? 1 : 0);
  }

  private static BinaryWriter limits(Fields field) {
    int min = field.number();
    return field.hasNumber()
        ? new BinaryWriter().u8(1).u(min).u(field.number())
        : new BinaryWriter().u8(0).u(min);
  }

  private void element(Fields field) {
    boolean passive = field.isAtom("passive");
    boolean declared = field.isAtom("declare");
    BinaryWriter to = new BinaryWriter();
    if (passive || declared) {
      field.atom();
      to.u8(passive ? 1 : 3).u8(0);
    } else {
      int table = field.number();
      to.u8(2).u(table).u8(0x41).s(field.number()).u8(0x0b).u8(0);
    }
    List<Integer> indices = new ArrayList<>();
    while (field.hasNext()) {
      indices.add(function(field.atom()));
    }
    to.u(indices.size());
    indices.forEach(to::u);
    elements.add(to);
  }

  private void dataSegment(Fields field) {
    BinaryWriter to = new BinaryWriter();
    if (field.isAtom("passive")) {
      field.atom();
      to.u8(1);
    } else {
      boolean inList = field.isList("i32.const");
      Fields offset = inList ? new Fields(field.list()).skip("i32.const") : field;
      to.u8(0).u8(0x41).s(offset.number()).u8(0x0b);
    }
    byte[] bytes = field.quoted().getBytes(StandardCharsets.ISO_8859_1);
    data.add(to.u(bytes.length).raw(bytes));
  }

  /** The index of a function. */
  int function(String atom) {
    return index(functionNames, atom, "function");
  }

  /** The index of a type. */
  int typeIndex(String atom) {
    return index(typeNames, atom.startsWith("$") ? atom.substring(1) : atom, "type");
  }

  private static int index(Map<String, Integer> names, String atom, String what) {
    if (atom.matches("\\d+")) {
      return Integer.parseInt(atom);
    }
    Integer index = names.get(atom);
    if (index == null) {
      throw new IllegalArgumentException("unknown " + what + " " + atom);
    }
    return index;
  }

  /** The index of the type that is given by name or by parameters and results. */
  int type(Fields field) {
    if (field.isList("type")) {
      return typeIndex(new Fields(field.list()).skip("type").atom());
    }
    BinaryWriter type = functionType(field);
    Integer known = typesByBytes.putIfAbsent(key(type), types.size());
    if (known != null) {
      return known;
    }
    types.add(type);
    return types.size() - 1;
  }

  private BinaryWriter functionType(Fields field) {
    BinaryWriter to = new BinaryWriter().u8(0x60);
    for (String part : List.of("param", "result")) {
      BinaryWriter all = new BinaryWriter();
      int count = 0;
      while (field.isList(part)) {
        Fields inner = new Fields(field.list()).skip(part);
        for (; inner.hasNext(); count++) {
          valueType(all, inner.next());
        }
      }
      to.u(count).raw(all.toBytes());
    }
    return to;
  }

  private static String key(BinaryWriter type) {
    return new String(type.toBytes(), StandardCharsets.ISO_8859_1);
  }

  /** Writes a value type. */
  void valueType(BinaryWriter to, Object token) {
    if (token instanceof List<?> list) {
      Fields ref = new Fields(list).skip("ref");
      boolean nullable = ref.isAtom("null");
      to.u8(nullable ? 0x63 : 0x64);
      heapType(to, ref.skip(nullable ? "null" : "").atom());
      return;
    }
    List<String> all = List.of("externref", "funcref", "f64", "f32", "i64", "i32");
    int at = all.indexOf(token);
    if (at < 0) {
      throw new IllegalArgumentException("unknown type " + token);
    }
    to.u8(at < 2 ? 0x6f + at : 0x7a + at);
  }

  /** Writes a heap type. */
  void heapType(BinaryWriter to, String atom) {
    switch (atom) {
      case "func" -> to.u8(0x70);
      case "extern" -> to.u8(0x6f);
      default -> to.s(typeIndex(atom));
    }
  }

  private byte[] write() {
    BinaryWriter all = new BinaryWriter().raw(new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0});
    all.section(1, types).section(2, imports).section(3, functions).section(4, tables);
    all.section(5, memories).section(6, globals).section(7, exports);
    if (start >= 0) {
      all.u8(8).sized(new BinaryWriter().u(start));
    }
    all.section(9, elements);
    if (!data.isEmpty()) {
      all.u8(12).sized(new BinaryWriter().u(data.size()));
    }
    all.section(10, codes).section(11, data);
    if (!names.isEmpty()) {
      BinaryWriter map = new BinaryWriter().u(names.size());
      names.forEach(name -> map.raw(name.toBytes()));
      all.u8(0).sized(new BinaryWriter().name("name").u8(1).sized(map));
    }
    return all.toBytes();
  }
}
