package dev.kiln.compiler.testing;

import dev.kiln.compiler.model.SectionId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a binary module from parts, without a text in between: for modules and functions of
 * megabytes. Types are operand letters: i, l, f, d, and F for funcref. Imports come first.
 */
public final class ModuleWriter {
  static final byte[] MAGIC = {0, 'a', 's', 'm', 1, 0, 0, 0};

  private final Map<String, Integer> typesByBytes = new HashMap<>();
  private final Map<SectionId, List<BinaryWriter>> sections = new EnumMap<>(SectionId.class);
  private final BinaryWriter custom = new BinaryWriter();
  private int start = -1;
  private boolean dataCount;
  private int importedFunctions;
  private int importedGlobals;

  /** An empty module. */
  public ModuleWriter() {}

  /** A new item at the end of a section, to be written. */
  BinaryWriter add(SectionId section) {
    BinaryWriter item = new BinaryWriter();
    sections.computeIfAbsent(section, id -> new ArrayList<>()).add(item);
    return item;
  }

  private int count(SectionId section) {
    return sections.getOrDefault(section, List.of()).size();
  }

  /** The index of the type, which is added if it is not there. */
  public int type(String params, String results) {
    return type(letters(letters(new BinaryWriter().u8(0x60), params), results));
  }

  /** The index of the type, which is added if it is not there. */
  int type(BinaryWriter type) {
    Integer known = typesByBytes.get(key(type));
    return known != null ? known : addType(type);
  }

  /** Adds a type, which may be there already; returns its index. */
  int addType(BinaryWriter type) {
    typesByBytes.putIfAbsent(key(type), count(SectionId.TYPE));
    add(SectionId.TYPE).raw(type);
    return count(SectionId.TYPE) - 1;
  }

  private static String key(BinaryWriter type) {
    return new String(type.toBytes(), StandardCharsets.ISO_8859_1);
  }

  private static BinaryWriter letters(BinaryWriter to, String letters) {
    to.u(letters.length());
    letters.chars().forEach(letter -> to.u8(code((char) letter)));
    return to;
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
    add(SectionId.IMPORT).name(module).name(name).u8(0).u(type);
    return importedFunctions++;
  }

  /** Imports a global; returns its index. */
  public int importGlobal(String module, String name, char letter, boolean mutable) {
    add(SectionId.IMPORT).name(module).name(name).u8(3).u8(code(letter)).u8(mutable ? 1 : 0);
    return importedGlobals++;
  }

  /** Defines a function; returns its index. {@code locals} are letters, one per local. */
  public int function(int type, String locals, CodeWriter body) {
    List<BinaryWriter> runs = new ArrayList<>();
    for (int i = 0; i < locals.length(); ) {
      int from = i;
      while (i < locals.length() && locals.charAt(i) == locals.charAt(from)) {
        i++;
      }
      runs.add(new BinaryWriter().u(i - from).u8(code(locals.charAt(from))));
    }
    return function(type, new BinaryWriter().vector(runs).raw(body.written()).u8(0x0b));
  }

  /** Defines a function by its locals and code; returns its index. */
  int function(int type, BinaryWriter body) {
    add(SectionId.FUNCTION).u(type);
    add(SectionId.CODE).sized(body);
    return nextFunction() - 1;
  }

  /** The index that the next function will have. */
  public int nextFunction() {
    return importedFunctions + count(SectionId.FUNCTION);
  }

  /** Exports something; kinds as in the binary format. */
  public void export(String name, int kind, int index) {
    add(SectionId.EXPORT).name(name).u8(kind).u(index);
  }

  /** Names the start function. */
  void start(int function) {
    start = function;
  }

  /** Defines a memory. */
  public void memory(int min, int max) {
    add(SectionId.MEMORY).u8(1).u(min).u(max);
  }

  /** Defines a table of functions. */
  public void table(int size) {
    add(SectionId.TABLE).u8(0x70).u8(0).u(size);
  }

  /** Defines a global with a constant, the bits of its value; returns its index. */
  public int global(char letter, boolean mutable, long bits) {
    CodeWriter global = new CodeWriter(add(SectionId.GLOBAL)).u8(code(letter)).u8(mutable ? 1 : 0);
    switch (letter) {
      case 'i' -> global.i32((int) bits);
      case 'l' -> global.i64(bits);
      case 'f' -> global.f32Bits((int) bits);
      default -> global.f64Bits(bits);
    }
    global.end();
    return importedGlobals + count(SectionId.GLOBAL) - 1;
  }

  /** An active segment of table 0. */
  public void elements(int offset, int[] indices) {
    BinaryWriter segment = add(SectionId.ELEMENT).u8(0);
    new CodeWriter(segment).i32(offset).end();
    segment.u(indices.length);
    for (int index : indices) {
      segment.u(index);
    }
  }

  /** An active segment of table 0, given by expressions. */
  public void elementExpressions(int offset, int[] indices) {
    BinaryWriter segment = add(SectionId.ELEMENT).u8(4);
    new CodeWriter(segment).i32(offset).end();
    segment.u(indices.length);
    for (int index : indices) {
      segment.u8(0xd2).u(index).u8(0x0b);
    }
  }

  /** An active segment of memory 0. */
  public void data(int offset, byte[] content) {
    BinaryWriter segment = add(SectionId.DATA).u8(0);
    new CodeWriter(segment).i32(offset).end();
    segment.u(content.length).raw(content);
  }

  /** Writes how many data segments there are before the code, as {@code memory.init} wants it. */
  void withDataCount() {
    dataCount = true;
  }

  /** Adds a custom section after all others. */
  void custom(String name, BinaryWriter content) {
    custom.section(0, new BinaryWriter().name(name).raw(content));
  }

  /** The module. */
  public byte[] toBytes() {
    BinaryWriter all = new BinaryWriter().raw(MAGIC);
    Arrays.stream(SectionId.values())
        .sorted(Comparator.comparingInt(SectionId::order))
        .forEach(id -> section(all, id));
    return all.raw(custom).toBytes();
  }

  /** A section, or nothing if it is empty. */
  private void section(BinaryWriter to, SectionId id) {
    if (id == SectionId.START && start >= 0) {
      to.section(id.ordinal(), new BinaryWriter().u(start));
    } else if (id == SectionId.DATA_COUNT && dataCount) {
      to.section(id.ordinal(), new BinaryWriter().u(count(SectionId.DATA)));
    } else if (count(id) > 0) {
      to.section(id.ordinal(), new BinaryWriter().vector(sections.get(id)));
    }
  }
}
