package dev.kiln.compiler.testing;

import dev.kiln.compiler.opcode.Immediates;
import dev.kiln.compiler.opcode.Opcode;
import dev.kiln.compiler.testing.RandomModule.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The body of a random function. Keeps the types on the operand stack, uses what lies there where it
 * fits and pushes what lacks, so that much stays pending across whatever comes next.
 */
final class RandomFunction {
  private static final List<Opcode> NUMERIC = new ArrayList<>();
  private static final List<Opcode> LOADS = new ArrayList<>();
  private static final List<Opcode> STORES = new ArrayList<>();
  private static final String[] INTS = {
    "0", "1", "-1", "2", "3", "5", "7", "16", "31", "32", "33", "63", "64", "127", "128", "255",
    "-128", "1000", "65535", "32768", "2147483647", "-2147483648"
  };
  private static final String[] FLOATS = {
    "0.0", "-0.0", "1.0", "-1.0", "0.5", "-0.5", "1.5", "2.5", "-0.9", "3.0E9", "2147483647.0",
    "2.147483648E9", "-2.147483648E9", "-2.147483649E9", "4.294967296E9", "9.2233720368547758E18",
    "1.8446744073709552E19", "-9.2233720368547758E18", "1.0E-30", "inf", "-inf", "nan", "16777217.0"
  };

  static {
    for (Opcode op : Opcode.values()) {
      boolean vector = op.code() >>> 16 == 0xfd || op.code() >>> 16 == 0xfe;
      boolean numeric = op.immediates() == Immediates.NONE && op.operands().matches("[ilfd]+");
      if (numeric && !vector) {
        NUMERIC.add(op);
      } else if (op.code() >>> 16 == 0 && op.immediates().naturalAlignment() >= 0) {
        (op.results().isEmpty() ? STORES : LOADS).add(op);
      }
    }
  }

  /** An open block: a branch to it takes these types; a loop has a counter. */
  private record Label(String types, int counter) {}

  private final RandomModule module;
  private final Random random;
  private final Type type;
  private final boolean indirect;

  /** Whether what traps or leaves the function is rare. */
  private final boolean calm;

  private final StringBuilder out = new StringBuilder();
  private final List<Label> labels = new ArrayList<>();
  private final StringBuilder locals = new StringBuilder();
  private final StringBuilder free = new StringBuilder();

  /** The types on the stack since the innermost block began. */
  private StringBuilder stack = new StringBuilder();

  private int budget;

  RandomFunction(RandomModule module, Type type, boolean indirect) {
    this.module = module;
    this.random = module.random;
    this.type = type;
    this.indirect = indirect;
    this.calm = module.statements > 0;
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

  private boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  /** For what ends the function early. */
  private boolean seldom(int n) {
    return oneIn(calm ? 50 * n : n);
  }

  private void emit(Object... parts) {
    for (Object part : parts) {
      out.append(part).append(' ');
    }
    out.append('\n');
  }

  private void push(String types) {
    stack.append(types);
  }

  private void pop(int count) {
    stack.setLength(stack.length() - count);
  }

  /** Makes {@code types} the topmost, using what fits already. */
  private void need(String types) {
    int have = Math.min(types.length(), stack.length());
    while (!stack.substring(stack.length() - have).equals(types.substring(0, have))) {
      have--;
    }
    if (have > 0 && oneIn(4)) {
      have = 0;
    }
    for (int i = have; i < types.length(); i++) {
      operand(types.charAt(i), 2);
    }
  }

  /** Pushes a value of the type. */
  private void operand(char letter, int depth) {
    switch (random.nextInt(depth > 0 ? 9 : 4)) {
      case 0 -> constant(letter);
      case 1, 2, 3 -> emit("local.get", local(free, letter));
      case 4 -> {
        int global = globalOf(letter);
        emit("global.get", global);
      }
      case 5 -> {
        operand('i', depth - 1);
        address();
        load(letter);
        return;
      }
      default -> {
        Opcode op = producer(letter);
        for (char each : op.operands().toCharArray()) {
          operand(each, depth - 1);
        }
        numeric(op);
        return;
      }
    }
    push("" + letter);
  }

  private Opcode producer(char letter) {
    while (true) {
      Opcode op = NUMERIC.get(random.nextInt(NUMERIC.size()));
      boolean traps = op.spec().contains("trunc_f") || op.spec().matches(".*(div|rem)_.");
      if (op.results().charAt(0) == letter && (!traps || seldom(12))) {
        return op;
      }
    }
  }

  private int globalOf(char letter) {
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < module.globals.size(); i++) {
      if (module.globals.get(i).charAt(0) == letter) {
        found.add(i);
      }
    }
    return found.get(random.nextInt(found.size()));
  }

  private int local(CharSequence from, char letter) {
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < from.length(); i++) {
      if (from.charAt(i) == letter) {
        found.add(i);
      }
    }
    return found.get(random.nextInt(found.size()));
  }

  private int newLocal(char letter) {
    locals.append(letter);
    free.append('-');
    return locals.length() - 1;
  }

  private void constant(char letter) {
    String value =
        switch (letter) {
          case 'i' -> oneIn(3) ? "" + random.nextInt() : INTS[random.nextInt(INTS.length)];
          case 'l' -> oneIn(3) ? "" + random.nextLong() : INTS[random.nextInt(INTS.length)];
          case 'f' ->
              oneIn(4)
                  ? "" + (random.nextFloat() - 0.5f) * 1000
                  : FLOATS[random.nextInt(FLOATS.length)];
          default ->
              oneIn(4)
                  ? "" + (random.nextDouble() - 0.5) * 1e12
                  : FLOATS[random.nextInt(FLOATS.length)];
        };
    emit(RandomModule.name(letter) + ".const", value);
  }

  /** Applies an instruction to the operands that are there. */
  private void numeric(Opcode op) {
    if (op.spec().contains("reinterpret_f") || op.spec().endsWith("copysign")) {
      hideNaN();
    }
    emit(op.spec());
    pop(op.operands().length());
    push(op.results());
  }

  /** Replaces a NaN on top by 1.5 before its bits show. */
  private void hideNaN() {
    char letter = stack.charAt(stack.length() - 1);
    if (letter == 'f' || letter == 'd') {
      String name = RandomModule.name(letter);
      int spare = newLocal(letter);
      emit("local.tee", spare, name + ".const 1.5 local.get", spare, "local.get", spare);
      emit(name + ".eq select");
    }
  }

  /** Makes the i32 on top an address that is mostly in the memory. */
  private void address() {
    if (!seldom(80)) {
      emit("i32.const", seldom(20) ? 0xffff : 0xff, "i32.and");
    }
  }

  private String offset() {
    return switch (random.nextInt(20)) {
      case 0, 1, 2, 3 -> "";
      case 4 -> seldom(4) ? "offset=65529" : "offset=60000";
      case 5 -> seldom(20) ? "offset=" + (0x7ffffff0L + random.nextInt(32)) : "";
      case 6 -> seldom(20) ? "offset=0xfffffffc" : "";
      default -> "offset=" + random.nextInt(200);
    };
  }

  private void load(char letter) {
    Opcode op;
    do {
      op = LOADS.get(random.nextInt(LOADS.size()));
    } while (op.results().charAt(0) != letter);
    emit(op.spec(), offset());
    pop(1);
    push("" + letter);
  }

  private void statements(int depth) {
    int count = 1 + random.nextInt(depth == 0 ? 40 : 10);
    for (int i = 0; i < count && budget > 0; i++) {
      budget--;
      statement(depth);
    }
  }

  private void statement(int depth) {
    switch (random.nextInt(34)) {
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
      default -> leave(depth);
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
