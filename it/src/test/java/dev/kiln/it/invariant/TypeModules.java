package dev.kiln.it.invariant;

import dev.kiln.it.support.WasmBuilder;
import dev.kiln.it.support.WasmCode;
import java.util.Map;

/** Modules about type identity and subtyping. */
final class TypeModules {
  private static final int ADD = 0x6a;
  private static final int ADD_64 = 0x7c;

  /** {@code [i32] -> [i32]}, then {@code [] -> [funcref]}, open, then the subtype of it. */
  private static final int INTS = 0;

  private static final int SUPER = 1;
  private static final int SUB = 2;

  private TypeModules() {}

  static Map<String, byte[]> all() {
    return Map.of(
        "SubOwner", subOwner(SUB),
        "SuperOwner", subOwner(SUPER),
        "SubUser", subUser(),
        "WantsSub", wantsSub(),
        "IntsFirst", numbers(true),
        "LongsFirst", numbers(false),
        "NumbersUser", numbersUser());
  }

  /** The three types; the subtype returns {@code (ref null 0)}. */
  private static WasmBuilder types() {
    WasmBuilder m = new WasmBuilder();
    m.type("i", "i");
    m.openType(-1, "", "r");
    m.openType(SUPER, "", "0");
    return m;
  }

  /**
   * Function f, of type {@code type}, returns g, in each place where another module can find it.
   */
  private static byte[] subOwner(int type) {
    WasmBuilder m = types();
    int g = m.function(INTS, "", new WasmCode().get(0).i32(1).op(ADD));
    int f = m.function(type, "", new WasmCode().refFunc(g));
    int table = m.table(2);
    m.elements(table, 0, f).exportTable("table", table);
    m.exportGlobal("global", m.global('1', false, new WasmCode().refFunc(f)));
    m.exportFunction("f", f).exportFunction("g", g);
    m.exportFunction("give", m.function(m.type("", "1"), "", new WasmCode().refFunc(f)));
    return m.build();
  }

  /** Calls f as the supertype, wherever it came from; {@code asSub} as the subtype. */
  private static byte[] subUser() {
    WasmBuilder m = types();
    int f = m.importFunction("env", "f", SUPER);
    int give = m.importFunction("env", "give", m.type("", "1"));
    int table = m.importTable("env", "table", 1);
    int global = m.importGlobal("env", "global", '1', false);
    int own = m.table(1);
    m.exportFunction("f", f).exportFunction("viaImport", call(m, new WasmCode().call(f)));
    m.exportFunction("viaTable", call(m, new WasmCode().i32(0).callIndirect(SUPER, table)));
    WasmCode viaGlobal = new WasmCode().i32(0).globalGet(global).tableSet(own);
    m.exportFunction("viaGlobal", call(m, viaGlobal.i32(0).callIndirect(SUPER, own)));
    WasmCode viaResult = new WasmCode().i32(0).call(give).tableSet(own);
    m.exportFunction("viaResult", call(m, viaResult.i32(0).callIndirect(SUPER, own)));
    WasmCode asSub = new WasmCode().i32(0).refFunc(f).tableSet(own);
    m.exportFunction("asSub", call(m, asSub.i32(0).callIndirect(SUB, own)));
    return m.build();
  }

  private static int call(WasmBuilder m, WasmCode code) {
    return m.function(m.type("", "r"), "", code);
  }

  /** Imports f as the subtype. */
  private static byte[] wantsSub() {
    WasmBuilder m = types();
    m.importFunction("env", "f", SUB);
    return m.build();
  }

  /**
   * Functions that add 1 to an i32 and an i64, in a table; their types in one order or the other.
   */
  private static byte[] numbers(boolean intsFirst) {
    WasmBuilder m = new WasmBuilder();
    int first = m.type(intsFirst ? "i" : "l", intsFirst ? "i" : "l");
    int second = m.type(intsFirst ? "l" : "i", intsFirst ? "l" : "i");
    int ints = m.function(intsFirst ? first : second, "", new WasmCode().get(0).i32(1).op(ADD));
    int longs = m.function(intsFirst ? second : first, "", new WasmCode().get(0).i64(1).op(ADD_64));
    int table = m.table(2);
    m.elements(table, 0, ints, longs).exportTable("table", table);
    return m.exportFunction("ints", ints).exportFunction("longs", longs).build();
  }

  /** Calls both through imports and through the table, the types in yet another order. */
  private static byte[] numbersUser() {
    WasmBuilder m = new WasmBuilder();
    m.type("d", "d");
    int longs = m.type("l", "l");
    int ints = m.type("i", "i");
    int importedInts = m.importFunction("env", "ints", ints);
    int importedLongs = m.importFunction("env", "longs", longs);
    int table = m.importTable("env", "table", 2);
    WasmCode viaTable = new WasmCode().get(0).i32(0).callIndirect(ints, table);
    m.exportFunction("ints", m.function(ints, "", viaTable.call(importedInts)));
    WasmCode longsViaTable = new WasmCode().get(0).i32(1).callIndirect(longs, table);
    m.exportFunction("longs", m.function(longs, "", longsViaTable.call(importedLongs)));
    WasmCode swapped = new WasmCode().get(0).i32(1).callIndirect(ints, table);
    return m.exportFunction("wrong", m.function(ints, "", swapped)).build();
  }
}
