package dev.kiln.compiler.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * A random valid module as the assembler's text. Its functions are exported as {@code f0}, {@code
 * f1}, …, the globals with getters {@code g0}, …, the memory as {@code m}. Everything that a
 * function does shows: in its results, the memory, the globals, the calls of the host.
 *
 * <p>Loops are bounded by counters and a function calls only functions before it; what still runs
 * long is for the caller to cut off. NaN never shows its bits: those are not determined.
 */
public final class RandomModule {
  /** The elements of the table; the last two are null. */
  static final int TABLE_SIZE = 8;

  /** A function type as operand letters. */
  record Type(String params, String results) {
    String text() {
      return part("param", params) + part("result", results);
    }

    private static String part(String name, String letters) {
      return letters.isEmpty()
          ? ""
          : " ("
              + name
              + letters
                  .chars()
                  .mapToObj(letter -> " " + name((char) letter))
                  .collect(Collectors.joining())
              + ")";
    }
  }

  private static final String LETTERS = "ilfd";

  final Random random;
  final List<Type> functions = new ArrayList<>();
  final List<String> globals = new ArrayList<>();
  final List<Integer> elements = new ArrayList<>();

  /** The statements of each function, 0 for a few; many come without most of what traps. */
  final int statements;

  private final StringBuilder out = new StringBuilder();
  private final int imports;

  /** A module of small functions that depends on nothing but the seed. */
  public RandomModule(long seed, int count) {
    this(seed, count, 0);
  }

  /** A module whose functions have so many statements, which seldom trap. */
  public RandomModule(long seed, int count, int statements) {
    this.statements = statements;
    random = new Random(seed);
    functions.add(new Type("i", "i"));
    functions.add(new Type("ildfili", "l"));
    functions.add(new Type("id", "ilf"));
    imports = functions.size();
    for (int i = 0; i < imports; i++) {
      out.append("(import \"h\" \"").append(i).append("\" (func").append(functions.get(i).text());
      out.append("))\n");
    }
    out.append("(memory (export \"m\") 1").append(random.nextBoolean() ? " 1" : " 3").append(")\n");
    for (int i = 0; i < 6; i++) {
      char type = LETTERS.charAt(i % 4);
      globals.add("" + type);
      out.append("(global ");
      if (random.nextBoolean()) {
        out.append("(export \"x").append(i).append("\") ");
      }
      String name = name(type);
      out.append("(mut ").append(name).append(") (");
      out.append(name).append(".const ").append(i).append("))\n");
    }
    out.append("(data \"0123456789abcdef\")\n");
    for (int i = 0; i < TABLE_SIZE - 2; i++) {
      elements.add(random.nextInt(imports + count / 2));
    }
    out.append("(table ").append(TABLE_SIZE).append(" funcref)\n(elem (i32.const 0)");
    elements.forEach(element -> out.append(' ').append(element));
    out.append(")\n");
    for (int i = 0; i < count; i++) {
      int parameters = random.nextInt(8) == 0 ? 9 : random.nextInt(5);
      Type type =
          new Type(types(parameters), types(random.nextInt(6) == 0 ? 3 : random.nextInt(3)));
      out.append("(func (export \"f").append(i).append("\")").append(type.text()).append('\n');
      out.append(new RandomFunction(this, type, i >= count / 2).text()).append(")\n");
      functions.add(type);
    }
    for (int i = 0; i < globals.size(); i++) {
      out.append("(func (export \"g").append(i).append("\") (result ");
      out.append(name(globals.get(i).charAt(0))).append(") global.get ").append(i).append(")\n");
    }
  }

  /** The text. */
  public String text() {
    return out.toString();
  }

  /** The bits of the globals at the start. */
  public long[] initialGlobals() {
    long[] all = new long[globals.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] =
          switch (globals.get(i)) {
            case "f" -> Numbers.bits((float) i);
            case "d" -> Numbers.bits((double) i);
            default -> i;
          };
    }
    return all;
  }

  /** The table: function indices, -1 for null. */
  public int[] table() {
    int[] all = new int[TABLE_SIZE];
    for (int i = 0; i < all.length; i++) {
      all[i] = i < elements.size() ? elements.get(i) : -1;
    }
    return all;
  }

  String types(int count) {
    StringBuilder types = new StringBuilder();
    for (int i = 0; i < count; i++) {
      types.append(type());
    }
    return types.toString();
  }

  char type() {
    return LETTERS.charAt(Math.min(random.nextInt(6) & 3, 3));
  }

  static String name(char letter) {
    return switch (letter) {
      case 'i' -> "i32";
      case 'l' -> "i64";
      case 'f' -> "f32";
      default -> "f64";
    };
  }
}
