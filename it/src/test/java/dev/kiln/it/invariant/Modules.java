package dev.kiln.it.invariant;

import dev.kiln.compiler.CompiledModule;
import dev.kiln.compiler.Compiler;
import dev.kiln.compiler.api.CompileOptions;
import dev.kiln.it.support.WasmBuilder;
import dev.kiln.it.support.WasmCode;
import java.util.LinkedHashMap;
import java.util.Map;

/** The modules of the invariants that call and hold functions. Their classes are in a package. */
final class Modules {
  /** The package of the module classes. */
  static final String PACKAGE = "invariant.";

  private static final int ADD = 0x6a;
  private static final int UNREACHABLE = 0;

  private Modules() {}

  /** All of them, compiled, by simple name. */
  static Map<String, CompiledModule> compile() {
    Map<String, byte[]> wasm = new LinkedHashMap<>();
    wasm.put("Caller", caller());
    wasm.put("ImportsOnly", importsOnly());
    wasm.put("Silent", silent());
    wasm.put("Owner", owner());
    wasm.put("ThroughTable", throughTable());
    wasm.put("ThroughGlobal", throughGlobal());
    wasm.put("ThroughResult", throughResult());
    wasm.put("Holder", holder());
    wasm.put("Traps", traps());
    wasm.put("Starter", starter());
    wasm.put("StartTraps", failing(Failure.START));
    wasm.put("ElementsOut", failing(Failure.ELEMENTS));
    wasm.put("DataOut", failing(Failure.DATA));
    wasm.put("Greedy", failing(Failure.LIMITER));
    wasm.put("Arguments", arguments());
    wasm.put("Doubles", doubles());
    wasm.put("Cell", cell());
    wasm.putAll(TypeModules.all());
    Map<String, CompiledModule> compiled = new LinkedHashMap<>();
    wasm.forEach((name, bytes) -> compiled.put(name, compile(name, bytes)));
    return compiled;
  }

  static CompiledModule compile(String name, byte[] wasm) {
    return Compiler.compile(name + ".wasm", wasm, CompileOptions.of(PACKAGE + name));
  }

  /** Imports {@code env.f : [i32] -> [i32]}, calls it, exports it again, makes a reference. */
  private static byte[] caller() {
    WasmBuilder m = new WasmBuilder();
    int ints = m.type("i", "i");
    int f = m.importFunction("env", "f", ints);
    m.exportFunction("call", m.function(ints, "", new WasmCode().get(0).call(f)));
    m.exportFunction("f", f);
    m.exportFunction("ref", m.function(m.type("", "r"), "", new WasmCode().refFunc(f)));
    return m.build();
  }

  /** Defines nothing. */
  private static byte[] importsOnly() {
    WasmBuilder m = new WasmBuilder();
    m.importFunction("env", "f", m.type("i", "i"));
    return m.build();
  }

  /** Calls {@code env.f}, but nobody can reach that: nothing escapes. */
  static byte[] silent() {
    WasmBuilder m = new WasmBuilder();
    int ints = m.type("i", "i");
    int f = m.importFunction("env", "f", ints);
    m.function(ints, "", new WasmCode().get(0).call(f));
    return m.build();
  }

  /**
   * A table, a global and a function that returns a reference; nothing of the shape of an i32
   * function.
   */
  private static byte[] owner() {
    WasmBuilder m = new WasmBuilder();
    m.exportTable("table", m.table(4));
    int global = m.global('r', true, new WasmCode().refNull());
    m.exportGlobal("global", global);
    m.exportFunction("give", m.function(m.type("", "r"), "", new WasmCode().globalGet(global)));
    m.exportFunction("first", m.function(m.type("ll", "l"), "", new WasmCode().get(0)));
    return m.build();
  }

  /** {@code call(argument, index)} calls what stands in the imported table. */
  private static byte[] throughTable() {
    WasmBuilder m = new WasmBuilder();
    int ints = m.type("i", "i");
    int table = m.importTable("env", "table", 1);
    WasmCode code = new WasmCode().get(0).get(1).callIndirect(ints, table);
    return m.exportFunction("call", m.function(m.type("ii", "i"), "", code)).build();
  }

  /** {@code call(argument)} calls what the imported global holds. */
  private static byte[] throughGlobal() {
    WasmBuilder m = new WasmBuilder();
    int ints = m.type("i", "i");
    int global = m.importGlobal("env", "global", 'r', true);
    int own = m.table(1);
    WasmCode code = new WasmCode().i32(0).globalGet(global).tableSet(own);
    code.get(0).i32(0).callIndirect(ints, own);
    return m.exportFunction("call", m.function(ints, "", code)).build();
  }

  /** {@code call(argument)} calls what the imported {@code env.give} returns. */
  private static byte[] throughResult() {
    WasmBuilder m = new WasmBuilder();
    int ints = m.type("i", "i");
    int give = m.importFunction("env", "give", m.type("", "r"));
    int own = m.table(1);
    WasmCode code = new WasmCode().i32(0).call(give).tableSet(own);
    code.get(0).i32(0).callIndirect(ints, own);
    return m.exportFunction("call", m.function(ints, "", code)).build();
  }

  /** Functions a (adds 1) and b (adds 2) in every place where a function can be. */
  private static byte[] holder() {
    WasmBuilder m = new WasmBuilder();
    int ints = m.type("i", "i");
    int f = m.importFunction("env", "f", ints);
    int table = m.table(4);
    int a = m.function(ints, "", new WasmCode().get(0).i32(1).op(ADD));
    int b = m.function(ints, "", new WasmCode().get(0).i32(2).op(ADD));
    m.elements(table, 0, a, b).passiveElements(b);
    m.exportGlobal("held", m.global('r', false, new WasmCode().refFunc(a)));
    int slot = m.global('r', true, new WasmCode().refNull());
    m.exportGlobal("slot", slot).exportTable("table", table);
    m.exportFunction("a", a).exportFunction("again", a).exportFunction("b", b);
    m.exportFunction("f", f);
    int action = m.type("i", "");
    m.exportFunction("pass", m.function(m.type("r", "r"), "", new WasmCode().get(0)));
    m.exportFunction("ref", m.function(m.type("", "r"), "", new WasmCode().refFunc(a)));
    m.exportFunction("get", m.function(m.type("i", "r"), "", new WasmCode().get(0).tableGet(0)));
    m.exportFunction(
        "set", m.function(m.type("ir", ""), "", new WasmCode().get(0).get(1).tableSet(0)));
    m.exportFunction(
        "grow", m.function(ints, "", new WasmCode().refFunc(b).get(0).bulk(15, table)));
    m.exportFunction(
        "fill", m.function(action, "", new WasmCode().get(0).refFunc(a).i32(1).bulk(17, table)));
    m.exportFunction(
        "copy",
        m.function(
            m.type("ii", ""), "", new WasmCode().get(0).get(1).i32(1).bulk(14, table, table)));
    m.exportFunction(
        "init", m.function(action, "", new WasmCode().get(0).i32(0).i32(1).bulk(12, 1, table)));
    m.exportFunction("drop", m.function(m.type("", ""), "", new WasmCode().bulk(13, 1)));
    WasmCode refs = new WasmCode().loop().refFunc(b).globalSet(slot);
    refs.get(0).i32(-1).op(ADD).tee(0).brIf(0).end();
    m.exportFunction("refs", m.function(action, "", refs));
    return m.build();
  }

  /** A table of a function that adds 1, null, and a function of another type. */
  private static byte[] traps() {
    WasmBuilder m = new WasmBuilder();
    int ints = m.type("i", "i");
    int longs = m.type("l", "l");
    int table = m.table(3);
    int good = m.function(ints, "", new WasmCode().get(0).i32(1).op(ADD));
    int other = m.function(longs, "", new WasmCode().get(0));
    m.elements(table, 0, good).elements(table, 2, other).exportTable("table", table);
    WasmCode code = new WasmCode().get(0).get(1).callIndirect(ints, table);
    return m.exportFunction("call", m.function(m.type("ii", "i"), "", code)).build();
  }

  /** The start function calls {@code env.f : [] -> []}. */
  private static byte[] starter() {
    WasmBuilder m = new WasmBuilder();
    int nothing = m.type("", "");
    int f = m.importFunction("env", "f", nothing);
    int ints = m.type("i", "i");
    m.exportFunction("add", m.function(ints, "", new WasmCode().get(0).i32(1).op(ADD)));
    return m.start(m.function(nothing, "", new WasmCode().call(f))).build();
  }

  private enum Failure {
    START,
    ELEMENTS,
    DATA,
    LIMITER
  }

  /**
   * Writes a function that calls {@code env.f} to element 0 of the imported table, and fails after
   * that; or before that, where ten pages of memory are refused.
   */
  private static byte[] failing(Failure failure) {
    WasmBuilder m = new WasmBuilder();
    int ints = m.type("i", "i");
    int f = m.importFunction("env", "f", ints);
    int table = m.importTable("env", "table", 1);
    int own = m.function(ints, "", new WasmCode().get(0).call(f));
    m.elements(table, 0, own);
    switch (failure) {
      case START -> m.start(m.function(m.type("", ""), "", new WasmCode().op(UNREACHABLE)));
      case ELEMENTS -> m.elements(table, 100, own);
      case DATA -> {
        m.memory(1);
        m.data(65536, new byte[] {1});
      }
      case LIMITER -> m.memory(10);
    }
    return m.build();
  }

  /** {@code check} takes every type of argument and calls {@code env.ran}. */
  private static byte[] arguments() {
    WasmBuilder m = new WasmBuilder();
    int ran = m.importFunction("env", "ran", m.type("", ""));
    int check = m.function(m.type("ilfdrx", "i"), "", new WasmCode().call(ran).i32(1));
    return m.exportFunction("check", check).build();
  }

  /** Calls {@code env.mix} once, and {@code n} times. */
  private static byte[] doubles() {
    WasmBuilder m = new WasmBuilder();
    int doubles = m.type("dd", "d");
    int mix = m.importFunction("env", "mix", doubles);
    m.exportFunction("mix", m.function(doubles, "", new WasmCode().get(0).get(1).call(mix)));
    // local 2 is the sum
    WasmCode code = new WasmCode().loop().get(1).get(2).call(mix).set(2);
    code.get(0).i32(-1).op(ADD).tee(0).brIf(0).end().get(2);
    return m.exportFunction("repeat", m.function(m.type("id", "d"), "d", code)).build();
  }

  /** A memory with "AB" at 0, "C" to be copied there, a counter. */
  private static byte[] cell() {
    WasmBuilder m = new WasmBuilder();
    int nothing = m.type("", "");
    int ints = m.type("i", "i");
    m.exportMemory("memory", m.memory(1, 10)).data(0, new byte[] {'A', 'B'});
    m.passiveData(new byte[] {'C'});
    int counter = m.global('i', true, new WasmCode().i32(7));
    m.exportGlobal("counter", counter);
    WasmCode bump = new WasmCode().globalGet(counter).i32(1).op(ADD).globalSet(counter);
    m.exportFunction("bump", m.function(nothing, "", bump));
    m.exportFunction("grow", m.function(ints, "", new WasmCode().get(0).op(0x40, 0)));
    WasmCode init = new WasmCode().i32(0).i32(0).i32(1).bulk(8, 1, 0);
    m.exportFunction("init", m.function(nothing, "", init));
    m.exportFunction("drop", m.function(nothing, "", new WasmCode().bulk(9, 1)));
    // The counter goes up, and each new value is written to memory: n times.
    WasmCode work = new WasmCode().loop().call(0).i32(4).globalGet(counter);
    work.access(0x36, 2, 0).get(0).i32(-1).op(ADD).tee(0).brIf(0).end();
    work.i32(4).access(0x28, 2, 0);
    return m.exportFunction("work", m.function(ints, "", work)).build();
  }
}
