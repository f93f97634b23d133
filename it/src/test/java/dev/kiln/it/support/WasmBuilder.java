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
  private final Section memories = new Section(5);
  private final Section exports = new Section(7);
  private final Section bodies = new Section(10);
  private final Section data = new Section(11);
  private int functionCount;

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

  /** Adds a function type and returns its index; {@code types("ii")} of the letters i, l, f, d. */
  public int type(String params, String results) {
    return types.add(new byte[] {0x60}, valueTypes(params), valueTypes(results));
  }

  /** Imports a function and returns its index. */
  public int importFunction(String module, String name, int type) {
    imports.add(name(module), name(name), new byte[] {0}, unsigned(type));
    return functionCount++;
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
    return memories.add(new byte[] {1}, unsigned(pages), unsigned(pages));
  }

  /** Exports a function. */
  public WasmBuilder exportFunction(String name, int function) {
    exports.add(name(name), new byte[] {0}, unsigned(function));
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

  /** The module. */
  public byte[] build() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0});
    for (Section section : List.of(types, imports, functions, memories, exports, bodies, data)) {
      section.writeTo(out);
    }
    return out.toByteArray();
  }

  private static byte[] valueTypes(String letters) {
    byte[] codes = new byte[letters.length()];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = valueType(letters.charAt(i));
    }
    return concat(unsigned(codes.length), codes);
  }

  private static byte valueType(char letter) {
    return switch (letter) {
      case 'i' -> 0x7f;
      case 'l' -> 0x7e;
      case 'f' -> 0x7d;
      case 'd' -> 0x7c;
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
