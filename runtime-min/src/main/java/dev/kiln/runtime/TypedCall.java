package dev.kiln.runtime;

import dev.kiln.runtime.abi.Window;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Arguments and results of a function of any type, without boxing; made once by {@link
 * TypedFunc#prepare} and used for many calls:
 *
 * <pre>{@code
 * TypedCall call = instance.getFunction("mix").typed().prepare();
 * call.setInt(0, 40).setDouble(1, 0.5).run();
 * double mixed = call.getDouble(0);
 * }</pre>
 *
 * <p>Arguments stay as they were set until they are set again. Confined to the thread that uses the
 * store. A function that is called may use the same object: its results are then overwritten by
 * those of the outer call.
 */
public final class TypedCall {
  private final FuncRef function;
  private final List<ValType> params;
  private final List<ValType> results;
  private final long[] numberArguments;
  private final @Nullable Object[] references;
  private final long[] numberResults;
  private final @Nullable Object[] referenceResults;

  /** For each parameter, and for each result, its position among those of its kind. */
  private final int[] paramWords;

  private final int[] resultWords;
  private final int needsNumbers;
  private final int needsReferences;

  TypedCall(FuncRef function) {
    FuncType type = function.type();
    this.function = function;
    this.params = type.params();
    this.results = type.results();
    this.paramWords = words(params);
    this.resultWords = words(results);
    this.numberArguments = new long[FuncType.words(params, false)];
    this.references = new @Nullable Object[FuncType.words(params, true)];
    this.numberResults = new long[FuncType.words(results, false)];
    this.referenceResults = new @Nullable Object[FuncType.words(results, true)];
    this.needsNumbers = function.definedType().numberWords();
    this.needsReferences = function.definedType().referenceWords();
  }

  private static int[] words(List<ValType> types) {
    int[] words = new int[types.size()];
    int numbers = 0;
    int references = 0;
    for (int i = 0; i < words.length; i++) {
      words[i] = types.get(i) instanceof NumType ? numbers++ : references++;
    }
    return words;
  }

  /** The function. */
  public FuncRef function() {
    return function;
  }

  /**
   * Sets the argument for parameter {@code index}, an i32.
   *
   * @throws IllegalArgumentException where there is no such parameter, or it is of another type
   */
  public TypedCall setInt(int index, int value) {
    return set(index, NumType.I32, value);
  }

  /**
   * Sets the argument for parameter {@code index}, an i64.
   *
   * @throws IllegalArgumentException where there is no such parameter, or it is of another type
   */
  public TypedCall setLong(int index, long value) {
    return set(index, NumType.I64, value);
  }

  /**
   * Sets the argument for parameter {@code index}, an f32.
   *
   * @throws IllegalArgumentException where there is no such parameter, or it is of another type
   */
  public TypedCall setFloat(int index, float value) {
    return set(index, NumType.F32, Float.floatToRawIntBits(value));
  }

  /**
   * Sets the argument for parameter {@code index}, an f64.
   *
   * @throws IllegalArgumentException where there is no such parameter, or it is of another type
   */
  public TypedCall setDouble(int index, double value) {
    return set(index, NumType.F64, Double.doubleToRawLongBits(value));
  }

  /**
   * Sets the argument for parameter {@code index}, a reference.
   *
   * @throws IllegalArgumentException where there is no such parameter, or {@code value} is not of
   *     its type or belongs to another store
   */
  public TypedCall setReference(int index, @Nullable Object value) {
    String wrong = Words.mismatch(function.store(), type("argument", params, index), value);
    if (wrong == null && params.get(index) instanceof NumType number) {
      wrong = "expected " + number + ", got a reference";
    }
    if (wrong != null) {
      throw new IllegalArgumentException("argument " + index + " of " + function + ": " + wrong);
    }
    references[paramWords[index]] = value;
    return this;
  }

  private TypedCall set(int index, NumType type, long bits) {
    check("argument", params, index, type);
    numberArguments[paramWords[index]] = bits;
    return this;
  }

  private ValType type(String what, List<ValType> types, int index) {
    if (index < 0 || index >= types.size()) {
      throw new IllegalArgumentException(function + " has no " + what + " " + index);
    }
    return types.get(index);
  }

  private void check(String what, List<ValType> types, int index, NumType given) {
    ValType type = type(what, types, index);
    if (type != given) {
      throw new IllegalArgumentException(
          what + " " + index + " of " + function + ": expected " + type + ", got " + given);
    }
  }

  /**
   * Calls the function. References that were not set are null.
   *
   * @throws IllegalArgumentException where a reference was not set that may not be null
   * @throws Trap where wasm traps; what a host function throws arrives as itself
   */
  public TypedCall run() {
    checkReferences();
    Store<?> store = function.store();
    int depth = store.enter();
    try {
      Window window = store.window();
      int n = window.numberTop;
      int r = window.referenceTop;
      window.reserve(needsNumbers, needsReferences);
      System.arraycopy(numberArguments, 0, window.numbers, n, numberArguments.length);
      System.arraycopy(references, 0, window.references, r, references.length);
      function.uniform().callWindow(window, n, r, function, null);
      System.arraycopy(window.numbers, n, numberResults, 0, numberResults.length);
      System.arraycopy(window.references, r, referenceResults, 0, referenceResults.length);
    } catch (Throwable thrown) {
      throw Boundary.translate(thrown);
    } finally {
      store.leave(depth);
    }
    return this;
  }

  private void checkReferences() {
    for (int i = 0; references.length > 0 && i < paramWords.length; i++) {
      if (params.get(i) instanceof RefType type
          && !type.nullable()
          && references[paramWords[i]] == null) {
        throw new IllegalArgumentException(
            "argument " + i + " of " + function + ": expected " + type + ", got null");
      }
    }
  }

  /**
   * Result {@code index} of the last call, an i32.
   *
   * @throws IllegalArgumentException where there is no such result, or it is of another type
   */
  public int getInt(int index) {
    return (int) get(index, NumType.I32);
  }

  /**
   * Result {@code index} of the last call, an i64.
   *
   * @throws IllegalArgumentException where there is no such result, or it is of another type
   */
  public long getLong(int index) {
    return get(index, NumType.I64);
  }

  /**
   * Result {@code index} of the last call, an f32.
   *
   * @throws IllegalArgumentException where there is no such result, or it is of another type
   */
  public float getFloat(int index) {
    return Float.intBitsToFloat((int) get(index, NumType.F32));
  }

  /**
   * Result {@code index} of the last call, an f64.
   *
   * @throws IllegalArgumentException where there is no such result, or it is of another type
   */
  public double getDouble(int index) {
    return Double.longBitsToDouble(get(index, NumType.F64));
  }

  /**
   * Result {@code index} of the last call, a reference.
   *
   * @throws IllegalArgumentException where there is no such result, or it is a number
   */
  public @Nullable Object getReference(int index) {
    if (type("result", results, index) instanceof NumType number) {
      throw new IllegalArgumentException(
          "result " + index + " of " + function + ": expected a reference, got " + number);
    }
    return referenceResults[resultWords[index]];
  }

  private long get(int index, NumType type) {
    check("result", results, index, type);
    return numberResults[resultWords[index]];
  }
}
