package dev.kiln.runtime;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The types that modules and stores share. Usually there is one per application. Thread-safe; keeps
 * no store and no module alive.
 */
public final class Engine {
  /** Canonical types by the text of their recursion group; see {@link #key}. */
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
    for (int i = 0; i < type.params().size(); i++) {
      check(type.params().get(i));
    }
    for (int i = 0; i < type.results().size(); i++) {
      check(type.results().get(i));
    }
    return canonical(type);
  }

  /**
   * The same type by its text, {@code il:i}.
   *
   * @throws IllegalArgumentException where it is none
   */
  DefinedType define(String signature) {
    int colon = signature.indexOf(':');
    int[] params = RawType.numbers(signature, 0, colon);
    int[] results = RawType.numbers(signature, colon + 1, signature.length());
    DefinedType[] defined = new DefinedType[1];
    canonicalize(List.of(new RawType(true, -1, params, results)), 0, defined);
    return defined[0];
  }

  /** Refuses elements of a type of another engine. */
  void check(TableType type) {
    check(type.element());
  }

  /** Refuses a type that names a type of another engine: its numbers mean nothing here. */
  void check(ValType type) {
    if (type instanceof RefType ref
        && ref.heap() instanceof DefinedType defined
        && defined.engine() != this) {
      throw new IllegalArgumentException(type + " is a type of another engine");
    }
  }

  private synchronized DefinedType canonical(FuncType type) {
    StringBuilder key = new StringBuilder("f-");
    append(key, type.params());
    append(key.append('>'), type.results());
    DefinedType[] known = groups.get(key.toString());
    if (known == null) {
      known = new DefinedType[] {new DefinedType(this, count, true)};
      known[0].define(type);
      count++;
      groups.put(key.toString(), known);
    }
    return known[0];
  }

  private static void append(StringBuilder key, List<ValType> types) {
    for (ValType type : types) {
      if (type instanceof RefType ref) {
        key.append(ref.nullable() ? 'n' : 'r');
        key.append(
            ref.heap() instanceof DefinedType defined
                ? "d" + defined.id()
                : "a" + ((AbstractHeapType) ref.heap()).ordinal());
        key.append(',');
      } else {
        key.append((char) ('0' + ((NumType) type).ordinal()));
      }
    }
  }

  /**
   * Makes a recursion group canonical (section 3.1.3): references within the group are written
   * relative to it, others as the canonical types they already are, and equal texts are equal
   * groups. Number types are a digit each: there are most of them.
   *
   * @param group the definitions
   * @param first the type index of the first of them
   * @param types the module's types by index; filled from {@code first} on
   */
  synchronized void canonicalize(List<RawType> group, int first, DefinedType[] types) {
    String key = key(group, first, types);
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
    count += known.length;
    groups.put(key, known);
  }

  private static String key(List<RawType> group, int first, DefinedType[] types) {
    StringBuilder key = new StringBuilder();
    for (RawType raw : group) {
      key.append(raw.isFinal() ? 'f' : 'o');
      if (raw.supertype() < 0) {
        key.append('-');
      } else {
        appendIndex(key, raw.supertype(), first, types);
      }
      append(key, raw.params(), first, types);
      append(key.append('>'), raw.results(), first, types);
    }
    return key.toString();
  }

  private static void append(StringBuilder key, int[] codes, int first, DefinedType[] types) {
    for (int code : codes) {
      if (!RawType.isReference(code)) {
        key.append((char) ('0' + code));
      } else {
        key.append((code & 1) != 0 ? 'n' : 'r');
        if (RawType.isDefined(code)) {
          appendIndex(key, RawType.typeIndex(code), first, types);
        } else {
          key.append('a').append((code - RawType.REF) >> 1).append(',');
        }
      }
    }
  }

  private static void appendIndex(StringBuilder key, int index, int first, DefinedType[] types) {
    if (index >= first) {
      key.append('i').append(index - first);
    } else {
      key.append('d').append(types[index].id());
    }
    key.append(',');
  }
}
