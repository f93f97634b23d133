package dev.kiln.runtime;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The types that modules and stores share. Usually there is one per application. Thread-safe; keeps
 * no store and no module alive.
 */
public final class Engine {
  /** Canonical types by the text of their recursion group; see {@link RawType#key}. */
  private final Map<String, DefinedType[]> groups = new HashMap<>();

  final AtomicLong epoch = new AtomicLong();
  private int count;

  /** An engine that knows no types yet. */
  public Engine() {}

  /**
   * Goes on to the next epoch: code in stores whose deadline has come is interrupted at its next
   * loop or function. Called by whatever keeps time, such as a scheduled thread; from any thread.
   */
  public void incrementEpoch() {
    epoch.incrementAndGet();
  }

  /**
   * The type of a host function: final, alone in its recursion group, without a supertype.
   *
   * @throws IllegalArgumentException where it names a type of another engine
   */
  DefinedType define(FuncType type) {
    return HostTypes.define(this, type);
  }

  /**
   * The same for a type of numbers, by its text: a letter for each parameter, {@code i}, {@code l},
   * {@code f} or {@code d}, a colon, and the same for the results.
   *
   * @throws IllegalArgumentException where it is none
   */
  DefinedType define(String signature) {
    return define(signature, null);
  }

  /**
   * Looks up the canonical type by the text of its group, or makes it.
   *
   * @param structure null where the text says it all: a type of numbers
   */
  synchronized DefinedType define(String key, @Nullable FuncType structure) {
    DefinedType[] known = groups.get(key);
    if (known == null) {
      known = new DefinedType[] {new DefinedType(this, count, true)};
      if (structure == null) {
        known[0].define(key);
      } else {
        known[0].define(structure);
      }
      add(key, known);
    }
    return known[0];
  }

  private void add(String key, DefinedType[] group) {
    count += group.length;
    groups.put(key, group);
  }

  /**
   * Makes a recursion group canonical (section 3.1.3).
   *
   * @param group the definitions
   * @param first the type index of the first of them
   * @param types the module's types by index; filled from {@code first} on
   */
  synchronized void canonicalize(List<RawType> group, int first, DefinedType[] types) {
    String key = RawType.key(group, first, types);
    DefinedType[] known = groups.get(key);
    if (known != null) {
      System.arraycopy(known, 0, types, first, known.length);
      return;
    }
    known = new DefinedType[group.size()];
    for (int i = 0; i < known.length; i++) {
      known[i] = new DefinedType(this, count + i, group.get(i).isFinal());
      types[first + i] = known[i];
    }
    for (int i = 0; i < known.length; i++) {
      known[i].define(group.get(i), types);
    }
    add(key, known);
  }
}
