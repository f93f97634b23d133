package dev.kiln.wasi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.wasi.descriptor.Descriptor;
import dev.kiln.wasi.descriptor.FileType;
import dev.kiln.wasi.guest.Errno;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FilesTest extends TestInDirectory {
  private static final long ALL = TestProgram.ALL_RIGHTS;
  private static final long READ = TestProgram.READ;
  private static final long WRITE = TestProgram.WRITE;

  private int create(String name) {
    return program.open(3, 0, name, TestProgram.CREATE, ALL, 0);
  }

  @Test
  void writeSeekRead() throws IOException {
    int fd = create("f");
    assertEquals(4, fd);
    assertEquals(5, program.write(fd, "hello"));
    assertEquals(0, program.call("fd_tell", fd, RESULT));
    assertEquals(5, program.memory.readLong(RESULT));
    assertEquals(1, program.seek(fd, 1, 0));
    assertEquals("ell", program.read(fd, 3));
    assertEquals(3, program.seek(fd, -1, 1));
    assertEquals("lo", program.read(fd, 10));
    assertEquals("", program.read(fd, 10));
    assertEquals(4, program.seek(fd, -1, 2));
    assertEquals(-Errno.INVAL, program.seek(fd, -1, 0));
    assertEquals(-Errno.INVAL, program.seek(fd, Long.MAX_VALUE, 1));
    assertEquals(-Errno.INVAL, program.seek(fd, 0, 3));
    assertEquals(4, program.seek(fd, 0, 1));
    assertEquals(0, program.call("fd_sync", fd));
    assertEquals(0, program.call("fd_datasync", fd));
    assertEquals(0, program.call("fd_close", fd));
    assertEquals("hello", Files.readString(root.resolve("f")));
    assertEquals(Errno.BADF, program.call("fd_sync", fd));
  }

  @Test
  void positionsAreNotMovedByOffsets() throws IOException {
    int fd = create("f");
    program.write(fd, "0123456789");
    program.seek(fd, 2, 0);
    program.vector(70000, 3);
    assertEquals(0, program.call("fd_pread", fd, 512, 1, 5, RESULT));
    assertEquals("567", program.text(70000, program.memory.readInt(RESULT)));
    assertEquals(0, program.call("fd_pwrite", fd, 512, 1, 0, RESULT));
    assertEquals(3, program.memory.readInt(RESULT));
    assertEquals(2, program.seek(fd, 0, 1));
    assertEquals(0, program.call("fd_pread", fd, 512, 1, 50, RESULT));
    assertEquals(0, program.memory.readInt(RESULT));
    assertEquals(Errno.INVAL, program.call("fd_pread", fd, 512, 1, -1, RESULT));
    assertEquals("5673456789", Files.readString(root.resolve("f")));
  }

  @Test
  void largeTransfersGoThroughWhole() throws IOException {
    int fd = create("f");
    program.memory.writeByte(20_000, 'a');
    program.memory.writeByte(219_999, 'z');
    program.vector(20_000, 200_000);
    assertEquals(0, program.call("fd_write", fd, 512, 1, RESULT));
    assertEquals(200_000, program.memory.readInt(RESULT));
    byte[] written = Files.readAllBytes(root.resolve("f"));
    assertEquals(200_000, written.length);
    assertEquals('z', written[199_999]);
    program.seek(fd, 0, 0);
    program.memory.writeByte(20_000, 0);
    assertEquals(0, program.call("fd_read", fd, 512, 1, RESULT));
    assertEquals(200_000, program.memory.readInt(RESULT));
    assertEquals('a', program.memory.readByte(20_000));
  }

  @Test
  void appendGoesToTheEnd() throws IOException {
    Files.writeString(root.resolve("log"), "one\n");
    int fd = program.open(3, 0, "log", 0, WRITE, Descriptor.APPEND);
    assertEquals(4, program.write(fd, "two\n"));
    program.seek(fd, 0, 0);
    program.write(fd, "three\n");
    assertEquals("one\ntwo\nthree\n", Files.readString(root.resolve("log")));
    assertEquals(0, program.call("fd_fdstat_set_flags", fd, 0));
    program.seek(fd, 0, 0);
    program.write(fd, "ONE");
    assertEquals("ONE\ntwo\nthree\n", Files.readString(root.resolve("log")));
    assertEquals(Errno.INVAL, program.call("fd_fdstat_set_flags", fd, Descriptor.SYNC));
  }

  @Test
  void openFlags() throws IOException {
    Files.writeString(root.resolve("f"), "old");
    assertEquals(-Errno.NOENT, program.open(3, 0, "g", 0, ALL, 0));
    assertEquals(
        -Errno.EXIST, program.open(3, 0, "f", TestProgram.CREATE | TestProgram.EXCLUSIVE, ALL, 0));
    assertTrue(program.open(3, 0, "f", TestProgram.CREATE, ALL, 0) > 3);
    assertEquals("old", Files.readString(root.resolve("f")));
    assertTrue(program.open(3, 0, "f", TestProgram.TRUNCATE, ALL, 0) > 3);
    assertEquals("", Files.readString(root.resolve("f")));
    assertTrue(program.open(3, 0, "n", TestProgram.CREATE | TestProgram.EXCLUSIVE, ALL, 0) > 3);
    assertEquals(-Errno.NOTDIR, program.open(3, 0, "f", TestProgram.DIRECTORY, READ, 0));
    assertEquals(-Errno.NOTDIR, program.open(3, 0, "f/", 0, READ, 0));
    assertEquals(-Errno.NOTDIR, program.open(3, 0, "f/x", 0, READ, 0));
    assertEquals(-Errno.ISDIR, program.open(3, 0, "new/", TestProgram.CREATE, ALL, 0));
    assertEquals(
        -Errno.INVAL, program.open(3, 0, "d", TestProgram.CREATE | TestProgram.DIRECTORY, READ, 0));
    Files.createDirectory(root.resolve("d"));
    assertEquals(-Errno.ISDIR, program.open(3, 0, "d", 0, READ | WRITE, 0));
    assertTrue(program.open(3, 0, "d", TestProgram.DIRECTORY, READ, 0) > 3);
    assertTrue(program.open(3, 0, "d/", 0, 0, 0) > 3);
    assertEquals(-Errno.BADF, program.open(55, 0, "f", 0, READ, 0));
  }

  @Test
  void rightsAreWhatWasAskedFor() throws IOException {
    Files.writeString(root.resolve("f"), "text");
    int reader = program.open(3, 0, "f", 0, READ, 0);
    assertEquals("text", program.read(reader, 9));
    assertEquals(-Errno.BADF, program.write(reader, "x"));
    assertEquals(Errno.INVAL, program.call("fd_filestat_set_size", reader, 0));
    assertEquals(0, program.call("fd_fdstat_get", reader, RESULT));
    assertEquals(FileType.REGULAR_FILE, program.memory.readByte(RESULT));
    long rights = program.memory.readLong(RESULT + 8);
    assertEquals(READ, rights & (READ | WRITE));
    int writer = program.open(3, 0, "f", 0, WRITE, 0);
    assertEquals("?" + Errno.BADF, program.read(writer, 1));
    assertEquals(1, program.write(writer, "T"));
    int created = program.open(3, 0, "g", TestProgram.CREATE, READ, 0);
    assertEquals(-Errno.BADF, program.write(created, "x"));
    int none = program.open(3, 0, "f", 0, 0, 0);
    assertEquals("?" + Errno.BADF, program.read(none, 1));
    assertEquals(0, program.call("fd_fdstat_set_rights", reader, 0, 0));
    assertEquals(Errno.NOTDIR, program.mkdir(reader, "x"));
  }

  @Test
  void sizes() throws IOException {
    int fd = create("f");
    program.write(fd, "0123456789");
    assertEquals(0, program.call("fd_filestat_set_size", fd, 4));
    assertEquals(10, program.seek(fd, 0, 1));
    assertEquals("0123", Files.readString(root.resolve("f")));
    assertEquals(0, program.call("fd_filestat_set_size", fd, 6));
    assertEquals("0123\0\0", Files.readString(root.resolve("f")));
    assertEquals(0, program.call("fd_allocate", fd, 4, 4));
    assertEquals(8, Files.size(root.resolve("f")));
    assertEquals(0, program.call("fd_allocate", fd, 0, 2));
    assertEquals(8, Files.size(root.resolve("f")));
    assertEquals(Errno.INVAL, program.call("fd_allocate", fd, 0, 0));
    assertEquals(Errno.INVAL, program.call("fd_filestat_set_size", fd, -1));
    assertEquals(0, program.call("fd_advise", fd, 0, 0, 5));
    assertEquals(Errno.INVAL, program.call("fd_advise", fd, 0, 0, 6));
  }

  @Test
  void attributesOfFiles() throws IOException {
    Files.writeString(root.resolve("f"), "12345");
    int fd = program.open(3, 0, "f", 0, READ | WRITE, 0);
    assertEquals(0, program.stat(3, 0, "f"));
    long inode = program.memory.readLong(RESULT + 8);
    assertNotEquals(0, inode);
    assertEquals(FileType.REGULAR_FILE, program.memory.readByte(RESULT + 16));
    assertEquals(1, program.memory.readLong(RESULT + 24));
    assertEquals(5, program.memory.readLong(RESULT + 32));
    assertEquals(0, program.call("fd_filestat_get", fd, RESULT));
    assertEquals(inode, program.memory.readLong(RESULT + 8));
    assertEquals(0, program.link(3, 0, "f", 3, "g"));
    assertEquals(0, program.stat(3, 0, "g"));
    assertEquals(inode, program.memory.readLong(RESULT + 8));
    assertEquals(2, program.memory.readLong(RESULT + 24));
    assertEquals(0, program.unlink(3, "f"));
    assertEquals(0, program.unlink(3, "g"));
    assertEquals(0, program.call("fd_filestat_get", fd, RESULT));
    assertEquals(inode, program.memory.readLong(RESULT + 8));
    assertEquals(5, program.memory.readLong(RESULT + 32));
    assertEquals("12345", program.read(fd, 9));
    assertEquals(Errno.NOENT, program.call("fd_filestat_set_times", fd, 1000, 1000, 5));
  }

  @Test
  void times() throws IOException {
    Files.writeString(root.resolve("f"), "");
    Files.createDirectory(root.resolve("d"));
    int fd = program.open(3, 0, "f", 0, READ, 0);
    assertEquals(0, program.call("fd_filestat_set_times", fd, 3_000_000, 5_000_000, 1 | 4));
    assertEquals(0, program.stat(3, 0, "f"));
    assertEquals(3_000_000, program.memory.readLong(RESULT + 40));
    assertEquals(5_000_000, program.memory.readLong(RESULT + 48));
    long[] at = {3, 0};
    assertEquals(0, program.path("path_filestat_set_times", at, "f", 0, 7_000_000, 4));
    assertEquals(0, program.path("path_filestat_set_times", at, "d", 0, 9_000_000, 4));
    assertEquals(0, program.stat(3, 0, "f"));
    assertEquals(3_000_000, program.memory.readLong(RESULT + 40));
    assertEquals(7_000_000, program.memory.readLong(RESULT + 48));
    assertEquals(
        FileTime.from(9, TimeUnit.MILLISECONDS), Files.getLastModifiedTime(root.resolve("d")));
    assertEquals(0, program.path("path_filestat_set_times", at, ".", 0, 0, 8));
    assertEquals(
        FileTime.from(program.clock.realtime(), TimeUnit.NANOSECONDS),
        Files.getLastModifiedTime(root));
    assertEquals(Errno.INVAL, program.path("path_filestat_set_times", at, "f", 0, 0, 12));
    assertEquals(Errno.NOENT, program.path("path_filestat_set_times", at, "g", 0, 0, 8));
  }

  @Test
  void preopenedDirectories() throws IOException {
    assertEquals(0, program.call("fd_prestat_get", 3, RESULT));
    assertEquals(0, program.memory.readByte(RESULT));
    assertEquals(1, program.memory.readInt(RESULT + 4));
    assertEquals(Errno.NAMETOOLONG, program.call("fd_prestat_dir_name", 3, 700, 0));
    assertEquals(0, program.call("fd_prestat_dir_name", 3, 700, 1));
    assertEquals("/", program.text(700, 1));
    assertEquals(Errno.BADF, program.call("fd_prestat_get", 4, RESULT));
    int again = program.open(3, 0, ".", TestProgram.DIRECTORY, READ, 0);
    assertEquals(Errno.BADF, program.call("fd_prestat_get", again, RESULT));
    assertEquals(Errno.NOTDIR, program.call("fd_prestat_dir_name", again, 700, 9));
    assertEquals(0, program.call("fd_close", 3));
    assertEquals(0, program.mkdir(again, "x"));
    assertTrue(Files.isDirectory(root.resolve("x")));
  }
}
