package dev.kiln.compiler.model.type;

import java.util.List;

/**
 * A type with its place in the subtype hierarchy.
 *
 * @param isFinal whether no type may declare this one as its supertype
 * @param supertypes type indices; a valid module has at most one
 */
public record SubType(boolean isFinal, List<Integer> supertypes, CompositeType composite) {
  public SubType {
    supertypes = List.copyOf(supertypes);
  }
}
