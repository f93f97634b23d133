package dev.kiln.compiler.ir;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A run of statements that becomes a method of its own. Control enters at the start or at labels
 * that others jump to; it leaves to other pieces or returns.
 *
 * @param start the first statement
 * @param end after the last statement
 * @param startLoads the variables that are taken from the frame at the start, which is entry 0
 * @param entries where else control enters, from entry 1 on
 * @param exits where control leaves to other pieces, those that store the same together
 */
public record Piece(
    int start, int end, List<Var> startLoads, List<Entry> entries, List<Exit> exits) {
  /**
   * A place where control enters.
   *
   * @param label bound here
   * @param loads the variables it takes from the frame
   */
  public record Entry(JumpLabel label, List<Var> loads) {}

  /**
   * Places where control leaves.
   *
   * @param fallsThrough whether one of them is the end, from which the next piece goes on
   * @param labels the others: they are bound elsewhere
   * @param stores the variables that go to the frame
   */
  public record Exit(boolean fallsThrough, List<JumpLabel> labels, List<Var> stores) {}

  /** The variables that some entry loads. */
  public List<Var> loads() {
    Set<Var> all = new LinkedHashSet<>(startLoads);
    entries.forEach(entry -> all.addAll(entry.loads()));
    return List.copyOf(all);
  }

  /** The variables that some exit stores. */
  public List<Var> stores() {
    Set<Var> all = new LinkedHashSet<>();
    exits.forEach(exit -> all.addAll(exit.stores()));
    return List.copyOf(all);
  }

  /** The variables that every entry loads. */
  public List<Var> commonLoads() {
    Set<Var> common = new LinkedHashSet<>(startLoads);
    entries.forEach(entry -> common.retainAll(entry.loads()));
    return List.copyOf(common);
  }

  /**
   * The bytecode that this costs above {@link #common}.
   *
   * @param access the size of a load or store
   */
  public long extra(int access) {
    int common = commonLoads().size();
    int all = loads().size();
    long more = startLoads.size() - common;
    for (Entry entry : entries) {
      more += entry.loads().size() - common;
    }
    more -= all - common;
    for (Exit exit : exits) {
      more += exit.stores().size();
    }
    more -= stores().size();
    return more * access + 6L * (all - common) + 4L * entries.size() + 6L * exits.size();
  }

  /** The same with the same loads at all entries and the same stores at all exits. */
  public Piece common() {
    List<Var> out = stores();
    Set<Var> loads = new LinkedHashSet<>(loads());
    loads.addAll(out); // an exit may store what no one assigned
    List<Var> in = List.copyOf(loads);
    List<JumpLabel> labels = new ArrayList<>();
    exits.forEach(exit -> labels.addAll(exit.labels()));
    boolean fallsThrough = exits.stream().anyMatch(Exit::fallsThrough);
    List<Exit> one = exits.isEmpty() ? List.of() : List.of(new Exit(fallsThrough, labels, out));
    return new Piece(
        start, end, in, entries.stream().map(entry -> new Entry(entry.label(), in)).toList(), one);
  }
}
