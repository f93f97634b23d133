package dev.kiln.wasi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.wasi.descriptor.FileType;
import dev.kiln.wasi.guest.Errno;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DirectoriesTest extends TestInDirectory {
  private static final int BUFFER = 80_000;

  private int write(String name) throws IOException {
    Files.writeString(root.resolve(name), name);
    return 0;
  }

  /** Reads a directory as wasi-libc does: again from the last complete entry. */
  private List<String> list(int fd, int room) {
    List<String> names = new ArrayList<>();
    long cookie = 0;
    while (true) {
      assertEquals(0, program.call("fd_readdir", fd, BUFFER, room, cookie, RESULT));
      int used = program.memory.readInt(RESULT);
      int at = 0;
      while (at + 24 <= used) {
        int length = program.memory.readInt(BUFFER + at + 16);
        if (at + 24 + length > used) {
          break;
        }
        cookie = program.memory.readLong(BUFFER + at);
        int type = program.memory.readByte(BUFFER + at + 20);
        names.add(program.text(BUFFER + at + 24, length) + ":" + type);
        at += 24 + length;
      }
      if (used < room) {
        return names;
      }
    }
  }

  @Test
  void readdirGivesEveryEntryOnce() throws IOException {
    write("b");
    Files.createDirectory(root.resolve("a"));
    Files.createSymbolicLink(root.resolve("c"), Path.of("b"));
    List<String> expected = List.of(".:3", "..:3", "a:3", "b:4", "c:7");
    assertEquals(expected, list(3, 4096));
    assertEquals(expected, list(3, 60));
    assertEquals(expected, list(3, 26));
    assertEquals(0, program.call("fd_readdir", 3, BUFFER, 4096, -1, RESULT));
    assertEquals(0, program.memory.readInt(RESULT));
    assertEquals(0, program.call("fd_readdir", 3, BUFFER, 10, 0, RESULT));
    assertEquals(10, program.memory.readInt(RESULT));
    assertEquals(Errno.BADF, program.call("fd_readdir", 1, BUFFER, 10, 0, RESULT));
  }

  @Test
  void entriesRemovedWhileReadingDoNotShiftOthers() throws IOException {
    for (int i = 0; i < 20; i++) {
      write("f" + (char) ('a' + i));
    }
    assertEquals(0, program.call("fd_readdir", 3, BUFFER, 120, 0, RESULT));
    assertEquals(0, program.unlink(3, "fa"));
    assertEquals(0, program.unlink(3, "fb"));
    assertEquals(0, program.call("fd_readdir", 3, BUFFER, 4096, 4, RESULT));
    assertEquals("fc", program.text(BUFFER + 24, 2));
    assertEquals(20, list(3, 4096).size());
  }

  @Test
  void makeAndRemove() throws IOException {
    assertEquals(0, program.mkdir(3, "d"));
    assertEquals(0, program.mkdir(3, "d/e/"));
    assertTrue(Files.isDirectory(root.resolve("d/e")));
    assertEquals(Errno.EXIST, program.mkdir(3, "d"));
    assertEquals(Errno.EXIST, program.mkdir(3, "."));
    assertEquals(Errno.NOENT, program.mkdir(3, "x/y"));
    assertEquals(Errno.NOENT, program.mkdir(3, ""));
    assertEquals(Errno.NOTEMPTY, program.rmdir(3, "d"));
    assertEquals(Errno.ISDIR, program.unlink(3, "d"));
    assertEquals(Errno.ISDIR, program.unlink(3, "d/"));
    write("f");
    assertEquals(Errno.NOTDIR, program.rmdir(3, "f"));
    assertEquals(Errno.NOTDIR, program.unlink(3, "f/"));
    assertEquals(Errno.NOENT, program.unlink(3, "g"));
    assertEquals(0, program.unlink(3, "f"));
    assertEquals(0, program.rmdir(3, "d/e/"));
    assertEquals(0, program.rmdir(3, "d"));
    assertEquals(Errno.NOENT, program.rmdir(3, "d"));
    assertEquals(Errno.INVAL, program.rmdir(3, "."));
  }

  @Test
  void renames() throws IOException {
    write("f");
    write("g");
    Files.createDirectories(root.resolve("d/e"));
    Files.createDirectory(root.resolve("empty"));
    assertEquals(0, program.rename(3, "f", 3, "d/f"));
    assertEquals("f", Files.readString(root.resolve("d/f")));
    assertEquals(0, program.rename(3, "d/f", 3, "g"));
    assertEquals("f", Files.readString(root.resolve("g")));
    assertEquals(Errno.ISDIR, program.rename(3, "g", 3, "empty"));
    assertEquals(Errno.NOTDIR, program.rename(3, "empty", 3, "g"));
    assertEquals(Errno.NOTDIR, program.rename(3, "g", 3, "h/"));
    assertEquals(Errno.NOTDIR, program.rename(3, "g/", 3, "h"));
    assertEquals(Errno.NOTEMPTY, program.rename(3, "empty", 3, "d"));
    assertEquals(Errno.INVAL, program.rename(3, "d", 3, "d/e/x"));
    assertEquals(Errno.NOENT, program.rename(3, "nothing", 3, "x"));
    assertEquals(Errno.BUSY, program.rename(3, ".", 3, "x"));
    assertEquals(0, program.rename(3, "d", 3, "empty"));
    assertTrue(Files.isDirectory(root.resolve("empty/e")));
    assertFalse(Files.exists(root.resolve("d")));
  }

  @Test
  void aRenamedDirectoryStaysOpen() throws IOException {
    Files.createDirectory(root.resolve("d"));
    int fd = program.open(3, 0, "d", TestProgram.DIRECTORY, TestProgram.READ, 0);
    assertEquals(0, program.rename(3, "d", 3, "e"));
    int file = program.open(fd, 0, "f", TestProgram.CREATE, TestProgram.WRITE, 0);
    assertEquals(1, program.write(file, "x"));
    assertEquals("x", Files.readString(root.resolve("e/f")));
    assertEquals(List.of(".:3", "..:3", "f:4"), list(fd, 4096));
  }

  @Test
  void links() throws IOException {
    write("f");
    Files.createDirectory(root.resolve("d"));
    assertEquals(0, program.symlink("../f", 3, "d/s"));
    assertEquals("../f", program.readlink(3, "d/s"));
    assertEquals("?" + Errno.INVAL, program.readlink(3, "f"));
    assertEquals("?" + Errno.NOENT, program.readlink(3, "x"));
    assertEquals(Errno.EXIST, program.symlink("f", 3, "d/s"));
    assertEquals(Errno.EXIST, program.symlink("f", 3, "d"));
    assertEquals(Errno.NOENT, program.symlink("f", 3, "new/"));
    assertEquals(Errno.NOENT, program.symlink("", 3, "new"));
    int fd = program.open(3, TestProgram.FOLLOW, "d/s", 0, TestProgram.READ, 0);
    assertEquals("f", program.read(fd, 9));
    assertEquals(-Errno.LOOP, program.open(3, 0, "d/s", 0, TestProgram.READ, 0));
    assertEquals(0, program.stat(3, 0, "d/s"));
    assertEquals(FileType.SYMBOLIC_LINK, program.memory.readByte(RESULT + 16));
    assertEquals(0, program.stat(3, TestProgram.FOLLOW, "d/s"));
    assertEquals(FileType.REGULAR_FILE, program.memory.readByte(RESULT + 16));
    assertEquals(
        Errno.NOTSUP, program.path("path_filestat_set_times", new long[] {3, 0}, "d/s", 0, 0, 8));
    assertEquals(Errno.PERM, program.link(3, 0, "d", 3, "dd"));
    assertEquals(Errno.EXIST, program.link(3, 0, "f", 3, "d"));
    assertEquals(Errno.NOENT, program.link(3, 0, "f", 3, "g/"));
    assertEquals(Errno.INVAL, program.link(3, TestProgram.FOLLOW, "f", 3, "g"));
    assertEquals(0, program.link(3, 0, "d/s", 3, "d/hard"));
    assertTrue(Files.isSymbolicLink(root.resolve("d/hard")));
    assertEquals(0, program.unlink(3, "d/s"));
    assertEquals("f", Files.readString(root.resolve("f")));
  }

  @Test
  void linksToDirectories() throws IOException {
    Files.createDirectories(root.resolve("d/e"));
    write("d/e/f");
    assertEquals(0, program.symlink("d/e", 3, "s"));
    assertEquals(0, program.stat(3, 0, "s/f"));
    assertEquals(0, program.stat(3, 0, "s/../e/f"));
    assertEquals(0, program.stat(3, 0, "s/"));
    assertEquals(FileType.DIRECTORY, program.memory.readByte(RESULT + 16));
    assertEquals(Errno.NOTDIR, program.rmdir(3, "s/"));
    assertEquals(Errno.NOTDIR, program.unlink(3, "s/"));
    assertEquals(Errno.NOTDIR, program.rename(3, "s/", 3, "t"));
    assertTrue(program.open(3, TestProgram.FOLLOW, "s", TestProgram.DIRECTORY, 0, 0) > 3);
    assertEquals(0, program.symlink("loop2", 3, "loop1"));
    assertEquals(0, program.symlink("loop1", 3, "loop2"));
    assertEquals(Errno.LOOP, program.stat(3, TestProgram.FOLLOW, "loop1"));
    assertEquals(Errno.LOOP, program.stat(3, 0, "loop1/x"));
    assertEquals(0, program.stat(3, 0, "loop1"));
  }

  @Test
  void aDanglingLinkIsCreatedThrough() throws IOException {
    assertEquals(0, program.symlink("target", 3, "s"));
    assertEquals(
        -Errno.EXIST,
        program.open(
            3, TestProgram.FOLLOW, "s", TestProgram.CREATE | TestProgram.EXCLUSIVE, 64, 0));
    assertTrue(
        program.open(3, TestProgram.FOLLOW, "s", TestProgram.CREATE, TestProgram.WRITE, 0) > 3);
    assertTrue(Files.isRegularFile(root.resolve("target")));
  }

  @Test
  void oddPaths() throws IOException {
    Files.createDirectories(root.resolve("dir/nested"));
    write("dir/nested/file");
    int fd =
        program.open(
            3, 0, "dir/.//nested/../../dir/nested/../nested///./file", 0, TestProgram.READ, 0);
    assertTrue(fd > 3);
    assertEquals(-Errno.INVAL, program.open(3, 0, "dir/nested/file\0", 0, 2, 0));
    assertEquals(-Errno.NOTDIR, program.open(3, 0, "dir/nested/file///", 0, 2, 0));
    assertEquals(-Errno.NOTDIR, program.open(3, 0, "dir/nested/file/.", 0, 2, 0));
    assertEquals(-Errno.NOTDIR, program.open(3, 0, "dir/nested/file/..", 0, 2, 0));
    assertEquals(-Errno.NOENT, program.open(3, 0, "", 0, 2, 0));
    assertEquals(Errno.NAMETOOLONG, program.mkdir(3, "n".repeat(300)));
    int bad = program.place(new byte[] {'a', (byte) 0xff});
    assertEquals(Errno.ILSEQ, program.call("path_create_directory", 3, bad, 2));
    assertEquals(0, program.mkdir(3, "back\\slash"));
    assertEquals(0, program.stat(3, 0, "dir/.."));
  }
}
