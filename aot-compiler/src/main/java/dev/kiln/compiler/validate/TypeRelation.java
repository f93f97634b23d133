package dev.kiln.compiler.validate;

import dev.kiln.compiler.model.type.AbstractHeapType;
import dev.kiln.compiler.model.type.ArrayType;
import dev.kiln.compiler.model.type.CompositeType;
import dev.kiln.compiler.model.type.FieldType;
import dev.kiln.compiler.model.type.FuncType;
import dev.kiln.compiler.model.type.HeapType;
import dev.kiln.compiler.model.type.RefType;
import dev.kiln.compiler.model.type.StorageType;
import dev.kiln.compiler.model.type.StructType;
import dev.kiln.compiler.model.type.TypeIndex;
import dev.kiln.compiler.model.type.ValType;
import java.util.Arrays;
import java.util.List;

/**
 * Equality and subtyping of a module's types (specification 3.3). Equal types, also of different
 * recursion groups, have one canonical id; so equality is a comparison of ints and subtyping a walk
 * up a chain of at most {@link #MAX_DEPTH} declared supertypes.
 *
 * <p>Immutable once the type section is validated, then safe for many threads.
 */
public final class TypeRelation {
  /** The longest chain of supertypes that is accepted, as in the JavaScript API. */
  public static final int MAX_DEPTH = 63;

  private static final int NO_TYPE = -1;

  private final int[] canonicalIds;
  private final AbstractHeapType[] kinds;
  private final int[] supertypes;
  private final int[] depths;
  private int canonicalCount;

  /** An empty relation with room for this number of types. */
  TypeRelation(int typeCount) {
    canonicalIds = new int[typeCount];
    kinds = new AbstractHeapType[typeCount];
    Arrays.fill(kinds, AbstractHeapType.FUNC);
    supertypes = new int[typeCount];
    depths = new int[typeCount];
  }

  /** The next canonical id that is free. */
  int nextCanonicalId() {
    return canonicalCount;
  }

  /** Says which canonical id a type has. */
  void identify(int typeIndex, int canonicalId) {
    canonicalIds[typeIndex] = canonicalId;
  }

  /**
   * Takes the next canonical id.
   *
   * @param supertype the canonical id of the supertype, or a negative number
   */
  void define(CompositeType composite, int supertype) {
    kinds[canonicalCount] =
        switch (composite) {
          case FuncType func -> AbstractHeapType.FUNC;
          case StructType struct -> AbstractHeapType.STRUCT;
          case ArrayType array -> AbstractHeapType.ARRAY;
        };
    supertypes[canonicalCount] = supertype < 0 ? NO_TYPE : supertype;
    depths[canonicalCount] = supertype < 0 ? 0 : depths[supertype] + 1;
    canonicalCount++;
  }

  /** The number of supertypes above a type. */
  int depth(int typeIndex) {
    return depths[canonicalIds[typeIndex]];
  }

  /**
   * The id that this type shares with all types of the module that are equal to it, 0 to {@link
   * #canonicalCount} - 1, in the order of first occurrence.
   */
  public int canonicalId(int typeIndex) {
    return canonicalIds[typeIndex];
  }

  /** The number of different types. */
  public int canonicalCount() {
    return canonicalCount;
  }

  /** Whether a value of the first type is allowed where the second is expected (3.3.6). */
  public boolean matches(ValType sub, ValType sup) {
    if (sub instanceof RefType subRef && sup instanceof RefType supRef) {
      return (supRef.nullable() || !subRef.nullable()) && matches(subRef.heap(), supRef.heap());
    }
    return sub.equals(sup);
  }

  /** Whether one heap type is the other or a subtype of it (3.3.3). */
  public boolean matches(HeapType sub, HeapType sup) {
    if (sub instanceof TypeIndex subIndex) {
      if (sup instanceof TypeIndex supIndex) {
        return matches(subIndex.index(), supIndex.index());
      }
      return isWithin(kind(subIndex), sup);
    }
    if (sup instanceof TypeIndex supIndex) {
      return kind(supIndex) == AbstractHeapType.FUNC
          ? sub == AbstractHeapType.NOFUNC
          : sub == AbstractHeapType.NONE;
    }
    return isWithin(sub, sup);
  }

  /** Whether one defined type is the other or declared as a subtype of it (3.3.10). */
  public boolean matches(int subTypeIndex, int supTypeIndex) {
    int sub = canonicalIds[subTypeIndex];
    int sup = canonicalIds[supTypeIndex];
    while (sub != sup && sub != NO_TYPE && depths[sub] > depths[sup]) {
      sub = supertypes[sub];
    }
    return sub == sup;
  }

  private AbstractHeapType kind(TypeIndex type) {
    return kinds[canonicalIds[type.index()]];
  }

  private static boolean isWithin(HeapType sub, HeapType sup) {
    if (sub == sup) {
      return true;
    }
    return switch (sup) {
      case AbstractHeapType.FUNC -> sub == AbstractHeapType.NOFUNC;
      case AbstractHeapType.EXTERN -> sub == AbstractHeapType.NOEXTERN;
      case AbstractHeapType.EXN -> sub == AbstractHeapType.NOEXN;
      case AbstractHeapType.ANY -> sub == AbstractHeapType.EQ || isWithin(sub, AbstractHeapType.EQ);
      case AbstractHeapType.EQ ->
          sub == AbstractHeapType.I31
              || sub == AbstractHeapType.STRUCT
              || sub == AbstractHeapType.ARRAY
              || sub == AbstractHeapType.NONE;
      case AbstractHeapType.I31, AbstractHeapType.STRUCT, AbstractHeapType.ARRAY ->
          sub == AbstractHeapType.NONE;
      default -> false;
    };
  }

  /** Whether a type may be declared as a subtype of one with the other structure (3.3.9). */
  boolean matches(CompositeType sub, CompositeType sup) {
    return switch (sub) {
      case FuncType func ->
          sup instanceof FuncType supFunc
              && matches(supFunc.params(), func.params())
              && matches(func.results(), supFunc.results());
      case StructType struct -> sup instanceof StructType supStruct && matches(struct, supStruct);
      case ArrayType array ->
          sup instanceof ArrayType supArray && matches(array.element(), supArray.element());
    };
  }

  /** Whether values of the first types are allowed where the second are expected. */
  boolean matches(List<ValType> sub, List<ValType> sup) {
    if (sub.size() != sup.size()) {
      return false;
    }
    for (int i = 0; i < sub.size(); i++) {
      if (!matches(sub.get(i), sup.get(i))) {
        return false;
      }
    }
    return true;
  }

  private boolean matches(StructType sub, StructType sup) {
    if (sub.fields().size() < sup.fields().size()) {
      return false;
    }
    for (int i = 0; i < sup.fields().size(); i++) {
      if (!matches(sub.fields().get(i), sup.fields().get(i))) {
        return false;
      }
    }
    return true;
  }

  private boolean matches(FieldType sub, FieldType sup) {
    return sub.mutable() == sup.mutable()
        && matches(sub.storage(), sup.storage())
        && (!sup.mutable() || matches(sup.storage(), sub.storage()));
  }

  private boolean matches(StorageType sub, StorageType sup) {
    return sub instanceof ValType subType && sup instanceof ValType supType
        ? matches(subType, supType)
        : sub.equals(sup);
  }
}
