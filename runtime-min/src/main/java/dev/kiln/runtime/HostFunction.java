package dev.kiln.runtime;

import org.jspecify.annotations.Nullable;

/**
 * A function of the host with boxed arguments: {@code Integer}, {@code Long}, {@code Float}, {@code
 * Double}, {@link FuncRef}, any object.
 */
@FunctionalInterface
public interface HostFunction {
  /**
   * Is called by wasm or by the host.
   *
   * @param caller the instance that calls
   * @param args one per parameter, of the parameter types
   * @return one per result, of the result types; anything else is refused when it returns
   * @throws Exception anything; it reaches the outermost caller as itself
   */
  @Nullable Object[] call(Caller caller, @Nullable Object[] args) throws Exception;
}
