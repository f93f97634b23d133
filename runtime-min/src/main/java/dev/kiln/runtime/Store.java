package dev.kiln.runtime;

import dev.kiln.runtime.abi.Code;
import dev.kiln.runtime.abi.Meter;
import dev.kiln.runtime.abi.Shape;
import dev.kiln.runtime.abi.Window;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Instances and everything they share: functions, memories, tables, globals. Used by one thread at
 * a time; use by two at once is detected where a call enters, with an {@link
 * IllegalStateException}.
 *
 * @param <T> the host's data, for its functions to find
 */
public final class Store<T extends @Nullable Object> {
  static {
    Trap.prepare();
  }

  private final Engine engine;
  private final T data;
  private final Window window = new Window();
  private final Quota quota = new Quota();

  /** Made on first use: by a limit, or by code that was compiled with epochs or fuel. */
  private @Nullable Interruption interruption;

  /** A module with an instance here that was compiled without epochs; null where there is none. */
  private @Nullable Module withoutEpochs;

  /** The same for fuel. */
  private @Nullable Module withoutFuel;

  private @Nullable Caller hostCaller;

  /** Adapters by shape, from the modules registered here. */
  private final @Nullable Code[] adapters = new @Nullable Code[Shape.COUNT];

  /** Functions whose hole nothing fills yet; weak, since the host may drop them. */
  private final List<WeakReference<FuncRef>> holes = new ArrayList<>();

  private int sweepAt = 64;

  private final Map<HostDefinition, FuncRef> hostFunctions = new IdentityHashMap<>();
  private final Map<Module, Boolean> modules = new IdentityHashMap<>();
  private int depth;

  /** The tops of the window at the beginning of each call that is under way. */
  private long[] marks = new long[32];

  private @Nullable Thread user;

  /** Does nothing itself: a call makes sure that the static initialiser has run. */
  static void prepare() {}

  /** A store with data for the host. */
  public Store(Engine engine, T data) {
    this.engine = engine;
    this.data = data;
  }

  /** A store without data. */
  @SuppressWarnings("NullAway") // the type argument admits null
  public static Store<@Nullable Void> of(Engine engine) {
    return new Store<@Nullable Void>(engine, null);
  }

  /** The engine. */
  public Engine engine() {
    return engine;
  }

  /** The host's data. */
  public T data() {
    return data;
  }

  /**
   * Limits what the store may have from here on; at first nothing is limited.
   *
   * @return this store
   */
  public Store<T> limit(ResourceLimiter limiter) {
    quota.limiter(Objects.requireNonNull(limiter, "limiter"));
    return this;
  }

  /**
   * Has code of this store interrupted once the engine's epoch has been incremented so many times
   * from now on: it traps, or asks the callback. Heeded by modules that were compiled with {@code
   * epochs}; the store then takes no others. A store without a deadline runs on. Functions without
   * loops and calls are not interrupted; 0 lets nothing else run.
   *
   * @return this store
   * @throws IllegalArgumentException where {@code ticksBeyondCurrent} is negative
   * @throws IllegalStateException where the store has an instance that would ignore it
   */
  public Store<T> setEpochDeadline(long ticksBeyondCurrent) {
    checkThread();
    interruption().setDeadline(ticksBeyondCurrent);
    return this;
  }

  /**
   * Asks {@code callback} when the deadline has come, in place of trapping.
   *
   * @return this store
   */
  public Store<T> onEpoch(EpochCallback callback) {
    checkThread();
    interruption().callback = Objects.requireNonNull(callback, "callback");
    return this;
  }

  /**
   * Gives the store so much fuel, in place of what it has. Heeded by modules that were compiled
   * with {@code fuel}; the store then takes no others. Code takes one unit for each instruction but
   * {@code nop}, {@code drop}, {@code block}, {@code loop}, {@code else}, {@code end}, {@code
   * return} and {@code unreachable}, for all instructions up to the next branch at once; bulk
   * operations and growth take one more for each 64 bytes or 8 elements. It traps at the next loop
   * or function once it took more than there was. What is taken depends on nothing but the module
   * and its input. A store that was given none has {@link Long#MAX_VALUE}.
   *
   * @return this store
   * @throws IllegalArgumentException where {@code units} is negative
   * @throws IllegalStateException where the store has an instance that would ignore it
   */
  public Store<T> setFuel(long units) {
    checkThread();
    interruption().setFuel(units);
    return this;
  }

  /** The fuel that is left, at least 0. */
  public long fuel() {
    return interruption == null ? Meter.UNLIMITED : Math.max(0, interruption.fuel);
  }

  Interruption interruption() {
    Interruption known = interruption;
    if (known == null) {
      known = new Interruption(this);
      interruption = known;
    }
    return known;
  }

  /** Refuses a module that would ignore a limit. */
  void checkLimits(Module module) {
    if (interruption != null) {
      interruption.check(module);
    }
  }

  /** An instance of {@code module} is made. */
  void note(Module module) {
    withoutEpochs = module.hasOption("epochs") ? withoutEpochs : module;
    withoutFuel = module.hasOption("fuel") ? withoutFuel : module;
  }

  @Nullable Module withoutEpochs() {
    return withoutEpochs;
  }

  @Nullable Module withoutFuel() {
    return withoutFuel;
  }

  /** Refuses every use until {@link #unlock}: the host is asked something in the middle of code. */
  @Nullable Thread lock() {
    Thread before = user;
    user = null;
    return before;
  }

  void unlock(@Nullable Thread before) {
    user = before;
  }

  Quota quota() {
    return quota;
  }

  /** Where words travel that have no direct entry. */
  public Window window() {
    return window;
  }

  Caller hostCaller() {
    Caller known = hostCaller;
    if (known == null) {
      known = new Caller(this, null);
      hostCaller = known;
    }
    return known;
  }

  /**
   * Places a function with boxed arguments in this store.
   *
   * @throws IllegalArgumentException where the type names a type of another engine
   */
  public FuncRef function(FuncType type, HostFunction function) {
    return wordFunction(type, HostCode.unboxing(type, function));
  }

  /**
   * Places a function in this store that neither boxes nor allocates: {@code
   * store.function(HostBody.ints((a, b) -> a + b))}.
   */
  public FuncRef function(HostBody body) {
    return wordFunction(body.type(), body.words());
  }

  /**
   * Places a function in this store. Its {@link FuncRef} exists from here on; the typed entry is
   * filled at once where a registered module knows the shape, else when one is registered.
   *
   * @throws IllegalArgumentException where the type names a type of another engine
   */
  public FuncRef wordFunction(FuncType type, WordFunction function) {
    return wordFunction(engine.define(type), function);
  }

  /**
   * Places a function in this store that is one of several with the same code, and whose type is
   * given as text: what programs start with, which then need no class of a type, and none for each
   * function.
   *
   * @param signature a letter for each parameter, {@code i} for i32, {@code l} for i64, {@code f}
   *     for f32, {@code d} for f64, then a colon and the same for the results: {@code il:i}
   * @param code overrides {@link Code#callWindow}, leaves the tops of the window as they were, and
   *     throws {@link Caller#failure} for whatever goes wrong
   * @param index what it finds as {@link FuncRef#index()}
   * @throws IllegalArgumentException where {@code signature} is none
   */
  public FuncRef windowFunction(String signature, Code code, int index) {
    return windowFunction(engine.define(signature), code, index);
  }

  /** Places a function of a type that has its identity already. */
  FuncRef wordFunction(DefinedType type, WordFunction function) {
    return windowFunction(type, HostCode.of(function, type), 0);
  }

  private FuncRef windowFunction(DefinedType type, Code code, int index) {
    checkThread();
    Code adapter = adapters[type.shape()];
    FuncRef ref = new FuncRef(this, type, code, index, code, adapter);
    if (adapter == null) {
      if (holes.size() >= sweepAt) {
        fillHoles();
        sweepAt = Math.max(64, holes.size() * 2);
      }
      holes.add(new WeakReference<>(ref));
    }
    return ref;
  }

  /** The item, or the function of the host's definition in this store. */
  Extern place(Object definition) {
    return definition instanceof HostDefinition host ? hostFunction(host) : (Extern) definition;
  }

  /** The function of a linker's definition in this store; the same object each time. */
  private FuncRef hostFunction(HostDefinition definition) {
    FuncRef known = hostFunctions.get(definition);
    if (known == null) {
      checkThread();
      known = definition.in(this);
      hostFunctions.put(definition, known);
    }
    return known;
  }

  /** Makes the adapters of {@code module} known and fills the holes they fit, in one pass. */
  void register(Module module) {
    if (modules.containsKey(module)) {
      return;
    }
    ModuleDescriptor descriptor = module.descriptor();
    window.reserveMore(descriptor.moreNumbers, descriptor.moreReferences);
    for (int i = 0; i < descriptor.adapters.length; i++) {
      int shape = descriptor.adapters[i];
      Code adapter = adapters[shape];
      if (adapter == null) {
        adapter = module.adapter(i);
        adapters[shape] = adapter;
      }
    }
    fillHoles();
    modules.put(module, true);
  }

  /** Fills the holes that have an adapter now, and forgets functions that are gone. */
  private void fillHoles() {
    int left = 0;
    for (int i = 0; i < holes.size(); i++) {
      WeakReference<FuncRef> hole = holes.get(i);
      FuncRef function = hole.get();
      Code adapter = function == null ? null : adapters[function.definedType().shape()];
      if (function != null && adapter != null) {
        function.fill(adapter);
      } else if (function != null) {
        holes.set(left++, hole);
      }
    }
    for (int i = holes.size() - 1; i >= left; i--) {
      holes.remove(i);
    }
  }

  /**
   * Begins a call by the host; {@link #leave} takes back what this returns. Remembers the tops of
   * the window: compiled code that is left by an exception does not put them back.
   */
  int enter() {
    Thread current = Thread.currentThread();
    int before = depth;
    if (before == 0) {
      if (user != current) { // the collector's barrier behind a store costs more than the call
        user = current;
      }
    } else if (user != current) {
      before = takeOver(current);
    }
    if (before >= marks.length) {
      marks = Arrays.copyOf(marks, marks.length * 2);
    }
    marks[before] = tops();
    depth = before + 1;
    return before;
  }

  /** Refuses a thread that comes while a call of another one is under way. */
  void checkThread() {
    Thread current = Thread.currentThread();
    if (depth != 0 && user != current) {
      takeOver(current);
    }
  }

  /**
   * A thread may have died at the end of its stack before it could say that its call is over.
   *
   * @return the depth of the new user's call
   */
  private int takeOver(Thread current) {
    if (interruption != null && interruption.asking) {
      throw Failures.state("the store cannot be used while its epoch callback runs");
    }
    if (user != null && user.isAlive()) {
      throw inUse();
    }
    leave(0);
    user = current;
    return 0;
  }

  private RuntimeException inUse() {
    return Failures.state(
        "the store is in use by thread " + user + "; a store serves one thread at a time");
  }

  /** Ends a call; absolute, so that an end that was missed deeper down does no harm. */
  void leave(int before) {
    depth = before;
    long mark = marks[before];
    if (tops() != mark) {
      window.release((int) (mark >>> 32), (int) mark);
    }
  }

  private long tops() {
    return (long) window.numberTop << 32 | window.referenceTop;
  }
}
