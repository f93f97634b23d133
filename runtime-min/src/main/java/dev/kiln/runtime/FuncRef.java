package dev.kiln.runtime;

import dev.kiln.runtime.abi.Code;
import dev.kiln.runtime.abi.Window;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A function in a store: the value that wasm calls a function reference and the handle by which the
 * host calls it. The reference is the identity; there is one object per function and instance.
 * Confined to the thread that uses the store.
 */
public final class FuncRef implements Extern {
  /** The engine's id of the type; compared by compiled code before an indirect call. */
  public final int typeId;

  private final Store<?> store;
  private final DefinedType type;
  private final int index;
  private final Object owner;
  private final @Nullable Code uniform;
  private @Nullable Code code;

  /**
   * A function.
   *
   * @param owner the instance, or for a host function its implementation
   * @param index tells the functions that share a {@link Code} apart
   * @param uniform whose {@link Code#callWindow} calls the function; null is the typed entry
   * @param code the typed entry, or null: a host function gets it when a module brings the adapter,
   *     a function of an instance when it is first called
   */
  FuncRef(
      Store<?> store,
      DefinedType type,
      Object owner,
      int index,
      @Nullable Code uniform,
      @Nullable Code code) {
    this.store = store;
    this.type = type;
    this.typeId = type.id();
    this.owner = owner;
    this.index = index;
    this.uniform = uniform;
    this.code = code;
  }

  /** The typed entry: null in a host function whose shape no module of the store knows. */
  public @Nullable Code code() {
    Code known = code;
    return known != null ? known : resolve();
  }

  /** Classes are loaded for functions that are called, not for all that stand in tables. */
  private @Nullable Code resolve() {
    if (owner instanceof Instance instance) {
      code = instance.module().codeOf(index);
    }
    return code;
  }

  /** The uniform entry: its {@link Code#callWindow} is always there. */
  public Code uniform() {
    Code known = uniform != null ? uniform : code();
    if (known == null) {
      throw new LinkageError("no entry for " + this);
    }
    return known;
  }

  /** Fills the hole. The entry is written at most once. */
  void fill(Code adapter) {
    if (code == null) {
      code = adapter;
    }
  }

  /** Whose function it is: an {@link Instance}, or the host function. */
  public Object owner() {
    return owner;
  }

  /** Tells the functions that share a {@link Code} apart. */
  public int index() {
    return index;
  }

  /** Whether the type is the one with id {@code other} or a subtype of it. */
  public boolean isSubtypeOf(int other) {
    return type.isSubtypeOf(other);
  }

  @Override
  public Store<?> store() {
    return store;
  }

  @Override
  public FuncType type() {
    return type.funcType();
  }

  /** The type with its identity. */
  public DefinedType definedType() {
    return type;
  }

  /**
   * Calls the function. Every argument is checked before anything runs.
   *
   * @param args one per parameter: {@code Integer}, {@code Long}, {@code Float}, {@code Double},
   *     {@link FuncRef}, any object for externref, null for null
   * @return one per result, in the same representation
   * @throws IllegalArgumentException where the arguments do not fit the type
   * @throws Trap where wasm traps; what a host function throws arrives as itself
   */
  public @Nullable Object[] call(@Nullable Object... args) {
    FuncType t = type.funcType();
    Words.checkArguments(this, t, args);
    int depth = store.enter(); // before the window is touched: another thread may be using it
    try {
      Window window = store.window();
      int n = window.numberTop;
      int r = window.referenceTop;
      window.reserve(type.numberWords(), type.referenceWords());
      Words.write(window, n, r, t.params(), args);
      uniform().callWindow(window, n, r, this, null);
      return Words.read(window, n, r, t.results());
    } catch (Throwable thrown) {
      throw Boundary.translate(thrown);
    } finally {
      store.leave(depth);
    }
  }

  /** A handle that calls this function without boxing, and without a check of types each time. */
  public TypedFunc typed() {
    return new TypedFunc(this);
  }

  /**
   * A handle that calls this function as one of type {@code expected} without boxing. The types are
   * checked here, once.
   *
   * @throws IllegalArgumentException where the function does not take such parameters or does not
   *     return such results
   */
  public TypedFunc typed(FuncType expected) {
    FuncType actual = type();
    if (!matches(expected.params(), actual.params())
        || !matches(actual.results(), expected.results())) {
      throw new IllegalArgumentException(this + " cannot be called as " + expected);
    }
    return typed();
  }

  private static boolean matches(List<ValType> given, List<ValType> wanted) {
    boolean fit = given.size() == wanted.size();
    for (int i = 0; fit && i < given.size(); i++) {
      fit = given.get(i).matches(wanted.get(i));
    }
    return fit;
  }

  /**
   * Calls the function with words, and checks only that they are there: for callers that have
   * checked everything themselves. Number i of the parameters (counting numbers only) is read from
   * {@code numbers[i]}: i32 sign-extended, i64, the raw bits of f32 and f64; references likewise.
   * Results replace them from 0 on.
   *
   * <p>A value of the wrong type cannot reach memory outside the store's: JVM types and wasm's own
   * checks hold. But a reference that is not of the parameter's type ends in a {@code
   * ClassCastException}, a {@code LinkageError} or a wrong result somewhere in wasm, and a function
   * of another store lets wasm act on that store.
   *
   * @param numbers at least as long as there are number words among the parameters, and among the
   *     results
   * @param references at least as long as there are reference words, likewise
   * @throws IllegalArgumentException where an array is too short
   * @throws Trap where wasm traps; what a host function throws arrives as itself
   */
  public void callUnchecked(long[] numbers, @Nullable Object[] references) {
    int n = type.numberWords();
    int r = type.referenceWords();
    if (numbers.length < n || references.length < r) {
      throw new IllegalArgumentException(
          this + " needs " + n + " number words and " + r + " reference words");
    }
    int depth = store.enter();
    try {
      Window window = store.window();
      int firstNumber = window.numberTop;
      int firstReference = window.referenceTop;
      window.reserve(n, r);
      System.arraycopy(numbers, 0, window.numbers, firstNumber, n);
      System.arraycopy(references, 0, window.references, firstReference, r);
      uniform().callWindow(window, firstNumber, firstReference, this, null);
      System.arraycopy(window.numbers, firstNumber, numbers, 0, n);
      System.arraycopy(window.references, firstReference, references, 0, r);
    } catch (Throwable thrown) {
      throw Boundary.translate(thrown);
    } finally {
      store.leave(depth);
    }
  }

  /**
   * Calls the function with its arguments already in the window; nothing is checked. The words for
   * arguments and results must have been reserved.
   *
   * @throws Trap where wasm traps; what a host function throws arrives as itself
   */
  public void invoke(Window window, int n, int r, @Nullable Instance caller) {
    int depth = store.enter();
    try {
      uniform().callWindow(window, n, r, this, caller);
    } catch (Throwable thrown) {
      throw Boundary.translate(thrown);
    } finally {
      store.leave(depth);
    }
  }

  @Override
  public String toString() {
    String name = owner instanceof Instance instance ? instance.module().describe(index) : "host";
    return "function " + name + " " + type.funcType();
  }
}
