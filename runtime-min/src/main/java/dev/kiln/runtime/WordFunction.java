package dev.kiln.runtime;

import dev.kiln.runtime.abi.Window;

/**
 * A function of the host that reads its arguments from, and writes its results to, the store's
 * window: nothing is boxed. Number parameter i stands in number word {@code n + i} (counting
 * numbers only), reference parameters likewise from {@code r} on; results replace them from the
 * same places on.
 */
@FunctionalInterface
public interface WordFunction {
  /**
   * Is called by wasm or by the host.
   *
   * @param caller the instance that calls
   * @param window the store's window
   * @param n the first number word
   * @param r the first reference word
   * @throws Exception anything; it reaches the outermost caller as itself
   */
  void call(Caller caller, Window window, int n, int r) throws Exception;
}
