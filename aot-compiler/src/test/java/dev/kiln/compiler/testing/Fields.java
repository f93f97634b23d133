package dev.kiln.compiler.testing;

import dev.kiln.compiler.testing.Tokens.Quoted;
import java.util.ArrayList;
import java.util.List;

/** The tokens of a list, one after the other. */
final class Fields {
  private final List<Object> tokens;
  private int at;
  String last = "";

  Fields(List<?> tokens) {
    this.tokens = new ArrayList<>(tokens);
  }

  void rewind() {
    at = 0;
  }

  void addRest(Fields other) {
    while (other.hasNext()) {
      tokens.add(other.next());
    }
  }

  boolean hasNext() {
    return at < tokens.size();
  }

  Object peek() {
    return hasNext() ? tokens.get(at) : "";
  }

  Object next() {
    if (!hasNext()) {
      throw new IllegalArgumentException("something is missing after " + tokens);
    }
    Object token = tokens.get(at++);
    last = token.toString();
    return token;
  }

  boolean isAtom(String atom) {
    return atom.equals(peek());
  }

  boolean isList(String head) {
    return peek() instanceof List<?> list && !list.isEmpty() && head.equals(list.get(0));
  }

  boolean hasNumber() {
    return peek() instanceof String atom && atom.matches("-?\\d+");
  }

  int number() {
    return Integer.decode(atom());
  }

  String atom() {
    Object token = next();
    if (token instanceof String atom) {
      return atom;
    }
    throw new IllegalArgumentException("expected a word, got " + token);
  }

  String quoted() {
    Object token = next();
    if (token instanceof Quoted quoted) {
      return quoted.text();
    }
    throw new IllegalArgumentException("expected a quoted name, got " + token);
  }

  List<?> list() {
    return (List<?>) next();
  }

  /** A name without its dollar sign, or quoted; empty if there is none. */
  String name() {
    if (peek() instanceof Quoted) {
      return quoted();
    }
    return peek() instanceof String atom && atom.startsWith("$") ? atom().substring(1) : "";
  }

  Fields skip(String atom) {
    if (!atom.isEmpty() && !atom.equals(next())) {
      throw new IllegalArgumentException("expected " + atom + " in " + tokens);
    }
    return this;
  }
}
