package dev.kiln.compiler.model.type;

import java.util.List;

/**
 * Types that are defined together and may refer to each other.
 *
 * @param firstIndex the type index of the first one; the others follow
 */
public record RecGroup(int firstIndex, List<SubType> types) {
  public RecGroup {
    types = List.copyOf(types);
  }

  /** The type index after the last one of this group. */
  public int endIndex() {
    return firstIndex + types.size();
  }
}
