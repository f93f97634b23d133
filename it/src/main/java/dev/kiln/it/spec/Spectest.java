package dev.kiln.it.spec;

import static dev.kiln.runtime.ValType.F32;
import static dev.kiln.runtime.ValType.F64;
import static dev.kiln.runtime.ValType.I32;
import static dev.kiln.runtime.ValType.I64;

import dev.kiln.runtime.Extern;
import dev.kiln.runtime.FuncType;
import dev.kiln.runtime.Global;
import dev.kiln.runtime.GlobalType;
import dev.kiln.runtime.Memory;
import dev.kiln.runtime.MemoryType;
import dev.kiln.runtime.RefType;
import dev.kiln.runtime.Store;
import dev.kiln.runtime.Table;
import dev.kiln.runtime.TableType;
import dev.kiln.runtime.ValType;
import java.util.LinkedHashMap;
import java.util.Map;

/** The module {@code spectest} that scripts import from. */
final class Spectest {
  /** Its name. */
  static final String NAME = "spectest";

  /** What it lacks because the runtime cannot have it, and for want of which proposal. */
  static final Map<String, String> REFUSED =
      Map.of("shared_memory", "threads", "table64", "memory64");

  private Spectest() {}

  static Map<String, Extern> exports(Store<?> store) {
    Map<String, Extern> exports = new LinkedHashMap<>();
    exports.put("print", function(store));
    exports.put("print_i32", function(store, I32));
    exports.put("print_i64", function(store, I64));
    exports.put("print_f32", function(store, F32));
    exports.put("print_f64", function(store, F64));
    exports.put("print_i32_f32", function(store, I32, F32));
    exports.put("print_f64_f64", function(store, F64, F64));
    exports.put("global_i32", Global.create(store, new GlobalType(I32, false), 666));
    exports.put("global_i64", Global.create(store, new GlobalType(I64, false), 666L));
    exports.put("global_f32", Global.create(store, new GlobalType(F32, false), 666.6f));
    exports.put("global_f64", Global.create(store, new GlobalType(F64, false), 666.6));
    exports.put("table", Table.create(store, new TableType(RefType.FUNCREF, 10, 20), null));
    exports.put("memory", Memory.create(store, new MemoryType(1, 2)));
    return exports;
  }

  /** Prints nothing: the output of 60,000 assertions helps nobody. */
  private static Extern function(Store<?> store, ValType... params) {
    return store.wordFunction(FuncType.of(params), (caller, window, n, r) -> {});
  }
}
