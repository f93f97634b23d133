package dev.kiln.compiler;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks in parallel; results come in the order of the tasks, and the first failure in that
 * order wins.
 */
final class Workers {
  private Workers() {}

  static <R> List<R> run(List<Callable<R>> tasks, int threads) {
    try (ExecutorService workers =
        Executors.newFixedThreadPool(Math.min(threads, Math.max(1, tasks.size())))) {
      List<Future<R>> futures = new ArrayList<>();
      for (Callable<R> task : tasks) {
        futures.add(workers.submit(task));
      }
      List<R> results = new ArrayList<>();
      try {
        for (Future<R> future : futures) {
          results.add(future.get());
        }
      } catch (ExecutionException e) {
        workers.shutdownNow();
        throw rethrow(e.getCause());
      } catch (InterruptedException e) {
        workers.shutdownNow();
        Thread.currentThread().interrupt();
        throw new IllegalStateException("compilation was interrupted", e);
      }
      return results;
    }
  }

  private static RuntimeException rethrow(@Nullable Throwable cause) {
    if (cause instanceof RuntimeException e) {
      return e;
    }
    if (cause instanceof Error e) {
      throw e;
    }
    return new IllegalStateException(cause);
  }
}
