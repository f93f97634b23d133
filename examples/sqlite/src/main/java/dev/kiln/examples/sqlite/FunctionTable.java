package dev.kiln.examples.sqlite;

import dev.kiln.runtime.FuncRef;
import dev.kiln.runtime.Table;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The module's table of functions. To C a pointer to a function is an index into it: a function
 * that is put here, of wasm or of Java, can be called by C as a callback.
 */
final class FunctionTable {
  private final Table table;
  private final Deque<Integer> free = new ArrayDeque<>();

  FunctionTable(Table table) {
    this.table = table;
  }

  /** Puts a function into the table; the result is a pointer to it. */
  int add(FuncRef function) {
    if (free.isEmpty()) {
      int place = table.grow(1, function);
      if (place < 0) {
        throw new IllegalStateException("no room for another function");
      }
      return place;
    }
    int place = free.pop();
    table.set(place, function);
    return place;
  }

  /** Takes it out again. */
  void remove(int place) {
    table.set(place, null);
    free.push(place);
  }
}
