package dev.kiln.wasi;

import dev.kiln.runtime.abi.Window;
import dev.kiln.wasi.descriptor.DescriptorTable;
import dev.kiln.wasi.descriptor.FileStat;
import dev.kiln.wasi.directory.FileTimes;
import dev.kiln.wasi.directory.PathWalk;
import dev.kiln.wasi.directory.PathWalk.Last;
import dev.kiln.wasi.directory.Place;
import dev.kiln.wasi.guest.Errno;
import dev.kiln.wasi.guest.ErrnoException;
import dev.kiln.wasi.guest.GuestMemory;
import java.io.IOException;
import java.nio.file.Path;

/** Attributes of files, by descriptor and by path: sizes, times, and the structure of all. */
final class FilestatFunctions {
  private FilestatFunctions() {}

  static void call(String name, Program program, GuestMemory m, Window w, int n)
      throws IOException {
    DescriptorTable descriptors = program.descriptors();
    int fd = w.i32(n);
    switch (name) {
      case "fd_filestat_get" -> descriptors.get(fd).stat().write(m, w.i32(n + 1));
      case "fd_filestat_set_size" -> descriptors.get(fd).setSize(w.i64(n + 1));
      case "fd_filestat_set_times" ->
          descriptors.get(fd).setTimes(times(program, w.i64(n + 1), w.i64(n + 2), w.i32(n + 3)));
      case "path_filestat_get" -> get(descriptors, m, w, n);
      case "path_filestat_set_times" -> setTimes(program, m, w, n);
      default -> throw WasiFailures.noFunction(name);
    }
  }

  private static FileTimes times(Program program, long accessed, long modified, int flags)
      throws IOException {
    return FileTimes.of(accessed, modified, flags, program.clock()::realtime);
  }

  private static void get(DescriptorTable descriptors, GuestMemory memory, Window w, int n)
      throws IOException {
    String path = memory.text(w.i32(n + 2), w.i32(n + 3));
    try (Place place = resolve(descriptors, w, n, path)) {
      FileStat.of(place.existing(), place.path()).write(memory, w.i32(n + 4));
    }
  }

  private static Place resolve(DescriptorTable descriptors, Window w, int n, String path)
      throws IOException {
    return PathWalk.resolve(descriptors.get(w.i32(n)).directory(), path, Last.of(w.i32(n + 1)));
  }

  private static void setTimes(Program program, GuestMemory memory, Window w, int n)
      throws IOException {
    String path = memory.text(w.i32(n + 2), w.i32(n + 3));
    FileTimes times = times(program, w.i64(n + 4), w.i64(n + 5), w.i32(n + 6));
    try (Place place = resolve(program.descriptors(), w, n, path)) {
      if (place.existing().isSymbolicLink()) {
        throw ErrnoException.of(Errno.NOTSUP); // Java cannot set the times of a link
      }
      Path name = place.name();
      if (name == null) {
        place.directory().setTimes(times);
      } else {
        place.directory().setTimes(name, times);
      }
    }
  }
}
