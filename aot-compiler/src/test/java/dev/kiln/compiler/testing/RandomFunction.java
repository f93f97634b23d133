package dev.kiln.compiler.testing;

import dev.kiln.compiler.opcode.Opcode;
import dev.kiln.compiler.testing.RandomModule.Type;
import java.util.ArrayList;
import java.util.List;

/** The body of a random function: statements, blocks, branches and calls. */
final class RandomFunction extends RandomCode {
  /** An open block: a branch to it takes these types; a loop has a counter. */
  private record Label(String types, int counter) {}

  private final Type type;
  private final boolean indirect;
  private final List<Label> labels = new ArrayList<>();
  private int budget;

  RandomFunction(RandomModule module, Type type, boolean indirect) {
    super(module);
    this.type = type;
    this.indirect = indirect;
    this.budget = calm ? module.statements : 10 + random.nextInt(oneIn(5) ? 150 : 50);
    locals.append(type.params()).append("iillffdd");
    free.append(locals);
    labels.add(new Label(type.results(), -1));
    do {
      statements(0);
    } while (calm && budget > 0);
    finish(type.results());
  }

  String text() {
    StringBuilder declared = new StringBuilder("(local");
    for (int i = type.params().length(); i < locals.length(); i++) {
      declared.append(' ').append(RandomModule.name(locals.charAt(i)));
    }
    return declared + ")\n" + out;
  }

  private void statements(int depth) {
    int count = 1 + random.nextInt(depth == 0 ? 40 : 10);
    for (int i = 0; i < count && budget > 0; i++) {
      budget--;
      statement(depth);
    }
  }

  private void statement(int depth) {
    switch (random.nextInt(37)) {
      case 0, 1, 2, 3, 4, 5 -> {
        Opcode op = producer(module.type());
        need(op.operands());
        numeric(op);
      }
      case 6, 7 -> operand(module.type(), 3);
      case 8, 9 -> setLocal("local.set");
      case 10 -> setLocal("local.tee");
      case 11 -> {
        char letter = module.type();
        need("" + letter);
        emit("global.set", globalOf(letter));
        pop(1);
      }
      case 12, 13 -> store();
      case 14 -> {
        if (!stack.isEmpty()) {
          emit("drop");
          pop(1);
        }
      }
      case 15 -> {
        String letter = "" + module.type();
        need(letter + letter + "i");
        emit("select");
        pop(2);
      }
      case 16, 17, 18 -> block(depth);
      case 19, 20 -> loop(depth);
      case 21, 22 -> conditional(depth);
      case 23, 24 -> branchIf();
      case 25 -> branchTable();
      case 26, 27, 28 -> call();
      case 29 -> callIndirect();
      case 30, 31 -> bulk();
      case 32 -> {
        need("i");
        emit("i32.eqz");
      }
      case 33, 34, 35 -> hazard();
      default -> leave(depth);
    }
  }

  /** Leaves something pending that the next instructions would change. */
  private void hazard() {
    char letter = module.type();
    switch (random.nextInt(5)) {
      case 0 -> {
        int global = globalOf(letter);
        emit("global.get", global);
        push("" + letter);
        operand(letter, 2);
        emit("global.set", global);
        pop(1);
      }
      case 1 -> {
        int local = local(free, letter);
        emit("local.get", local);
        push("" + letter);
        operand(letter, 2);
        emit("local.set", local);
        pop(1);
      }
      case 2 -> {
        int at = random.nextInt(250);
        emit("i32.const", at, "i32.load8_u i32.const", at);
        push("ii");
        operand('i', 2);
        emit("i32.store");
        pop(2);
      }
      case 3 -> {
        emit("memory.size i32.const 1 memory.grow");
        push("ii");
      }
      default -> {
        // The host writes what is loaded, and its argument is a local that changes.
        int local = local(free, 'i');
        emit("local.get", local, "i32.const 255 i32.and i32.load8_u");
        emit("local.get", local, "call 0", "i32.const", random.nextInt(300), "local.set", local);
        push("ii");
      }
    }
  }

  private void setLocal(String how) {
    char letter = module.type();
    need("" + letter);
    int local = local(free, letter);
    if (letter == 'i' && oneIn(3)) {
      emit("local.get", local, "i32.const", random.nextInt(70000) - 35000, "i32.add");
      emit(how, local);
      push(how.equals("local.tee") ? "i" : "");
      return;
    }
    emit(how, local);
    pop(how.equals("local.set") ? 1 : 0);
  }

  private void store() {
    Opcode op = STORES.get(random.nextInt(STORES.size()));
    char letter = op.operands().charAt(1);
    need("i");
    address();
    if (oneIn(4)) {
      // Something that writes while the address is pending.
      setLocal("local.tee");
      emit("drop");
      pop(1);
      if (stack.isEmpty() || stack.charAt(stack.length() - 1) != 'i') {
        need("i");
        address();
      }
    }
    operand(letter, 3);
    hideNaN();
    emit(op.spec(), offset());
    pop(2);
  }

  private String some(int max) {
    int count = Math.min(stack.length(), random.nextInt(max + 1));
    return stack.substring(stack.length() - count);
  }

  private void block(int depth) {
    String params = some(2);
    String results = module.types(random.nextInt(3));
    inner("block", params, results, new Label(results, -1), depth);
  }

  private void inner(String op, String params, String results, Label label, int depth) {
    pop(params.length());
    StringBuilder outer = stack;
    emit(op + new Type(params, results).text());
    stack = new StringBuilder(params);
    labels.add(label);
    if (depth < 5) {
      statements(depth + 1);
    }
    finish(results);
    if (op.equals("if") && (oneIn(2) || !params.equals(results))) {
      emit("else");
      stack = new StringBuilder(params);
      statements(depth + 1);
      finish(results);
    }
    labels.remove(labels.size() - 1);
    emit("end");
    stack = outer.append(results);
  }

  private void conditional(int depth) {
    need("i");
    pop(1);
    String params = some(2);
    String results = oneIn(3) ? params : module.types(random.nextInt(3));
    inner("if", params, results, new Label(results, -1), depth);
  }

  private void loop(int depth) {
    int counter = newLocal('i');
    emit("i32.const", 1 + random.nextInt(4), "local.set", counter);
    String params = some(2);
    inner("loop", params, module.types(random.nextInt(3)), new Label(params, counter), depth);
  }

  /** Whether the loop may go round once more: 0 or 1 on the stack. */
  private void count(int counter) {
    emit("local.get", counter, "i32.const 1 i32.sub local.tee", counter, "i32.const 0 i32.gt_s");
  }

  private int depthOfLabel() {
    int depth = random.nextInt(labels.size());
    // The outermost label is the function's.
    return depth == labels.size() - 1 && depth > 0 && !seldom(1) ? depth - 1 : depth;
  }

  private Label label(int depth) {
    return labels.get(labels.size() - 1 - depth);
  }

  private void branchIf() {
    if (labels.size() == 1 && !seldom(1)) {
      return;
    }
    int depth = depthOfLabel();
    Label label = label(depth);
    need(label.types);
    if (label.counter >= 0) {
      count(label.counter);
    } else {
      operand('i', 3);
      pop(1);
    }
    emit("br_if", depth);
  }

  private void branchTable() {
    if (labels.size() == 1 && !seldom(1)) {
      return;
    }
    int depth = depthOfLabel();
    Label first = label(depth);
    List<Integer> plain = new ArrayList<>();
    int loop = -1;
    for (int i = 0; i < labels.size(); i++) {
      if (label(i).types.equals(first.types)) {
        if (label(i).counter < 0) {
          if (i < labels.size() - 1 || seldom(1)) {
            plain.add(i);
          }
        } else {
          loop = i;
        }
      }
    }
    if (plain.isEmpty()) {
      return;
    }
    need(first.types);
    StringBuilder all = new StringBuilder();
    int cases = random.nextInt(oneIn(4) ? 40 : 6);
    int target = plain.get(0);
    for (int i = 0; i < cases; i++) {
      target = oneIn(cases > 16 ? 9 : 2) ? plain.get(random.nextInt(plain.size())) : target;
      all.append(target).append(' ');
    }
    operand('i', 2);
    emit("i32.const", oneIn(8) ? -1 : 31, "i32.and");
    pop(1);
    if (loop >= 0 && oneIn(2)) {
      // The case after these goes round, as long as the counter lets it.
      emit("drop i32.const", cases, "i32.const", cases + 1);
      count(label(loop).counter);
      emit("select");
      all.append(loop).append(' ');
    }
    emit("br_table", all, plain.get(random.nextInt(plain.size())));
    stack.setLength(0);
  }

  private void call() {
    // Not any function before this one: chains of calls stay short.
    int callee = random.nextInt(2 + module.functions.size() / 2);
    Type callType = module.functions.get(callee);
    need(callType.params());
    emit("call", callee);
    pop(callType.params().length());
    push(callType.results());
  }

  private void callIndirect() {
    if (!indirect) {
      return;
    }
    int element = random.nextInt(module.elements.size());
    Type callType = module.functions.get(module.elements.get(element));
    need(callType.params());
    if (seldom(12)) {
      operand('i', 1);
      emit("i32.const 15 i32.and");
      pop(1);
    } else {
      emit("i32.const", element);
    }
    emit("call_indirect" + callType.text());
    pop(callType.params().length());
    push(callType.results());
  }

  private void bulk() {
    switch (random.nextInt(8)) {
      case 0, 1 -> {
        emit("memory.size");
        push("i");
      }
      case 2 -> {
        emit("i32.const", oneIn(6) ? 70000 : random.nextInt(2), "memory.grow");
        push("i");
      }
      case 3, 4 -> range("i32.const 255", "memory.fill");
      case 5 -> range("i32.const 1023", "memory.copy");
      case 6 -> range("i32.const 7", "memory.init 0");
      default -> {
        if (seldom(10)) {
          emit("data.drop 0");
        }
      }
    }
  }

  private void range(String mask, String op) {
    need("i");
    address();
    operand('i', 2);
    emit(mask, "i32.and");
    operand('i', 2);
    emit(seldom(40) ? "i32.const 65535" : "i32.const 7", "i32.and", op);
    pop(3);
  }

  /** Leaves the block; what follows cannot be reached. */
  private void leave(int depth) {
    if (depth == 0 || !oneIn(3)) {
      return;
    }
    int to = depthOfLabel();
    if (seldom(30)) {
      emit("unreachable");
    } else if (seldom(3)) {
      need(type.results());
      emit("return");
    } else if (label(to).counter < 0) {
      need(label(to).types);
      emit("br", to);
    } else {
      return;
    }
    stack.setLength(0);
  }

  /** Ends a block: exactly these types are left. */
  private void finish(String results) {
    need(results);
    if (stack.length() == results.length()) {
      return;
    }
    Label label = labels.get(labels.size() - 1);
    if (label.counter < 0 && oneIn(2)) {
      emit("br 0");
    } else {
      int[] spare = new int[results.length()];
      for (int i = results.length() - 1; i >= 0; i--) {
        spare[i] = newLocal(results.charAt(i));
        emit("local.set", spare[i]);
      }
      for (int i = results.length(); i < stack.length(); i++) {
        emit("drop");
      }
      for (int local : spare) {
        emit("local.get", local);
      }
    }
    stack = new StringBuilder(results);
  }
}
