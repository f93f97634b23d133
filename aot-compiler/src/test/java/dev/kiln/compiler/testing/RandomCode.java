package dev.kiln.compiler.testing;

import dev.kiln.compiler.opcode.Immediates;
import dev.kiln.compiler.opcode.Opcode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Random expressions, and the state of the function that they are written to. Knows the types on
 * the operand stack; operands use what lies there where it fits, so that much stays pending.
 */
abstract class RandomCode {
  private static final List<Opcode> NUMERIC = new ArrayList<>();
  private static final List<Opcode> LOADS = new ArrayList<>();
  static final List<Opcode> STORES = new ArrayList<>();
  private static final String[] INTS =
      ("0 1 -1 2 3 5 7 16 31 32 33 63 64 127 128 255 -128 1000 65535 32768 "
              + "2147483647 -2147483648")
          .split(" ");
  private static final String[] FLOATS =
      ("0.0 -0.0 1.0 -1.0 0.5 -0.5 1.5 2.5 -0.9 3.0E9 2147483647.0 2.147483648E9 "
              + "-2.147483648E9 -2.147483649E9 4.294967296E9 9.2233720368547758E18 "
              + "1.8446744073709552E19 -9.2233720368547758E18 1.0E-30 inf -inf nan "
              + "16777217.0")
          .split(" ");

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

  final RandomModule module;
  final Random random;

  /** Whether what traps or leaves the function is rare. */
  final boolean calm;

  final StringBuilder out = new StringBuilder();

  /** The types of the locals, and of those that anything may use; others are {@code -}. */
  final StringBuilder locals = new StringBuilder();

  final StringBuilder free = new StringBuilder();

  /** The types on the stack since the innermost block began. */
  StringBuilder stack = new StringBuilder();

  RandomCode(RandomModule module) {
    this.module = module;
    this.random = module.random;
    this.calm = module.statements > 0;
  }

  final boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  /** For what ends the function early. */
  final boolean seldom(int n) {
    return oneIn(calm ? 50 * n : n);
  }

  final void emit(Object... parts) {
    for (Object part : parts) {
      out.append(part).append(' ');
    }
    out.append('\n');
  }

  final void push(String types) {
    stack.append(types);
  }

  final void pop(int count) {
    stack.setLength(stack.length() - count);
  }

  /** Makes {@code types} the topmost, using what fits already. */
  final void need(String types) {
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
  final void operand(char letter, int depth) {
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
        half(op);
        return;
      }
    }
    push("" + letter);
  }

  /** Of two results one is left, the low half or the high one. */
  private void half(Opcode op) {
    if (op.results().length() < 2) {
      return;
    }
    if (oneIn(2)) {
      int spare = newLocal(op.results().charAt(1));
      emit("local.set", spare, "drop local.get", spare);
    } else {
      emit("drop");
    }
    pop(1);
  }

  final Opcode producer(char letter) {
    while (true) {
      Opcode op = NUMERIC.get(random.nextInt(NUMERIC.size()));
      boolean traps = op.spec().contains("trunc_f") || op.spec().matches(".*(div|rem)_.");
      if (op.results().charAt(0) == letter && (!traps || seldom(12))) {
        return op;
      }
    }
  }

  final int globalOf(char letter) {
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < module.globals.size(); i++) {
      if (module.globals.get(i).charAt(0) == letter) {
        found.add(i);
      }
    }
    return found.get(random.nextInt(found.size()));
  }

  final int local(CharSequence from, char letter) {
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < from.length(); i++) {
      if (from.charAt(i) == letter) {
        found.add(i);
      }
    }
    return found.get(random.nextInt(found.size()));
  }

  final int newLocal(char letter) {
    locals.append(letter);
    free.append('-');
    return locals.length() - 1;
  }

  final void constant(char letter) {
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
  final void numeric(Opcode op) {
    if (op.spec().contains("reinterpret_f") || op.spec().endsWith("copysign")) {
      hideNaN();
    }
    emit(op.spec());
    pop(op.operands().length());
    push(op.results());
  }

  /** Replaces a NaN on top by 1.5 before its bits show. */
  final void hideNaN() {
    char letter = stack.charAt(stack.length() - 1);
    if (letter == 'f' || letter == 'd') {
      String name = RandomModule.name(letter);
      int spare = newLocal(letter);
      emit("local.tee", spare, name + ".const 1.5 local.get", spare, "local.get", spare);
      emit(name + ".eq select");
    }
  }

  /** Makes the i32 on top an address that is mostly in the memory. */
  final void address() {
    if (!seldom(80)) {
      emit("i32.const", seldom(20) ? 0xffff : 0xff, "i32.and");
    }
  }

  final String offset() {
    return switch (random.nextInt(20)) {
      case 0, 1, 2, 3 -> "";
      case 4 -> seldom(4) ? "offset=65529" : "offset=60000";
      case 5 -> seldom(20) ? "offset=" + (0x7ffffff0L + random.nextInt(32)) : "";
      case 6 -> seldom(20) ? "offset=0xfffffffc" : "";
      default -> "offset=" + random.nextInt(200);
    };
  }

  final void load(char letter) {
    Opcode op;
    do {
      op = LOADS.get(random.nextInt(LOADS.size()));
    } while (op.results().charAt(0) != letter);
    emit(op.spec(), offset());
    pop(1);
    push("" + letter);
  }
}
