package dev.kiln.compiler.testing;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The indices of the things of one kind, and the names of some of them. Several may have the same
 * name, as in a name section; the last one is meant then.
 */
final class IndexSpace {
  private final String what;
  private final Map<String, Integer> indices = new HashMap<>();
  private final SortedMap<Integer, String> names = new TreeMap<>();
  private int size;

  IndexSpace(String what) {
    this.what = what;
  }

  /** The index of the next thing; it has no name if {@code name} is empty. */
  int add(String name) {
    if (!name.isEmpty()) {
      indices.put(name, size);
      names.put(size, name);
    }
    return size++;
  }

  /** How many there are. */
  int size() {
    return size;
  }

  /** The index that is written as a number or as a name with its dollar sign. */
  int index(String atom) {
    if (!atom.startsWith("$")) {
      return Integer.parseInt(atom);
    }
    Integer index = indices.get(atom.substring(1));
    if (index == null) {
      throw new IllegalArgumentException("unknown " + what + " " + atom);
    }
    return index;
  }

  /** Whether one of them has a name. */
  boolean named() {
    return !names.isEmpty();
  }

  /** A name map of the binary format. */
  BinaryWriter nameMap() {
    BinaryWriter map = new BinaryWriter().u(names.size());
    names.forEach((index, name) -> map.u(index).name(name));
    return map;
  }
}
