package dev.kiln.compiler.lower;

import dev.kiln.compiler.carrier.Carrier;
import dev.kiln.compiler.ir.Var;
import java.util.ArrayList;
import java.util.List;

/** The variables of the function being lowered. */
final class Variables {
  private final List<Var> all = new ArrayList<>();

  Var local(Carrier kind) {
    return add(kind, true);
  }

  Var temporary(Carrier kind) {
    return add(kind, false);
  }

  private Var add(Carrier kind, boolean local) {
    Var variable = new Var(all.size(), kind, local);
    all.add(variable);
    return variable;
  }

  Var get(int id) {
    return all.get(id);
  }

  List<Var> all() {
    return all;
  }
}
