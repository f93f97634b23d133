package dev.kiln.compiler.emit.layout;

import dev.kiln.compiler.facts.ModuleAnalysis;
import dev.kiln.compiler.model.WasmModule;
import dev.kiln.runtime.abi.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * The functions that may become references, in the order of their descriptors, and which {@code
 * Code} body serves which. A bounded number of those that wasm calls indirectly have a body of
 * their own: a call site then sees one or two classes and inlines them. The others of a shape share
 * bodies that switch on the position.
 */
public final class Escapes {
  /** How many functions have a body of their own. Classes cost start-up time. */
  static final int MAX_SINGLE = 200;

  /** How many functions share a body: its switch stays far below the JIT's limit. */
  static final int CHUNK = 100;

  /**
   * A body.
   *
   * @param shape the entry it overrides
   * @param first the position of its first function
   * @param functions the function indices
   */
  public record Body(int shape, int first, List<Integer> functions) {}

  private final int[] functions;
  private final int[] positions;
  private final List<Body> bodies = new ArrayList<>();

  Escapes(WasmModule module, ModuleAnalysis analysis) {
    BitSet referenced = analysis.referenced();
    List<Integer> order = new ArrayList<>();
    List<List<Integer>> shared = new ArrayList<>();
    for (int i = 0; i < Shape.COUNT; i++) {
      shared.add(new ArrayList<>());
    }
    List<Integer> single = new ArrayList<>();
    for (int f = referenced.nextSetBit(0); f >= 0; f = referenced.nextSetBit(f + 1)) {
      int shape = Signature.of(module.functionType(f)).shape();
      if (f < module.importedFunctions()) {
        order.add(f);
      } else if (single.size() < MAX_SINGLE
          && shape != Shape.WINDOW
          && analysis.isIndirectTarget(f)) {
        single.add(f);
      } else {
        shared.get(shape).add(f);
      }
    }
    for (int f : single) {
      int shape = Signature.of(module.functionType(f)).shape();
      bodies.add(new Body(shape, order.size(), List.of(f)));
      order.add(f);
    }
    for (int shape = 0; shape < Shape.COUNT; shape++) {
      List<Integer> all = shared.get(shape);
      for (int i = 0; i < all.size(); i += CHUNK) {
        List<Integer> piece = List.copyOf(all.subList(i, Math.min(all.size(), i + CHUNK)));
        bodies.add(new Body(shape, order.size(), piece));
        order.addAll(piece);
      }
    }
    functions = order.stream().mapToInt(f -> f).toArray();
    positions = new int[module.functionCount()];
    Arrays.fill(positions, -1);
    for (int i = 0; i < functions.length; i++) {
      positions[functions[i]] = i;
    }
  }

  /** How many there are. */
  public int count() {
    return functions.length;
  }

  /** The function at {@code position}. */
  public int function(int position) {
    return functions[position];
  }

  /** Where {@code function} stands. */
  public int position(int function) {
    return positions[function];
  }

  /** Which body {@code function} has, a defined one. */
  public int bodyOf(int function) {
    int body = 0;
    while (body + 1 < bodies.size() && bodies.get(body + 1).first() <= positions[function]) {
      body++;
    }
    return body;
  }

  /** In the order of their functions. */
  public List<Body> bodies() {
    return bodies;
  }
}
