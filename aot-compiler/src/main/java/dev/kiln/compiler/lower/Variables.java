package dev.kiln.compiler.lower;

import dev.kiln.compiler.carrier.Carrier;
import dev.kiln.compiler.carrier.Layout;
import dev.kiln.compiler.ir.Var;
import dev.kiln.compiler.model.type.ValType;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The variables of the function being lowered. A value that has two carriers has two variables, one
 * right after the other.
 */
final class Variables {
  private final List<Var> all = new ArrayList<>();

  /** The first variable of each wasm local. */
  private final List<Var> locals = new ArrayList<>();

  /** The variables that hold the second carrier of a value. */
  private final BitSet seconds = new BitSet();

  /** Adds the next wasm local. */
  void local(ValType type) {
    locals.add(add(Layout.of(type), true));
  }

  /** A variable for each carrier of values of {@code types}. */
  List<Var> temporaries(List<ValType> types) {
    List<Var> added = new ArrayList<>(types.size());
    for (ValType type : types) {
      Var first = add(Layout.of(type), false);
      added.add(first);
      Var second = second(first);
      if (second != null) {
        added.add(second);
      }
    }
    return added;
  }

  Var temporary(Carrier carrier) {
    return add(carrier, false);
  }

  private Var add(Layout layout, boolean local) {
    Var first = add(layout.first(), local);
    if (layout.second() != null) {
      seconds.set(add(layout.second(), local).id());
    }
    return first;
  }

  private Var add(Carrier carrier, boolean local) {
    Var variable = new Var(all.size(), carrier, local);
    all.add(variable);
    return variable;
  }

  /** The variable of a wasm local, or the first of two. */
  Var local(int index) {
    return locals.get(index);
  }

  /** The other variable of the value whose first is {@code first}, or null. */
  @Nullable Var second(Var first) {
    int next = first.id() + 1;
    return seconds.get(next) ? all.get(next) : null;
  }

  /** Whether {@code variable} holds the second carrier of a value. */
  boolean isSecond(Var variable) {
    return seconds.get(variable.id());
  }

  List<Var> all() {
    return all;
  }
}
