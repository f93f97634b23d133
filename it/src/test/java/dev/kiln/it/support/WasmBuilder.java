package dev.kiln.it.support;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Builds wasm modules for tests, section by section, without checking anything. Indices are given
 * out in the order of the calls; imported functions come first.
 */
public final class WasmBuilder {
  private final Section types = new Section(1);
  private final Section imports = new Section(2);
  private final Section functions = new Section(3);
  private final Section tables = new Section(4);
  private final Section memories = new Section(5);
  private final Section globals = new Section(6);
  private final Section exports = new Section(7);
  private final Section elements = new Section(9);
  private final Section bodies = new Section(10);
  private final Section data = new Section(11);
  private int functionCount;
  private int tableCount;
  private int globalCount;
  private int start = -1;

  /** An empty module. */
  public WasmBuilder() {}

  /** A section: its entries and how many there are. */
  private static final class Section {
    private final int id;
    private final ByteArrayOutputStream entries = new ByteArrayOutputStream();
    private int count;

    Section(int id) {
      this.id = id;
    }

    int add(byte[]... parts) {
      for (byte[] part : parts) {
        entries.writeBytes(part);
      }
      return count++;
    }

    void writeTo(ByteArrayOutputStream out) {
      if (count > 0) {
        byte[] content = concat(unsigned(count), entries.toByteArray());
        out.write(id);
        out.writeBytes(unsigned(content.length));
        out.writeBytes(content);
      }
    }
  }

  /**
   * Adds a function type and returns its index; {@code type("ii", "l")} of the letters i, l, f, d,
   * r for funcref and x for externref. A digit is a nullable reference to the type of that index.
   */
  public int type(String params, String results) {
    return types.add(new byte[] {0x60}, valueTypes(params), valueTypes(results));
  }

  /**
   * Adds a function type that may have subtypes, and is one of type {@code supertype} if not -1.
   */
  public int openType(int supertype, String params, String results) {
    byte[] above =
        supertype < 0 ? new byte[] {0x50, 0} : concat(new byte[] {0x50, 1}, unsigned(supertype));
    return types.add(above, new byte[] {0x60}, valueTypes(params), valueTypes(results));
  }

  /** Imports a function and returns its index. */
  public int importFunction(String module, String name, int type) {
    imports.add(name(module), name(name), new byte[] {0}, unsigned(type));
    return functionCount++;
  }

  /** Imports a table of functions without a maximum and returns its index. */
  public int importTable(String module, String name, int min) {
    imports.add(name(module), name(name), new byte[] {1, 0x70, 0}, unsigned(min));
    return tableCount++;
  }

  /** Imports a global and returns its index; the letters are those of {@link #type}. */
  public int importGlobal(String module, String name, char type, boolean mutable) {
    imports.add(name(module), name(name), new byte[] {3}, globalType(type, mutable));
    return globalCount++;
  }

  /** Adds a table of functions without a maximum and returns its index. */
  public int table(int min) {
    tables.add(new byte[] {0x70, 0}, unsigned(min));
    return tableCount++;
  }

  /** Adds a global and returns its index. */
  public int global(char type, boolean mutable, WasmCode initial) {
    globals.add(globalType(type, mutable), initial.bytes(), new byte[] {0x0b});
    return globalCount++;
  }

  private static byte[] globalType(char type, boolean mutable) {
    return concat(valueTypeBytes(type), new byte[] {(byte) (mutable ? 1 : 0)});
  }

  /** Puts functions into table {@code table} from {@code offset} on. */
  public WasmBuilder elements(int table, int offset, int... members) {
    byte[] at = concat(new WasmCode().i32(offset).bytes(), new byte[] {0x0b, 0});
    elements.add(new byte[] {2}, unsigned(table), at, indices(members));
    return this;
  }

  /** Adds a passive segment of functions. */
  public WasmBuilder passiveElements(int... members) {
    elements.add(new byte[] {1, 0}, indices(members));
    return this;
  }

  /** Says that functions become references, as {@code ref.func} wants it. */
  public WasmBuilder declare(int... members) {
    elements.add(new byte[] {3, 0}, indices(members));
    return this;
  }

  private static byte[] indices(int... members) {
    byte[] all = unsigned(members.length);
    for (int member : members) {
      all = concat(all, unsigned(member));
    }
    return all;
  }

  /** Makes {@code function} the start function. */
  public WasmBuilder start(int function) {
    start = function;
    return this;
  }

  /** Defines a function and returns its index. */
  public int function(int type, String locals, WasmCode code) {
    functions.add(unsigned(type));
    List<byte[]> runs = new ArrayList<>();
    for (char local : locals.toCharArray()) {
      runs.add(new byte[] {1, valueType(local)});
    }
    byte[] body =
        concat(
            unsigned(runs.size()),
            concat(runs.toArray(new byte[0][])),
            code.bytes(),
            new byte[] {0x0b});
    bodies.add(unsigned(body.length), body);
    return functionCount++;
  }

  /** Adds a memory of a fixed number of pages. */
  public int memory(int pages) {
    return memory(pages, pages);
  }

  /** Adds a memory. */
  public int memory(int min, int max) {
    return memories.add(new byte[] {1}, unsigned(min), unsigned(max));
  }

  /** Exports a function. */
  public WasmBuilder exportFunction(String name, int function) {
    exports.add(name(name), new byte[] {0}, unsigned(function));
    return this;
  }

  /** Exports a table. */
  public WasmBuilder exportTable(String name, int table) {
    exports.add(name(name), new byte[] {1}, unsigned(table));
    return this;
  }

  /** Exports a global. */
  public WasmBuilder exportGlobal(String name, int global) {
    exports.add(name(name), new byte[] {3}, unsigned(global));
    return this;
  }

  /** Exports a memory. */
  public WasmBuilder exportMemory(String name, int memory) {
    exports.add(name(name), new byte[] {2}, unsigned(memory));
    return this;
  }

  /** Adds bytes that are in memory 0 from {@code address} on. */
  public WasmBuilder data(int address, byte[] bytes) {
    byte[] offset = concat(new WasmCode().i32(address).bytes(), new byte[] {0x0b});
    data.add(new byte[] {0}, offset, unsigned(bytes.length), bytes);
    return this;
  }

  /** Adds bytes for {@code memory.init}. */
  public WasmBuilder passiveData(byte[] bytes) {
    data.add(new byte[] {1}, unsigned(bytes.length), bytes);
    return this;
  }

  /** The module. */
  public byte[] build() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0});
    for (Section section : List.of(types, imports, functions, tables, memories, globals, exports)) {
      section.writeTo(out);
    }
    if (start >= 0) {
      byte[] function = unsigned(start);
      out.write(8);
      out.writeBytes(concat(unsigned(function.length), function));
    }
    elements.writeTo(out);
    if (data.count > 0) {
      byte[] count = unsigned(data.count);
      out.write(12);
      out.writeBytes(concat(unsigned(count.length), count));
    }
    bodies.writeTo(out);
    data.writeTo(out);
    return out.toByteArray();
  }

  private static byte[] valueTypes(String letters) {
    byte[] all = unsigned(letters.length());
    for (char letter : letters.toCharArray()) {
      all = concat(all, valueTypeBytes(letter));
    }
    return all;
  }

  private static byte[] valueTypeBytes(char letter) {
    return Character.isDigit(letter)
        ? new byte[] {0x63, (byte) (letter - '0')}
        : new byte[] {valueType(letter)};
  }

  private static byte valueType(char letter) {
    return switch (letter) {
      case 'i' -> 0x7f;
      case 'l' -> 0x7e;
      case 'f' -> 0x7d;
      case 'd' -> 0x7c;
      case 'r' -> 0x70;
      case 'x' -> 0x6f;
      default -> throw new IllegalArgumentException("no value type has the letter " + letter);
    };
  }

  private static byte[] name(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return concat(unsigned(bytes.length), bytes);
  }

  private static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  /** LEB128 of an unsigned number. */
  static byte[] unsigned(int value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    while (value >>> 7 != 0) {
      out.write(value & 127 | 128);
      value >>>= 7;
    }
    out.write(value);
    return out.toByteArray();
  }
}
