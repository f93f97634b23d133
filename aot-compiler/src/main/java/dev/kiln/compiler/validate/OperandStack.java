package dev.kiln.compiler.validate;

import dev.kiln.compiler.api.WasmException;
import dev.kiln.compiler.model.type.AbstractHeapType;
import dev.kiln.compiler.model.type.NumType;
import dev.kiln.compiler.model.type.RefType;
import dev.kiln.compiler.model.type.ValType;
import dev.kiln.compiler.model.type.VecType;
import dev.kiln.compiler.opcode.Opcode;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * The operand stack of the validation algorithm (specification 7.3). Below {@link #base} lie the
 * operands of outer blocks. In unreachable code the stack holds as many values above the base as
 * anyone asks for, each of type {@link #BOTTOM}.
 */
final class OperandStack {
  /** The type of a value that does not exist: matches every type. Told by identity. */
  static final ValType BOTTOM = new RefType(false, AbstractHeapType.NONE);

  /** A reference that does not exist: matches every reference type. Told by identity. */
  static final ValType BOTTOM_REF = new RefType(false, AbstractHeapType.NONE);

  private static final int INITIAL_SIZE = 64;

  private final TypeRelation types;
  private final Function<String, WasmException> invalid;
  private ValType[] stack = new ValType[INITIAL_SIZE];
  private int size;
  private int base;
  private boolean unreachable;

  /**
   * An empty stack.
   *
   * @param invalid makes the exception for a message
   */
  OperandStack(TypeRelation types, Function<String, WasmException> invalid) {
    this.types = types;
    this.invalid = invalid;
  }

  void clear() {
    size = 0;
    base = 0;
    unreachable = false;
  }

  int size() {
    return size;
  }

  /** Begins or goes back to a block whose operands lie above {@code newBase}. */
  void enter(int newBase, boolean nowUnreachable) {
    base = newBase;
    unreachable = nowUnreachable;
  }

  /** Drops the operands of the innermost block; what follows is unreachable. */
  void becomeUnreachable() {
    size = base;
    unreachable = true;
  }

  void push(ValType type) {
    if (size == stack.length) {
      stack = Arrays.copyOf(stack, size * 2);
    }
    stack[size++] = type;
  }

  void push(List<ValType> pushed) {
    for (int i = 0; i < pushed.size(); i++) {
      push(pushed.get(i));
    }
  }

  /** Pops a value of any type. */
  ValType pop() {
    if (size > base) {
      return stack[--size];
    }
    if (!unreachable) {
      throw invalid.apply("type mismatch: expected a value, got nothing");
    }
    return BOTTOM;
  }

  /** Pops a value that must match a type. */
  void pop(ValType expected) {
    if (size > base) {
      check(stack[--size], expected);
    } else if (!unreachable) {
      throw invalid.apply("type mismatch: expected " + expected + ", got nothing");
    }
  }

  /** Pops values that must match types, the last one first. */
  void pop(List<ValType> expected) {
    for (int i = expected.size() - 1; i >= 0; i--) {
      pop(expected.get(i));
    }
  }

  /** Pops a reference; the result may be {@link #BOTTOM_REF}. */
  ValType popReference() {
    ValType type = pop();
    if (type == BOTTOM) {
      return BOTTOM_REF;
    }
    if (type instanceof RefType) {
      return type;
    }
    throw invalid.apply("type mismatch: expected a reference, got " + type);
  }

  /** Checks the topmost values against types and leaves them. */
  void check(List<ValType> expected) {
    int position = size;
    for (int i = expected.size() - 1; i >= 0; i--) {
      if (position > base) {
        check(stack[--position], expected.get(i));
      } else if (!unreachable) {
        throw invalid.apply("type mismatch: expected " + expected.get(i) + ", got nothing");
      }
    }
  }

  /** Checks that the innermost block has no more operands. */
  void checkEmpty() {
    int left = size - base;
    if (left > 0) {
      String values = left == 1 ? "a value of type " : left + " values, the last of type ";
      throw invalid.apply(
          "type mismatch: expected an empty stack, got " + values + text(stack[size - 1]));
    }
  }

  /**
   * Pops and pushes what the row of an instruction says.
   *
   * @param address the type of the addresses in its signature
   */
  void apply(Opcode opcode, NumType address) {
    String operands = opcode.operands();
    for (int i = operands.length() - 1; i >= 0; i--) {
      pop(type(operands.charAt(i), address));
    }
    String results = opcode.results();
    for (int i = 0; i < results.length(); i++) {
      push(type(results.charAt(i), address));
    }
  }

  private static ValType type(char letter, NumType address) {
    return switch (letter) {
      case 'i' -> NumType.I32;
      case 'l' -> NumType.I64;
      case 'f' -> NumType.F32;
      case 'd' -> NumType.F64;
      case 'v' -> VecType.V128;
      case 'a' -> address;
      default -> throw new IllegalArgumentException("no type has the letter " + letter);
    };
  }

  private void check(ValType actual, ValType expected) {
    if (actual == expected || actual == BOTTOM) {
      return;
    }
    boolean fits =
        actual == BOTTOM_REF ? expected instanceof RefType : types.matches(actual, expected);
    if (!fits) {
      throw invalid.apply("type mismatch: expected " + expected + ", got " + text(actual));
    }
  }

  private static String text(ValType type) {
    if (type == BOTTOM) {
      return "any type";
    }
    return type == BOTTOM_REF ? "a reference" : type.toString();
  }
}
