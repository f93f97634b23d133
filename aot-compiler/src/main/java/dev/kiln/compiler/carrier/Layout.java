package dev.kiln.compiler.carrier;

import dev.kiln.compiler.model.type.AbstractHeapType;
import dev.kiln.compiler.model.type.HeapType;
import dev.kiln.compiler.model.type.NumType;
import dev.kiln.compiler.model.type.RefType;
import dev.kiln.compiler.model.type.ValType;
import dev.kiln.compiler.model.type.VecType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the values of a type are carried: by one JVM value or by two. This is the only place that
 * says so. Whoever counts parameters, results or variables counts carriers, not values.
 *
 * @param first the carrier, or the first of two
 * @param second the other one, or null
 */
public record Layout(Carrier first, @Nullable Carrier second) {
  private static final Layout I32 = new Layout(Carrier.I32, null);
  private static final Layout I64 = new Layout(Carrier.I64, null);
  private static final Layout F32 = new Layout(Carrier.F32, null);
  private static final Layout F64 = new Layout(Carrier.F64, null);
  private static final Layout FUNC = new Layout(Carrier.FUNC, null);
  private static final Layout REF = new Layout(Carrier.REF, null);

  /** The low half, then the high half. */
  private static final Layout V128 = new Layout(Carrier.I64, Carrier.I64);

  /** The layout of {@code type}. */
  public static Layout of(ValType type) {
    return switch (type) {
      case NumType.I32 -> I32;
      case NumType.I64 -> I64;
      case NumType.F32 -> F32;
      case NumType.F64 -> F64;
      case VecType.V128 -> V128;
      case RefType ref -> of(ref.heap());
    };
  }

  private static Layout of(HeapType heap) {
    if (heap instanceof AbstractHeapType a) {
      return a == AbstractHeapType.FUNC || a == AbstractHeapType.NOFUNC ? FUNC : REF;
    }
    return FUNC; // every defined type is a function type until garbage collection is compiled
  }

  /**
   * The carrier of {@code type}, which has only one.
   *
   * @throws IllegalArgumentException where it has two
   */
  public static Carrier single(ValType type) {
    Layout layout = of(type);
    if (layout.second != null) {
      throw new IllegalArgumentException(type + " has two carriers");
    }
    return layout.first;
  }

  /** The carriers of values of {@code types}, in order. */
  public static List<Carrier> carriers(List<ValType> types) {
    List<Carrier> all = new ArrayList<>(types.size());
    for (ValType type : types) {
      Layout layout = of(type);
      all.add(layout.first);
      if (layout.second != null) {
        all.add(layout.second);
      }
    }
    return all;
  }

  /** How many carriers values of {@code types} have. */
  public static int count(List<ValType> types) {
    int count = types.size();
    for (int i = 0; i < types.size(); i++) { // no iterator: every call in a module comes here
      count += of(types.get(i)).second == null ? 0 : 1;
    }
    return count;
  }
}
