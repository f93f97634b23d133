package dev.kiln.it.invariant;

import java.util.Map;

/** Modules about type identity and subtyping. */
final class TypeModules {
  /** The subtype returns a reference to a function of the first type. */
  private static final String TYPES =
      """
      (type $ints (func (param i32) (result i32)))
      (type $super (sub (func (result funcref))))
      (type $sub (sub $super (func (result (ref null $ints)))))
      """;

  /** Calls f as the supertype, wherever it came from; {@code asSub} as the subtype. */
  private static final String SUB_USER =
      TYPES
          + """
          (import "env" "f" (func $f (type $super)))
          (import "env" "give" (func $give (result (ref null $super))))
          (import "env" "table" (table $table 1 funcref))
          (import "env" "global" (global $global (ref null $super)))
          (table $own 1 funcref)
          (export "f" (func $f))
          (func (export "viaImport") (result funcref) call $f)
          (func (export "viaTable") (result funcref)
            i32.const 0 call_indirect $table (type $super))
          (func (export "viaGlobal") (result funcref)
            (table.set $own (i32.const 0) (global.get $global))
            i32.const 0 call_indirect $own (type $super))
          (func (export "viaResult") (result funcref)
            (table.set $own (i32.const 0) (call $give))
            i32.const 0 call_indirect $own (type $super))
          (func (export "asSub") (result funcref)
            (table.set $own (i32.const 0) (ref.func $f))
            i32.const 0 call_indirect $own (type $sub))
          """;

  /** Imports f as the subtype. */
  private static final String WANTS_SUB =
      TYPES
          + """
          (import "env" "f" (func (type $sub)))
          """;

  private static final String INTS = "(type $ints (func (param i32) (result i32)))";
  private static final String LONGS = "(type $longs (func (param i64) (result i64)))";

  /** Functions that add 1 to an i32 and an i64, in a table. */
  private static final String NUMBERS =
      """
      (func $ints (export "ints") (type $ints) local.get 0 i32.const 1 i32.add)
      (func $longs (export "longs") (type $longs) local.get 0 i64.const 1 i64.add)
      (table (export "table") 2 funcref)
      (elem (i32.const 0) $ints $longs)
      """;

  /** Calls both through imports and through the table, the types in yet another order. */
  private static final String NUMBERS_USER =
      "(type (func (param f64) (result f64)))"
          + LONGS
          + INTS
          + """
          (import "env" "ints" (func $ints (type $ints)))
          (import "env" "longs" (func $longs (type $longs)))
          (import "env" "table" (table 2 funcref))
          (func (export "ints") (type $ints)
            local.get 0 i32.const 0 call_indirect (type $ints) call $ints)
          (func (export "longs") (type $longs)
            local.get 0 i32.const 1 call_indirect (type $longs) call $longs)
          (func (export "wrong") (type $ints)
            local.get 0 i32.const 1 call_indirect (type $ints))
          """;

  private TypeModules() {}

  static Map<String, String> all() {
    return Map.of(
        "SubOwner",
        subOwner("$sub"),
        "SuperOwner",
        subOwner("$super"),
        "SubUser",
        SUB_USER,
        "WantsSub",
        WANTS_SUB,
        "IntsFirst",
        INTS + LONGS + NUMBERS,
        "LongsFirst",
        LONGS + INTS + NUMBERS,
        "NumbersUser",
        NUMBERS_USER);
  }

  /**
   * Function f, of type {@code type}, returns g, in each place where another module can find it.
   */
  private static String subOwner(String type) {
    return TYPES
        + """
        (func $g (export "g") (type $ints) local.get 0 i32.const 1 i32.add)
        (func $f (export "f") (type %s) ref.func $g)
        (table (export "table") 2 funcref)
        (elem (i32.const 0) $f)
        (global (export "global") (ref null $super) (ref.func $f))
        (func (export "give") (result (ref null $super)) ref.func $f)
        """
            .formatted(type);
  }
}
