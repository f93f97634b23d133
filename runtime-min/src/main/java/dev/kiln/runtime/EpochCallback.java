package dev.kiln.runtime;

/** What a store does when its deadline has come, in place of trapping: {@link Store#onEpoch}. */
@FunctionalInterface
public interface EpochCallback {
  /**
   * Is called in the thread that uses the store, in the middle of its code. It may read memories,
   * but not use the store: calls, growth and new deadlines are refused.
   *
   * @param store whose deadline has come
   * @return how many epochs from now the code may go on; 0 or less makes it trap
   * @throws Exception anything; it reaches the outermost caller as itself
   */
  long deadline(Store<?> store) throws Exception;
}
