package dev.kiln.compiler.testing;

import dev.kiln.compiler.testing.Tokens.Quoted;
import java.util.List;

/** The tokens of a list, one after the other. */
final class Fields {
  private final List<?> tokens;
  private int at;

  private Fields(List<?> tokens) {
    this.tokens = tokens;
  }

  /** The tokens in the parentheses that {@code token} is. */
  static Fields of(Object token) {
    if (token instanceof List<?> list) {
      return new Fields(list);
    }
    throw new IllegalArgumentException("expected parentheses, got " + token);
  }

  /** These tokens. */
  static Fields ofAll(List<?> tokens) {
    return new Fields(tokens);
  }

  boolean hasNext() {
    return at < tokens.size();
  }

  Object next() {
    if (!hasNext()) {
      throw new IllegalArgumentException("something is missing after " + tokens);
    }
    return tokens.get(at++);
  }

  private Object peek() {
    return hasNext() ? tokens.get(at) : "";
  }

  boolean isAtom(String atom) {
    return atom.equals(peek());
  }

  boolean isList() {
    return peek() instanceof List<?>;
  }

  boolean isList(String head) {
    return peek() instanceof List<?> list && !list.isEmpty() && head.equals(list.get(0));
  }

  /** Whether a number or a name is next. */
  boolean hasIndex() {
    return peek() instanceof String atom && atom.matches("\\d+|\\$.+");
  }

  boolean startsWith(String prefix) {
    return peek() instanceof String atom && atom.startsWith(prefix);
  }

  long number() {
    return Long.parseLong(atom());
  }

  String atom() {
    Object token = next();
    if (token instanceof String atom) {
      return atom;
    }
    throw new IllegalArgumentException("expected a word, got " + token);
  }

  /** The text between the quotes that are next. */
  String quoted() {
    if (!(next() instanceof Quoted first)) {
      throw new IllegalArgumentException("expected quotes in " + tokens);
    }
    return first.text();
  }

  /** The tokens in the parentheses that are next. */
  Fields inner() {
    return of(next());
  }

  /** A name without its dollar sign; empty if there is none. */
  String name() {
    return startsWith("$") ? atom().substring(1) : "";
  }

  /** Goes on after {@code atom}, which must be next if it is not empty. */
  Fields skip(String atom) {
    if (!atom.isEmpty() && !atom.equals(next())) {
      throw new IllegalArgumentException("expected " + atom + " in " + tokens);
    }
    return this;
  }
}
