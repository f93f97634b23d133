package dev.kiln.compiler.ir;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The ways out of each statement of one function: what {@link Statements#edges} says, with the
 * handlers of the regions around the statement. Immutable.
 *
 * <p>A function without handlers, as nearly all are, costs a look at its regions and nothing else.
 */
public final class Edges {
  private final List<Stmt> body;

  /** By statement: the position in {@link #chains}; empty if there are no handlers. */
  private final int[] chainOf;

  /** The handlers around a statement, those of the innermost region first. */
  private final List<List<Handler>> chains = new ArrayList<>();

  /** The ways out of the statements of {@code body}. */
  Edges(List<Stmt> body, List<Region> regions) {
    this.body = body;
    boolean any = regions.stream().anyMatch(region -> !region.handlers().isEmpty());
    this.chainOf = new int[any ? body.size() : 0];
    if (any) {
      chains.add(List.of());
      // Outer regions come before those in them, so the innermost one is written last.
      for (Region region : regions) {
        if (!region.handlers().isEmpty() && region.start() < region.end()) {
          chains.add(chain(region.handlers(), chains.get(chainOf[region.start()])));
          Arrays.fill(chainOf, region.start(), region.end(), chains.size() - 1);
        }
      }
    }
  }

  /** A class that is caught further in never gets to a handler further out. */
  private static List<Handler> chain(List<Handler> inner, List<Handler> outer) {
    List<Handler> all = new ArrayList<>();
    Set<Object> caught = new LinkedHashSet<>();
    for (List<Handler> handlers : List.of(inner, outer)) {
      for (Handler handler : handlers) {
        if (caught.add(handler.caught())) {
          all.add(handler);
        }
      }
    }
    return List.copyOf(all);
  }

  /** Whether the function has handlers at all. */
  public boolean hasHandlers() {
    return chainOf.length > 0;
  }

  /** The ways out of statement {@code at}, other than to the next one. */
  public List<Edge> of(int at) {
    return Statements.edges(body.get(at), around(at));
  }

  /**
   * The handlers to which statement {@code at} may go, in the order in which they are asked; none
   * if it cannot throw.
   */
  public List<Handler> handlers(int at) {
    List<Handler> around = around(at);
    return around.isEmpty() || !Statements.mayThrow(body.get(at)) ? List.of() : around;
  }

  /** The handlers to which some statement from {@code start} to {@code end} (exclusive) may go. */
  public List<Handler> handlers(int start, int end) {
    if (!hasHandlers()) {
      return List.of();
    }
    Set<Handler> all = new LinkedHashSet<>();
    for (int i = start; i < end; i++) {
      all.addAll(handlers(i));
    }
    return List.copyOf(all);
  }

  private List<Handler> around(int at) {
    return chainOf.length == 0 ? List.of() : chains.get(chainOf[at]);
  }
}
