package dev.kiln.compiler.cut;

import dev.kiln.compiler.ir.IrFunction;
import dev.kiln.compiler.ir.JumpLabel;
import dev.kiln.compiler.ir.Piece;
import dev.kiln.compiler.ir.Var;
import dev.kiln.compiler.model.IntList;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Pieces of a function that control leaves only forwards: instead of returning to a dispatcher, a
 * piece ends with a call of the one that goes on, whose arguments are the variables that are live
 * there. No frame is needed, and what passes from piece to piece stays in registers.
 *
 * @param links for each piece how it is called
 */
public record Chain(List<Link> links) {
  /** Each piece is a frame on the thread's stack until the function returns. */
  private static final int MAX_LINKS = 16;

  /** With more JVM slots than this most of a call would be moving arguments. */
  private static final int MAX_SLOTS = 48;

  /** The call, the number of the entry, the instance, the return. */
  private static final int CALL = 12;

  /** Slots for the number of the entry and for the instance. */
  private static final int OWN_SLOTS = 2;

  /**
   * How a piece is called.
   *
   * @param params the variables that are live at some entry, in the order of the parameters
   * @param live for the start, which is entry 0, and for each entry those that are live there
   */
  public record Link(List<Var> params, List<Set<Var>> live) {
    /** How many JVM slots the parameters take. */
    int slots() {
      return params.stream().mapToInt(variable -> variable.carrier().slots()).sum();
    }

    /** The most bytes of bytecode that a call takes, with its return. */
    long cost() {
      return CALL + 4L * params.size();
    }
  }

  /** What a piece needs without its calls. */
  interface Size {
    /** The most bytes of bytecode of piece {@code index}. */
    long bytes(int index);

    /** The most slots. */
    int slots(int index);
  }

  /** The chain of {@code pieces}; null where they go back, or pass on too much. */
  static @Nullable Chain of(
      IrFunction function,
      List<Piece> pieces,
      Labels labels,
      Liveness liveness,
      int limit,
      Size size) {
    int given = function.params().stream().mapToInt(param -> param.carrier().slots()).sum();
    if (pieces.size() > MAX_LINKS || given > MAX_SLOTS || !liveness.isComplete()) {
      return null;
    }
    if (goesBack(pieces, labels)) {
      return null;
    }
    List<Link> links = new ArrayList<>();
    boolean comesFromAbove = true;
    for (Piece piece : pieces) {
      List<Set<Var>> live = new ArrayList<>();
      live.add(comesFromAbove ? live(function, liveness, piece.start()) : Set.of());
      for (Piece.Entry entry : piece.entries()) {
        live.add(live(function, liveness, labels.position(entry.label())));
      }
      Set<Var> params = new LinkedHashSet<>();
      live.forEach(params::addAll);
      links.add(new Link(List.copyOf(params), live));
      comesFromAbove = piece.exits().stream().anyMatch(Piece.Exit::fallsThrough);
    }
    for (int c = 0; c < links.size(); c++) {
      int slots = links.get(c).slots();
      long bytes = size.bytes(c) + calls(pieces, c, links, labels);
      boolean fits = bytes <= limit && size.slots(c) + slots <= Partition.SHORT_SLOTS;
      if (slots + OWN_SLOTS > MAX_SLOTS || !fits) {
        return null;
      }
    }
    return new Chain(links);
  }

  private static boolean goesBack(List<Piece> pieces, Labels labels) {
    for (Piece piece : pieces) {
      for (Piece.Exit exit : piece.exits()) {
        if (exit.labels().stream().anyMatch(label -> labels.position(label) < piece.end())) {
          return true;
        }
      }
    }
    return false;
  }

  private static Set<Var> live(IrFunction function, Liveness liveness, int place) {
    Set<Var> live = new LinkedHashSet<>();
    IntList ids = liveness.at(place);
    for (int i = 0; i < ids.size(); i++) {
      live.add(function.variables().get(ids.get(i)));
    }
    return live;
  }

  private static long calls(List<Piece> pieces, int from, List<Link> links, Labels labels) {
    long cost = 0;
    Set<JumpLabel> seen = new HashSet<>();
    for (Piece.Exit exit : pieces.get(from).exits()) {
      cost += exit.fallsThrough() ? links.get(from + 1).cost() : 0;
      for (JumpLabel label : exit.labels()) {
        if (seen.add(label)) {
          int to = from + 1;
          while (pieces.get(to).end() <= labels.position(label)) {
            to++;
          }
          cost += links.get(to).cost();
        }
      }
    }
    return cost;
  }
}
