package dev.kiln.runtime;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who calls a host function. One object per instance, so that a call allocates nothing. Confined to
 * the thread that uses the store; valid as long as the instance.
 */
public final class Caller {
  private final Store<?> store;
  private final @Nullable Instance instance;

  /** Made once: a host function that asks at each call allocates nothing. */
  private final Optional<Instance> optional;

  Caller(Store<?> store, @Nullable Instance instance) {
    this.store = store;
    this.instance = instance;
    this.optional = Optional.ofNullable(instance);
  }

  /**
   * Who calls {@code callee}; called by generated code.
   *
   * @param caller the calling instance, null where the host calls
   */
  public static Caller of(FuncRef callee, @Nullable Instance caller) {
    return caller != null ? caller.asCaller() : callee.store().hostCaller();
  }

  /**
   * What a typed entry of a host function throws in place of what the host threw, so that compiled
   * code cannot take it for a trap; called by generated code.
   *
   * @return a carrier that the outermost boundary unwraps; the end of the stack passes as it is
   */
  public static RuntimeException failure(Throwable thrown) {
    if (thrown instanceof StackOverflowError end) {
      throw end; // the wasm below it is part of the depth: a trap
    }
    return HostException.carrying(thrown); // a class that is loaded where something is thrown
  }

  /**
   * Refuses a reference that {@code callee} may not return; called by generated code.
   *
   * @throws IllegalArgumentException where {@code value} is not of the type of result {@code index}
   *     or belongs to another store
   */
  public static void checkResult(FuncRef callee, int index, @Nullable Object value) {
    String wrong = Words.mismatch(callee.store(), callee.type().results().get(index), value);
    if (wrong != null) {
      throw new IllegalArgumentException("result " + index + " of " + callee + ": " + wrong);
    }
  }

  /**
   * Refuses boxed results that {@code callee} may not return; called by generated code.
   *
   * @throws IllegalArgumentException where they are too few, too many, or of other types
   */
  public static void checkResults(FuncRef callee, @Nullable Object @Nullable [] values) {
    int given = values == null ? 0 : values.length;
    if (values == null || given != callee.type().results().size()) {
      throw new IllegalArgumentException(callee + " returned " + given + " results");
    }
    for (int i = 0; i < given; i++) {
      checkResult(callee, i, values[i]);
    }
  }

  /** The store of the call. */
  public Store<?> store() {
    return store;
  }

  /** The data of the store, as it was given to it. */
  public @Nullable Object data() {
    return store.data();
  }

  /**
   * The data of the store: {@code caller.data(Session.class).requests++}.
   *
   * @throws ClassCastException where the store has none, or it is of another class
   */
  public <D> D data(Class<D> type) {
    Object data = store.data();
    if (!type.isInstance(data)) {
      throw new ClassCastException(
          "the store's data is "
              + (data == null ? "null" : "a " + data.getClass().getName())
              + ", not a "
              + type.getName());
    }
    return type.cast(data);
  }

  /** The calling instance; empty where the host called. */
  public Optional<Instance> instance() {
    return optional;
  }

  /** An export of the calling instance, null where it has none of that name. */
  public @Nullable Extern export(String name) {
    return instance == null ? null : instance.export(name);
  }

  /** The exported memory of that name of the calling instance, null where there is none. */
  public @Nullable Memory memory(String name) {
    return export(name) instanceof Memory memory ? memory : null;
  }
}
