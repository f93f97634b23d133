package dev.kiln.compiler.testing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a binary module from parts, without a text in between: for modules and functions of
 * megabytes. Types are operand letters: i, l, f, d, and F for funcref. Imports come first.
 */
public final class ModuleWriter {
  private static final byte[] MAGIC = {0, 'a', 's', 'm', 1, 0, 0, 0};

  private final Map<String, Integer> typesByText = new HashMap<>();
  private final List<BinaryWriter> types = new ArrayList<>();
  private final List<BinaryWriter> imports = new ArrayList<>();
  private final List<BinaryWriter> functions = new ArrayList<>();
  private final List<BinaryWriter> tables = new ArrayList<>();
  private final List<BinaryWriter> memories = new ArrayList<>();
  private final List<BinaryWriter> globals = new ArrayList<>();
  private final List<BinaryWriter> exports = new ArrayList<>();
  private final List<BinaryWriter> elements = new ArrayList<>();
  private final List<BinaryWriter> codes = new ArrayList<>();
  private final List<BinaryWriter> data = new ArrayList<>();
  private int importedFunctions;
  private int importedGlobals;

  /** The index of the type, which is added if it is not there. */
  public int type(String params, String results) {
    String text = params + ":" + results;
    Integer known = typesByText.get(text);
    if (known != null) {
      return known;
    }
    BinaryWriter type = new BinaryWriter().u8(0x60);
    letters(type, params);
    letters(type, results);
    types.add(type);
    typesByText.put(text, types.size() - 1);
    return types.size() - 1;
  }

  private static void letters(BinaryWriter to, String letters) {
    to.u(letters.length());
    letters.chars().forEach(letter -> to.u8(code((char) letter)));
  }

  private static int code(char letter) {
    return switch (letter) {
      case 'i' -> 0x7f;
      case 'l' -> 0x7e;
      case 'f' -> 0x7d;
      case 'd' -> 0x7c;
      case 'F' -> 0x70;
      default -> throw new IllegalArgumentException("no type " + letter);
    };
  }

  /** Imports a function; returns its index. */
  public int importFunction(String module, String name, int type) {
    imports.add(new BinaryWriter().name(module).name(name).u8(0).u(type));
    return importedFunctions++;
  }

  /** Imports a global; returns its index. */
  public int importGlobal(String module, String name, char letter, boolean mutable) {
    imports.add(
        new BinaryWriter().name(module).name(name).u8(3).u8(code(letter)).u8(mutable ? 1 : 0));
    return importedGlobals++;
  }

  /** Defines a function; returns its index. {@code locals} are letters, one per local. */
  public int function(int type, String locals, CodeWriter body) {
    BinaryWriter code = new BinaryWriter();
    List<BinaryWriter> runs = new ArrayList<>();
    for (int i = 0; i < locals.length(); ) {
      int from = i;
      while (i < locals.length() && locals.charAt(i) == locals.charAt(from)) {
        i++;
      }
      runs.add(new BinaryWriter().u(i - from).u8(code(locals.charAt(from))));
    }
    code.u(runs.size());
    runs.forEach(run -> code.raw(run.toBytes()));
    code.raw(body.toBytes()).u8(0x0b);
    functions.add(new BinaryWriter().u(type));
    codes.add(new BinaryWriter().sized(code));
    return importedFunctions + functions.size() - 1;
  }

  /** The index that the next function will have. */
  public int nextFunction() {
    return importedFunctions + functions.size();
  }

  /** Exports something; kinds as in the binary format. */
  public void export(String name, int kind, int index) {
    exports.add(new BinaryWriter().name(name).u8(kind).u(index));
  }

  /** Defines a memory. */
  public void memory(int min, int max) {
    memories.add(new BinaryWriter().u8(1).u(min).u(max));
  }

  /** Defines a table of functions. */
  public void table(int size) {
    tables.add(new BinaryWriter().u8(0x70).u8(0).u(size));
  }

  /** Defines a global with a constant, the bits of its value; returns its index. */
  public int global(char letter, boolean mutable, long bits) {
    BinaryWriter global = new BinaryWriter().u8(code(letter)).u8(mutable ? 1 : 0);
    switch (letter) {
      case 'i' -> global.u8(0x41).s((int) bits);
      case 'l' -> global.u8(0x42).s(bits);
      case 'f' -> global.u8(0x43).fixed(bits, 4);
      default -> global.u8(0x44).fixed(bits, 8);
    }
    globals.add(global.u8(0x0b));
    return importedGlobals + globals.size() - 1;
  }

  /** An active segment of table 0. */
  public void elements(int offset, int[] indices) {
    BinaryWriter segment = new BinaryWriter().u8(0).u8(0x41).s(offset).u8(0x0b);
    segment.u(indices.length);
    for (int index : indices) {
      segment.u(index);
    }
    elements.add(segment);
  }

  /** An active segment of table 0, given by expressions. */
  public void elementExpressions(int offset, int[] indices) {
    BinaryWriter segment = new BinaryWriter().u8(4).u8(0x41).s(offset).u8(0x0b);
    segment.u(indices.length);
    for (int index : indices) {
      segment.u8(0xd2).u(index).u8(0x0b);
    }
    elements.add(segment);
  }

  /** An active segment of memory 0. */
  public void data(int offset, byte[] content) {
    data.add(new BinaryWriter().u8(0).u8(0x41).s(offset).u8(0x0b).u(content.length).raw(content));
  }

  /** The module. */
  public byte[] toBytes() {
    return new BinaryWriter()
        .raw(MAGIC)
        .section(1, types)
        .section(2, imports)
        .section(3, functions)
        .section(4, tables)
        .section(5, memories)
        .section(6, globals)
        .section(7, exports)
        .section(9, elements)
        .section(10, codes)
        .section(11, data)
        .toBytes();
  }
}
