package dev.kiln.wasi;

import java.nio.file.attribute.FileTime;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Times to set.
 *
 * @param accessed null leaves it
 * @param modified null leaves it
 */
record FileTimes(@Nullable FileTime accessed, @Nullable FileTime modified) {
  /**
   * From the arguments of {@code fd_filestat_set_times}.
   *
   * @throws ErrnoException {@code INVAL} where a time is asked to be both given and now
   */
  static FileTimes of(long accessed, long modified, int flags, WasiClock clock)
      throws ErrnoException {
    return new FileTimes(time(accessed, flags & 3, clock), time(modified, flags >> 2 & 3, clock));
  }

  private static @Nullable FileTime time(long given, int flags, WasiClock clock)
      throws ErrnoException {
    return switch (flags) {
      case 0 -> null;
      case 1 -> FileTime.from(given, TimeUnit.NANOSECONDS);
      case 2 -> FileTime.from(clock.realtime(), TimeUnit.NANOSECONDS);
      default -> throw new ErrnoException(Errno.INVAL);
    };
  }
}
