package dev.kiln.compiler.emit.code;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.kiln.compiler.testing.Compiled;
import dev.kiln.runtime.FuncRef;
import dev.kiln.runtime.Instance;
import dev.kiln.runtime.Trap;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Divisions by constants against Java's own, for divisors and dividends at every edge. */
class DivisionsTest {
  private static final Random RANDOM = new Random(20261122);

  /** Numbers around the powers of two, small ones, and some at random. */
  private static List<Long> numbers(int bits, int random) {
    List<Long> all = new ArrayList<>();
    for (int i = 0; i < bits; i++) {
      for (long near = -2; near <= 2; near++) {
        all.add((1L << i) + near);
        all.add(-(1L << i) + near);
      }
    }
    for (long small : new long[] {3, 5, 6, 7, 10, 11, 13, 25, 60, 100, 641, 1000, 1_000_000_007}) {
      all.add(small);
    }
    for (int i = 0; i < random; i++) {
      all.add(RANDOM.nextLong() >>> RANDOM.nextInt(bits));
    }
    return all;
  }

  private static FuncRef[] functions(String type, String op, List<Long> divisors) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < divisors.size(); i++) {
      text.append("(func (export \"f").append(i).append("\") (param ").append(type);
      text.append(") (result ").append(type).append(") local.get 0 ").append(type);
      text.append(".const ").append(divisors.get(i)).append(' ').append(op).append(")\n");
    }
    Instance instance = Compiled.ofText(text.toString()).instantiate();
    FuncRef[] all = new FuncRef[divisors.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = instance.getFunction("f" + i);
    }
    return all;
  }

  @ParameterizedTest
  @ValueSource(strings = {"i64.div_u", "i64.rem_u", "i64.div_s", "i64.rem_s"})
  void longs(String op) {
    List<Long> divisors = numbers(64, 200);
    divisors.removeIf(d -> d == 0);
    List<Long> dividends = numbers(64, 50);
    FuncRef[] functions = functions("i64", op, divisors);
    for (int i = 0; i < functions.length; i++) {
      long d = divisors.get(i);
      List<Long> around = new ArrayList<>(dividends);
      for (long k : new long[] {1, 2, 3, 1000, -1}) {
        around.add(d * k);
        around.add(d * k - 1);
        around.add(Long.divideUnsigned(-1L, d) * d - k);
      }
      for (long n : around) {
        boolean overflows = op.equals("i64.div_s") && d == -1 && n == Long.MIN_VALUE;
        check(functions[i], op, n, d, overflows, result(op, n, d));
      }
    }
  }

  /** By the specification (4.3.2), for numbers that are extended as the operation wants it. */
  private static long result(String op, long n, long d) {
    return switch (op.substring(4)) {
      case "div_u" -> Long.divideUnsigned(n, d);
      case "rem_u" -> Long.remainderUnsigned(n, d);
      case "div_s" -> n / d;
      default -> n % d;
    };
  }

  private static void check(
      FuncRef function, String op, Object n, Object d, boolean overflows, Object expected) {
    if (overflows) {
      assertThrows(Trap.class, () -> function.call(n));
    } else {
      assertEquals(expected, function.call(n)[0], () -> n + " " + op + " " + d);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"i32.div_u", "i32.rem_u", "i32.div_s", "i32.rem_s"})
  void ints(String op) {
    List<Long> divisors = numbers(32, 200).stream().map(l -> (long) l.intValue()).toList();
    divisors = divisors.stream().filter(d -> d != 0).distinct().toList();
    List<Long> dividends = numbers(32, 50);
    FuncRef[] functions = functions("i32", op, divisors);
    for (int i = 0; i < functions.length; i++) {
      int d = divisors.get(i).intValue();
      for (long dividend : dividends) {
        int n = (int) dividend;
        boolean overflows = op.equals("i32.div_s") && d == -1 && n == Integer.MIN_VALUE;
        long mask = op.endsWith("_u") ? 0xffff_ffffL : -1;
        check(functions[i], op, n, d, overflows, (int) result(op, n & mask, d & mask));
      }
    }
  }

  @Test
  void byZeroTraps() {
    for (String type : List.of("i32", "i64")) {
      for (String op : List.of("div_s", "div_u", "rem_s", "rem_u")) {
        FuncRef function = functions(type, type + "." + op, List.of(0L))[0];
        Object one = type.equals("i32") ? (Object) 1 : (Object) 1L;
        Trap trap = assertThrows(Trap.class, () -> function.call(one));
        assertEquals(Trap.Kind.INTEGER_DIVIDE_BY_ZERO, trap.kind());
      }
    }
  }
}
