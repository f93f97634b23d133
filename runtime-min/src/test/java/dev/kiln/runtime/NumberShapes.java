package dev.kiln.runtime;

import dev.kiln.runtime.abi.Code;
import org.jspecify.annotations.Nullable;

/** A typed entry that takes any number of number words. */
abstract class NumberShapes extends Code {
  abstract long take(FuncRef callee, long... words);

  @Override
  public void call0_V(FuncRef callee, @Nullable Instance caller) {
    take(callee);
  }

  @Override
  public long call0_N(FuncRef callee, @Nullable Instance caller) {
    return take(callee);
  }

  @Override
  public void call1_V(long n0, FuncRef callee, @Nullable Instance caller) {
    take(callee, n0);
  }

  @Override
  public long call1_N(long n0, FuncRef callee, @Nullable Instance caller) {
    return take(callee, n0);
  }

  @Override
  public void call2_V(long n0, long n1, FuncRef callee, @Nullable Instance caller) {
    take(callee, n0, n1);
  }

  @Override
  public long call2_N(long n0, long n1, FuncRef callee, @Nullable Instance caller) {
    return take(callee, n0, n1);
  }

  @Override
  public void call3_V(long n0, long n1, long n2, FuncRef callee, @Nullable Instance caller) {
    take(callee, n0, n1, n2);
  }

  @Override
  public long call3_N(long n0, long n1, long n2, FuncRef callee, @Nullable Instance caller) {
    return take(callee, n0, n1, n2);
  }

  @Override
  public void call4_V(
      long n0, long n1, long n2, long n3, FuncRef callee, @Nullable Instance caller) {
    take(callee, n0, n1, n2, n3);
  }

  @Override
  public long call4_N(
      long n0, long n1, long n2, long n3, FuncRef callee, @Nullable Instance caller) {
    return take(callee, n0, n1, n2, n3);
  }

  @Override
  public void call5_V(
      long n0, long n1, long n2, long n3, long n4, FuncRef callee, @Nullable Instance caller) {
    take(callee, n0, n1, n2, n3, n4);
  }

  @Override
  public long call5_N(
      long n0, long n1, long n2, long n3, long n4, FuncRef callee, @Nullable Instance caller) {
    return take(callee, n0, n1, n2, n3, n4);
  }

  @Override
  public void call6_V(
      long n0,
      long n1,
      long n2,
      long n3,
      long n4,
      long n5,
      FuncRef callee,
      @Nullable Instance caller) {
    take(callee, n0, n1, n2, n3, n4, n5);
  }

  @Override
  public long call6_N(
      long n0,
      long n1,
      long n2,
      long n3,
      long n4,
      long n5,
      FuncRef callee,
      @Nullable Instance caller) {
    return take(callee, n0, n1, n2, n3, n4, n5);
  }
}
