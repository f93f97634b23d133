package dev.kiln.runtime;

import org.jspecify.annotations.Nullable;

/**
 * The functional interfaces that {@link HostBody} takes beside those of the JDK: more parameters,
 * {@code float}, the {@link Caller}. What they throw reaches the outermost caller as itself.
 */
public final class HostShapes {
  private HostShapes() {}

  /** {@code [i32, i32, i32] -> [i32]}. */
  @FunctionalInterface
  public interface IntFunction3 {
    /** Is called by wasm or by the host. */
    int call(int a, int b, int c) throws Exception;
  }

  /** {@code [i32, i32, i32, i32] -> [i32]}. */
  @FunctionalInterface
  public interface IntFunction4 {
    /** Is called by wasm or by the host. */
    int call(int a, int b, int c, int d) throws Exception;
  }

  /** {@code [i32, i32] -> []}. */
  @FunctionalInterface
  public interface IntAction2 {
    /** Is called by wasm or by the host. */
    void call(int a, int b) throws Exception;
  }

  /** {@code [i32, i32, i32] -> []}. */
  @FunctionalInterface
  public interface IntAction3 {
    /** Is called by wasm or by the host. */
    void call(int a, int b, int c) throws Exception;
  }

  /** {@code [i32, i32, i32, i32] -> []}. */
  @FunctionalInterface
  public interface IntAction4 {
    /** Is called by wasm or by the host. */
    void call(int a, int b, int c, int d) throws Exception;
  }

  /** {@code [f32] -> [f32]}. */
  @FunctionalInterface
  public interface FloatFunction1 {
    /** Is called by wasm or by the host. */
    float call(float a) throws Exception;
  }

  /** {@code [f32, f32] -> [f32]}. */
  @FunctionalInterface
  public interface FloatFunction2 {
    /** Is called by wasm or by the host. */
    float call(float a, float b) throws Exception;
  }

  /** {@code [] -> [i32]}, with the caller. */
  @FunctionalInterface
  public interface CallerIntFunction0 {
    /** Is called by wasm or by the host. */
    int call(Caller caller) throws Exception;
  }

  /** {@code [i32] -> [i32]}, with the caller. */
  @FunctionalInterface
  public interface CallerIntFunction1 {
    /** Is called by wasm or by the host. */
    int call(Caller caller, int a) throws Exception;
  }

  /** {@code [i32, i32] -> [i32]}, with the caller. */
  @FunctionalInterface
  public interface CallerIntFunction2 {
    /** Is called by wasm or by the host. */
    int call(Caller caller, int a, int b) throws Exception;
  }

  /** {@code [i32, i32, i32] -> [i32]}, with the caller. */
  @FunctionalInterface
  public interface CallerIntFunction3 {
    /** Is called by wasm or by the host. */
    int call(Caller caller, int a, int b, int c) throws Exception;
  }

  /** {@code [i32, i32, i32, i32] -> [i32]}, with the caller. */
  @FunctionalInterface
  public interface CallerIntFunction4 {
    /** Is called by wasm or by the host. */
    int call(Caller caller, int a, int b, int c, int d) throws Exception;
  }

  /** {@code [] -> []}, with the caller. */
  @FunctionalInterface
  public interface CallerIntAction0 {
    /** Is called by wasm or by the host. */
    void call(Caller caller) throws Exception;
  }

  /** {@code [i32] -> []}, with the caller. */
  @FunctionalInterface
  public interface CallerIntAction1 {
    /** Is called by wasm or by the host. */
    void call(Caller caller, int a) throws Exception;
  }

  /** {@code [i32, i32] -> []}, with the caller. */
  @FunctionalInterface
  public interface CallerIntAction2 {
    /** Is called by wasm or by the host. */
    void call(Caller caller, int a, int b) throws Exception;
  }

  /** {@code [i32, i32, i32] -> []}, with the caller. */
  @FunctionalInterface
  public interface CallerIntAction3 {
    /** Is called by wasm or by the host. */
    void call(Caller caller, int a, int b, int c) throws Exception;
  }

  /** {@code [i32, i32, i32, i32] -> []}, with the caller. */
  @FunctionalInterface
  public interface CallerIntAction4 {
    /** Is called by wasm or by the host. */
    void call(Caller caller, int a, int b, int c, int d) throws Exception;
  }

  /** {@code [i64] -> [i64]}, with the caller. */
  @FunctionalInterface
  public interface CallerLongFunction1 {
    /** Is called by wasm or by the host. */
    long call(Caller caller, long a) throws Exception;
  }

  /** {@code [i64, i64] -> [i64]}, with the caller. */
  @FunctionalInterface
  public interface CallerLongFunction2 {
    /** Is called by wasm or by the host. */
    long call(Caller caller, long a, long b) throws Exception;
  }

  /** {@code [f32] -> [f32]}, with the caller. */
  @FunctionalInterface
  public interface CallerFloatFunction1 {
    /** Is called by wasm or by the host. */
    float call(Caller caller, float a) throws Exception;
  }

  /** {@code [f32, f32] -> [f32]}, with the caller. */
  @FunctionalInterface
  public interface CallerFloatFunction2 {
    /** Is called by wasm or by the host. */
    float call(Caller caller, float a, float b) throws Exception;
  }

  /** {@code [f64] -> [f64]}, with the caller. */
  @FunctionalInterface
  public interface CallerDoubleFunction1 {
    /** Is called by wasm or by the host. */
    double call(Caller caller, double a) throws Exception;
  }

  /** {@code [f64, f64] -> [f64]}, with the caller. */
  @FunctionalInterface
  public interface CallerDoubleFunction2 {
    /** Is called by wasm or by the host. */
    double call(Caller caller, double a, double b) throws Exception;
  }

  /** {@code [externref] -> [externref]}, with the caller. */
  @FunctionalInterface
  public interface CallerReferenceFunction {
    /** Is called by wasm or by the host. */
    @Nullable Object call(Caller caller, @Nullable Object a) throws Exception;
  }
}
