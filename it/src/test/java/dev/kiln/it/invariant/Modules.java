package dev.kiln.it.invariant;

import dev.kiln.compiler.CompiledModule;
import dev.kiln.compiler.Compiler;
import dev.kiln.compiler.api.CompileOptions;
import dev.kiln.compiler.testing.Assembler;
import java.util.LinkedHashMap;
import java.util.Map;

/** The modules of the invariants that call and hold functions. Their classes are in a package. */
final class Modules {
  /** The package of the module classes. */
  static final String PACKAGE = "invariant.";

  /** Imports {@code env.f : [i32] -> [i32]}, calls it, exports it again, makes a reference. */
  private static final String CALLER =
      """
      (import "env" "f" (func $f (param i32) (result i32)))
      (func (export "call") (param i32) (result i32) local.get 0 call $f)
      (export "f" (func $f))
      (func (export "ref") (result funcref) ref.func $f)
      """;

  /** Defines nothing. */
  private static final String IMPORTS_ONLY =
      """
      (import "env" "f" (func (param i32) (result i32)))
      """;

  /** Calls {@code env.f}, but nobody can reach that: nothing escapes. */
  static final String SILENT =
      """
      (import "env" "f" (func $f (param i32) (result i32)))
      (func (param i32) (result i32) local.get 0 call $f)
      """;

  /**
   * A table, a global and a function that returns a reference; nothing of the shape of an i32
   * function.
   */
  private static final String OWNER =
      """
      (table (export "table") 4 funcref)
      (global $global (export "global") (mut funcref) (ref.null func))
      (func (export "give") (result funcref) global.get $global)
      (func (export "first") (param i64 i64) (result i64) local.get 0)
      """;

  /** {@code call(argument, index)} calls what stands in the imported table. */
  private static final String THROUGH_TABLE =
      """
      (import "env" "table" (table 1 funcref))
      (func (export "call") (param i32 i32) (result i32)
        local.get 0 local.get 1 call_indirect (param i32) (result i32))
      """;

  /** {@code call(argument)} calls what the imported global holds. */
  private static final String THROUGH_GLOBAL =
      """
      (import "env" "global" (global $global (mut funcref)))
      (table $own 1 funcref)
      (func (export "call") (param i32) (result i32)
        (table.set $own (i32.const 0) (global.get $global))
        local.get 0 i32.const 0 call_indirect $own (param i32) (result i32))
      """;

  /** {@code call(argument)} calls what the imported {@code env.give} returns. */
  private static final String THROUGH_RESULT =
      """
      (import "env" "give" (func $give (result funcref)))
      (table $own 1 funcref)
      (func (export "call") (param i32) (result i32)
        (table.set $own (i32.const 0) (call $give))
        local.get 0 i32.const 0 call_indirect $own (param i32) (result i32))
      """;

  /** Functions a (adds 1) and b (adds 2) in every place where a function can be. */
  private static final String HOLDER =
      """
      (import "env" "f" (func $f (param i32) (result i32)))
      (table $table (export "table") 4 funcref)
      (global (export "held") funcref (ref.func $a))
      (global $slot (export "slot") (mut funcref) (ref.null func))
      (func $a (export "a") (export "again") (param i32) (result i32)
        local.get 0 i32.const 1 i32.add)
      (func $b (export "b") (param i32) (result i32)
        local.get 0 i32.const 2 i32.add)
      (elem (i32.const 0) $a $b)
      (elem $passive func $b)
      (export "f" (func $f))
      (func (export "pass") (param funcref) (result funcref) local.get 0)
      (func (export "ref") (result funcref) ref.func $a)
      (func (export "get") (param $at i32) (result funcref) local.get $at table.get $table)
      (func (export "set") (param $at i32) (param $value funcref)
        local.get $at local.get $value table.set $table)
      (func (export "grow") (param $by i32) (result i32) ref.func $b local.get $by table.grow $table)
      (func (export "fill") (param $at i32) local.get $at ref.func $a i32.const 1 table.fill $table)
      (func (export "copy") (param $to i32) (param $from i32)
        local.get $to local.get $from i32.const 1 table.copy $table $table)
      (func (export "init") (param $at i32)
        local.get $at i32.const 0 i32.const 1 table.init $table $passive)
      (func (export "drop") elem.drop $passive)
      (func (export "refs") (param $n i32)
        loop $again
          ref.func $b
          global.set $slot
          (i32.add (local.get $n) (i32.const -1))
          local.tee $n
          br_if $again
        end)
      """;

  /** A table of a function that adds 1, null, and a function of another type. */
  private static final String TRAPS =
      """
      (table (export "table") 3 funcref)
      (func $good (param i32) (result i32) local.get 0 i32.const 1 i32.add)
      (func $other (param i64) (result i64) local.get 0)
      (elem (i32.const 0) $good)
      (elem (i32.const 2) $other)
      (func (export "call") (param i32 i32) (result i32)
        local.get 0 local.get 1 call_indirect (param i32) (result i32))
      """;

  /** The start function calls {@code env.f : [] -> []}. */
  private static final String STARTER =
      """
      (import "env" "f" (func $f))
      (func (export "add") (param i32) (result i32) local.get 0 i32.const 1 i32.add)
      (func $start call $f)
      (start $start)
      """;

  /**
   * Writes a function that calls {@code env.f} to element 0 of the imported table. What comes
   * behind it fails after that, or before that where memory is refused.
   */
  private static final String FAILING =
      """
      (import "env" "f" (func $f (param i32) (result i32)))
      (import "env" "table" (table 1 funcref))
      (func $own (param i32) (result i32) local.get 0 call $f)
      (elem (i32.const 0) $own)
      """;

  /** {@code check} takes every type of argument and calls {@code env.ran}. */
  private static final String ARGUMENTS =
      """
      (import "env" "ran" (func $ran))
      (func (export "check") (param i32 i64 f32 f64 funcref externref) (result i32)
        call $ran i32.const 1)
      """;

  /** Calls {@code env.mix} once, and {@code n} times. */
  private static final String DOUBLES =
      """
      (import "env" "mix" (func $mix (param f64 f64) (result f64)))
      (func (export "mix") (param f64 f64) (result f64) local.get 0 local.get 1 call $mix)
      (func (export "repeat") (param $n i32) (param $x f64) (result f64) (local $sum f64)
        loop $again
          local.get $x
          local.get $sum
          call $mix
          local.set $sum
          (i32.add (local.get $n) (i32.const -1))
          local.tee $n
          br_if $again
        end
        local.get $sum)
      """;

  /** A memory with "AB" at 0, "C" to be copied there, a counter. */
  private static final String CELL =
      """
      (memory (export "memory") 1 10)
      (data (i32.const 0) "AB")
      (data $passive "C")
      (global $counter (export "counter") (mut i32) (i32.const 7))
      (func $bump (export "bump")
        global.get $counter i32.const 1 i32.add global.set $counter)
      (func (export "grow") (param i32) (result i32) local.get 0 memory.grow)
      (func (export "init") i32.const 0 i32.const 0 i32.const 1 memory.init $passive)
      (func (export "drop") data.drop $passive)
      ;; The counter goes up, and each new value is written to memory: n times.
      (func (export "work") (param $n i32) (result i32)
        loop $again
          call $bump
          (i32.store (i32.const 4) (global.get $counter))
          (i32.add (local.get $n) (i32.const -1))
          local.tee $n
          br_if $again
        end
        (i32.load (i32.const 4)))
      """;

  private Modules() {}

  /** All of them, compiled, by simple name. */
  static Map<String, CompiledModule> compile() {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("Caller", CALLER);
    texts.put("ImportsOnly", IMPORTS_ONLY);
    texts.put("Silent", SILENT);
    texts.put("Owner", OWNER);
    texts.put("ThroughTable", THROUGH_TABLE);
    texts.put("ThroughGlobal", THROUGH_GLOBAL);
    texts.put("ThroughResult", THROUGH_RESULT);
    texts.put("Holder", HOLDER);
    texts.put("Traps", TRAPS);
    texts.put("Starter", STARTER);
    texts.put("StartTraps", FAILING + "(func $fails unreachable) (start $fails)");
    texts.put("ElementsOut", FAILING + "(elem (i32.const 100) $own)");
    texts.put("DataOut", FAILING + "(memory 1 1) (data (i32.const 65536) \"\\01\")");
    texts.put("Greedy", FAILING + "(memory 10 10)");
    texts.put("Arguments", ARGUMENTS);
    texts.put("Doubles", DOUBLES);
    texts.put("Cell", CELL);
    texts.putAll(TypeModules.all());
    Map<String, CompiledModule> compiled = new LinkedHashMap<>();
    texts.forEach((name, text) -> compiled.put(name, compile(name, text)));
    return compiled;
  }

  static CompiledModule compile(String name, String text) {
    return Compiler.compile(
        name + ".wasm", Assembler.assemble(text), CompileOptions.of(PACKAGE + name));
  }
}
