package dev.kiln.wasi.directory;

import dev.kiln.wasi.guest.Errno;
import dev.kiln.wasi.guest.ErrnoException;
import java.io.IOException;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Times to set on a file or directory.
 *
 * @param accessed the time of the last access; null leaves it as it is
 * @param modified the time of the last change; null leaves it as it is
 */
public record FileTimes(@Nullable FileTime accessed, @Nullable FileTime modified) {
  /**
   * Times from the arguments of {@code fd_filestat_set_times} and {@code path_filestat_set_times}.
   *
   * @param accessed nanoseconds since 1970
   * @param modified nanoseconds since 1970
   * @param flags {@code fstflags}: for each time, whether to set it, and whether to the given time
   *     or to now
   * @param now gives the current time in nanoseconds since 1970
   * @throws IOException with {@code INVAL} if the flags ask for the given time and for now at once
   */
  public static FileTimes of(long accessed, long modified, int flags, LongSupplier now)
      throws IOException {
    return new FileTimes(time(accessed, flags & 3, now), time(modified, flags >> 2 & 3, now));
  }

  private static @Nullable FileTime time(long given, int flags, LongSupplier now)
      throws IOException {
    return switch (flags) {
      case 0 -> null;
      case 1 -> FileTime.from(given, TimeUnit.NANOSECONDS);
      case 2 -> FileTime.from(now.getAsLong(), TimeUnit.NANOSECONDS);
      default -> throw ErrnoException.of(Errno.INVAL);
    };
  }
}
