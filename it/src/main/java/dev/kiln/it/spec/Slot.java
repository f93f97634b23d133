package dev.kiln.it.spec;

import dev.kiln.runtime.Extern;
import dev.kiln.runtime.Instance;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** An instance of a script, or why there is none. */
final class Slot {
  private final @Nullable Instance instance;
  private final Map<String, Extern> exports;
  private final @Nullable Verdict absent;
  private final List<Slot> imports = new ArrayList<>();
  private final Set<String> missedWrites = new TreeSet<>();

  private Slot(@Nullable Instance instance, Map<String, Extern> exports, @Nullable Verdict absent) {
    this.instance = instance;
    this.exports = exports;
    this.absent = absent;
  }

  /** A living instance that imports from {@code imports}. */
  static Slot live(Instance instance, List<Slot> imports) {
    Slot slot = new Slot(instance, instance.exports(), null);
    slot.imports.addAll(imports);
    return slot;
  }

  /** What the host offers. */
  static Slot host(Map<String, Extern> exports) {
    return new Slot(null, exports, null);
  }

  /** An instance that could not be made. */
  static Slot absent(Verdict why, List<Slot> imports) {
    Slot slot = new Slot(null, Map.of(), why);
    slot.imports.addAll(imports);
    return slot;
  }

  @Nullable Instance instance() {
    return instance;
  }

  Map<String, Extern> exports() {
    return exports;
  }

  /** Why there is no instance; null where there is one. */
  @Nullable Verdict absent() {
    return absent;
  }

  /**
   * Notes that a module needing {@code proposals} did not run which might have changed this
   * instance, or through it those it imports from.
   */
  void missWrites(String proposals) {
    if (missedWrites.add(proposals)) {
      imports.forEach(slot -> slot.missWrites(proposals));
    }
  }

  /** The proposals of the modules that might have changed what this instance sees, had they run. */
  Set<String> missedWrites() {
    Set<String> all = new TreeSet<>(missedWrites);
    imports.forEach(slot -> all.addAll(slot.missedWrites()));
    return all;
  }
}
