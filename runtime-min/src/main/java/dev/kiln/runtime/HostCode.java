package dev.kiln.runtime;

import dev.kiln.runtime.abi.Code;
import dev.kiln.runtime.abi.Window;
import org.jspecify.annotations.Nullable;

/** The uniform entry of a host function, with what a call needs to know of its type. */
final class HostCode extends Code {
  private final WordFunction body;
  private final DefinedType type;

  private HostCode(WordFunction body, DefinedType type) {
    this.body = body;
    this.type = type;
  }

  /** Declared as what it extends: programs start without this class. */
  static Code of(WordFunction body, DefinedType type) {
    return new HostCode(body, type);
  }

  @Override
  public void callWindow(Window window, int n, int r, FuncRef callee, @Nullable Instance caller) {
    Caller seen = Caller.of(callee, caller);
    // The host may leave words of its own behind; what the caller reserved stays.
    int numberTop = window.numberTop;
    int referenceTop = window.referenceTop;
    try {
      body.call(seen, window, n, r);
      if (type.returnsReferences()) {
        checkReferences(type.funcType(), callee.store(), window, r);
      }
    } catch (Throwable thrown) {
      throw Caller.failure(thrown);
    }
    window.release(numberTop, referenceTop);
  }

  private static void checkReferences(FuncType type, Store<?> store, Window window, int r) {
    for (int i = 0; i < type.results().size(); i++) { // no iterator: calls come here
      ValType result = type.results().get(i);
      if (result instanceof RefType) {
        String wrong = Words.mismatch(store, result, window.references[r++]);
        if (wrong != null) {
          throw new IllegalArgumentException("result of host function " + type + ": " + wrong);
        }
      }
    }
  }

  /** A boxed function as a word function. */
  static WordFunction unboxing(FuncType type, HostFunction function) {
    return (caller, window, n, r) -> {
      Object[] results = function.call(caller, Words.read(window, n, r, type.params()));
      int given = results == null ? 0 : results.length;
      if (given != type.results().size()) {
        throw new IllegalArgumentException(
            "host function " + type + " returned " + given + " results");
      }
      for (int i = 0; i < given; i++) {
        String wrong = Words.mismatch(caller.store(), type.results().get(i), results[i]);
        if (wrong != null) {
          throw new IllegalArgumentException(
              "result " + i + " of host function " + type + ": " + wrong);
        }
      }
      if (given > 0) {
        Words.write(window, n, r, type.results(), results);
      }
    };
  }
}
