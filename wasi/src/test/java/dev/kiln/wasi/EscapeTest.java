package dev.kiln.wasi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.wasi.directory.HostDirectory;
import dev.kiln.wasi.directory.PathHostDirectory;
import dev.kiln.wasi.guest.Errno;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A program must reach nothing outside its directories, by a path or by a link, even if the host
 * made the link. Each test runs with secure directory streams and with directories that know paths
 * only.
 */
class EscapeTest {
  private static final int RESULT = TestProgram.RESULT;
  private static final long BOTH = TestProgram.READ | TestProgram.WRITE;

  @TempDir Path temp;
  private Path outside;
  private Path root;
  private List<String> before;

  @BeforeEach
  void prepare() throws IOException {
    temp = temp.toRealPath();
    outside = Files.createDirectory(temp.resolve("outside"));
    Files.createDirectory(outside.resolve("sub"));
    Files.writeString(outside.resolve("secret"), "secret");
    root = Files.createDirectories(temp.resolve("root"));
    Files.createDirectories(root.resolve("a/b"));
    Files.writeString(root.resolve("a/file"), "mine");
    before = snapshot();
  }

  /** Everything outside: names, times and content. */
  private List<String> snapshot() throws IOException {
    try (Stream<Path> all = Files.walk(outside)) {
      return all.sorted()
          .map(
              path -> {
                try {
                  FileTime time = Files.getLastModifiedTime(path);
                  String text = Files.isRegularFile(path) ? Files.readString(path) : "";
                  return path + " " + time + " " + text + Files.getAttribute(path, "unix:nlink");
                } catch (IOException e) {
                  return path + " " + e;
                }
              })
          .toList();
    }
  }

  private TestProgram program(boolean secure) throws IOException {
    return new TestProgram("", secure ? HostDirectory.open(root) : new PathHostDirectory(root));
  }

  /** Every path function with {@code path}, which leads outside. */
  private void refused(TestProgram program, int fd, String path) throws IOException {
    int[] how = {
      0, TestProgram.CREATE, TestProgram.DIRECTORY, TestProgram.TRUNCATE, TestProgram.CREATE | 4
    };
    for (int lookup : new int[] {0, 1}) {
      for (int flags : how) {
        for (long rights : new long[] {0, TestProgram.READ, TestProgram.WRITE, BOTH}) {
          assertTrue(program.open(fd, lookup, path, flags, rights, 0) < 0, path);
        }
      }
      assertNotEquals(0, program.stat(fd, lookup, path), path);
      long[] at = {fd, lookup};
      assertNotEquals(0, program.path("path_filestat_set_times", at, path, 0, 0, 10), path);
    }
    assertNotEquals(0, program.mkdir(fd, path), path);
    assertNotEquals(0, program.rmdir(fd, path), path);
    assertNotEquals(0, program.unlink(fd, path), path);
    assertNotEquals(0, program.rename(fd, path, fd, "stolen"), path);
    assertNotEquals(0, program.rename(3, "a/file", fd, path), path);
    assertNotEquals(0, program.link(fd, 0, path, fd, "stolen"), path);
    assertNotEquals(0, program.link(3, 0, "a/file", fd, path), path);
    assertNotEquals(0, program.symlink("x", fd, path), path);
    assertTrue(program.readlink(fd, path).startsWith("?"), path);
    assertEquals(before, snapshot(), path);
    assertFalse(Files.exists(root.resolve("stolen")));
    assertEquals("mine", Files.readString(root.resolve("a/file")));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void paths(boolean secure) throws IOException {
    try (TestProgram program = program(secure)) {
      String absolute = outside.toString();
      for (String path :
          new String[] {
            "../outside/secret",
            "../outside/new",
            "../outside/sub",
            "a/../../outside/secret",
            "a/b/../../../outside/secret",
            "./../outside/secret",
            "a/./b/.././../../outside/secret",
            "..//outside/secret",
            "a//..//..//outside//secret",
            "../root/../outside/secret",
            "..",
            "../",
            "../.",
            "a/../..",
            "/",
            "//",
            absolute + "/secret",
            absolute + "/new",
            "/" + absolute + "/secret",
            "\0",
            "a\0/../../outside/secret",
            "../outside/secret\0",
            ""
          }) {
        refused(program, 3, path);
      }
      assertEquals(Errno.PERM, program.stat(3, 0, "../outside/secret"));
      assertEquals(Errno.PERM, program.stat(3, 0, absolute + "/secret"));
      assertEquals(Errno.INVAL, program.stat(3, 0, "a\0b"));
      assertEquals(0, program.stat(3, 0, "a/../a/file"));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void linksOfTheHost(boolean secure) throws IOException {
    Files.createSymbolicLink(root.resolve("absfile"), outside.resolve("secret"));
    Files.createSymbolicLink(root.resolve("absdir"), outside);
    Files.createSymbolicLink(root.resolve("absnew"), outside.resolve("new"));
    Files.createSymbolicLink(root.resolve("relfile"), Path.of("../outside/secret"));
    Files.createSymbolicLink(root.resolve("a/reldir"), Path.of("../../outside"));
    Files.createSymbolicLink(root.resolve("a/relnew"), Path.of("../../outside/new"));
    Files.createSymbolicLink(root.resolve("up"), Path.of(".."));
    Files.createSymbolicLink(root.resolve("chain"), Path.of("a/chain2"));
    Files.createSymbolicLink(root.resolve("a/chain2"), Path.of("../relfile"));
    Files.createSymbolicLink(root.resolve("self"), root); // inside, but by an absolute path
    try (TestProgram program = program(secure)) {
      for (String path :
          new String[] {
            "absdir/secret",
            "absdir/new",
            "absdir/sub",
            "absdir/",
            "absdir/.",
            "absdir/..",
            "a/reldir/secret",
            "a/reldir/new",
            "a/reldir/sub/../secret",
            "a/reldir/sub/",
            "a/../a/reldir/secret",
            "up/outside/secret",
            "up/root/up/outside/secret",
            "up/outside/new",
            "self/../outside/secret",
            "self/a/file"
          }) {
        refused(program, 3, path);
      }
      // Links in the last place: opening and following are refused, the link itself is the
      // program's.
      for (String path :
          new String[] {"absfile", "absnew", "relfile", "a/relnew", "chain", "up", "absdir"}) {
        for (int how : new int[] {0, TestProgram.CREATE, TestProgram.TRUNCATE, 2}) {
          assertTrue(program.open(3, 1, path, how, BOTH, 0) < 0, path);
          assertTrue(program.open(3, 0, path, how, BOTH, 0) < 0, path);
          assertTrue(program.open(3, 1, path, how, 0, 0) < 0, path);
        }
        assertEquals(Errno.PERM, program.stat(3, 1, path), path);
        long[] at = {3, 1};
        assertEquals(Errno.PERM, program.path("path_filestat_set_times", at, path, 0, 0, 10));
        assertNotEquals(0, program.mkdir(3, path));
        assertNotEquals(0, program.link(3, 1, path, 3, "stolen"));
      }
      assertEquals("?" + Errno.PERM, program.readlink(3, "absfile"));
      assertEquals("../outside/secret", program.readlink(3, "relfile"));
      assertEquals(0, program.rename(3, "a/relnew", 3, "moved"));
      assertEquals(Errno.PERM, program.stat(3, 1, "moved"));
      assertEquals(0, program.link(3, 0, "absfile", 3, "linked"));
      assertTrue(program.open(3, 1, "linked", 0, BOTH, 0) < 0);
      assertEquals(0, program.unlink(3, "absdir"));
      assertEquals(0, program.unlink(3, "absfile"));
      assertEquals(before, snapshot());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void linksOfTheProgram(boolean secure) throws IOException {
    try (TestProgram program = program(secure)) {
      assertEquals(Errno.PERM, program.symlink(outside.toString(), 3, "s"));
      assertEquals(Errno.PERM, program.symlink("/", 3, "s"));
      assertEquals(Errno.INVAL, program.symlink("..\0", 3, "s"));
      assertFalse(Files.exists(root.resolve("s")));
      assertEquals(0, program.symlink("..", 3, "up"));
      assertEquals(0, program.symlink("../../outside", 3, "a/out"));
      assertEquals(0, program.symlink("a/out", 3, "twice"));
      for (String path : new String[] {"up/outside/secret", "a/out/secret", "twice/secret"}) {
        refused(program, 3, path);
      }
      // A link that leads inside at first, and outside after it is moved.
      assertEquals(0, program.symlink("../x/secret", 3, "a/b/inner"));
      assertEquals(0, program.rename(3, "a/b/inner", 3, "inner"));
      assertEquals(Errno.PERM, program.stat(3, 1, "inner"));
      // A link through a directory that is itself replaced by a link.
      assertEquals(0, program.mkdir(3, "d"));
      assertEquals(0, program.symlink("d/../../outside", 3, "trick"));
      assertEquals(Errno.PERM, program.stat(3, 1, "trick/secret"));
      assertEquals(before, snapshot());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anOpenDirectoryIsARootOfItsOwn(boolean secure) throws IOException {
    try (TestProgram program = program(secure)) {
      int fd = program.open(3, 0, "a", TestProgram.DIRECTORY, TestProgram.READ, 0);
      assertTrue(fd > 3);
      refused(program, fd, "../a/file");
      refused(program, fd, "../../outside/secret");
      refused(program, fd, "b/../../a/file");
      assertEquals(0, program.stat(fd, 0, "b/../file"));
      assertEquals(0, program.symlink("../a", 3, "a/s"));
      assertEquals(0, program.stat(3, 1, "a/s"));
      assertEquals(Errno.PERM, program.stat(fd, 1, "s"));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void replacedDirectories(boolean secure) throws IOException {
    try (TestProgram program = program(secure)) {
      int fd = program.open(3, 0, "a", TestProgram.DIRECTORY, TestProgram.READ, 0);
      Files.move(root.resolve("a"), root.resolve("old"));
      Files.createSymbolicLink(root.resolve("a"), outside);
      // The descriptor stays with the directory, and never follows the path to the link.
      assertNotEquals(0, program.stat(fd, 0, "secret"));
      assertNotEquals(0, program.unlink(fd, "secret"));
      assertNotEquals(0, program.mkdir(fd, "new"));
      assertNotEquals(0, program.symlink("x", fd, "new"));
      assertNotEquals(0, program.link(3, 0, "old/file", fd, "new"));
      assertNotEquals(0, program.link(fd, 0, "secret", 3, "stolen"));
      assertTrue(program.open(fd, 0, "secret", 0, BOTH, 0) < 0);
      assertTrue(program.readlink(fd, "secret").startsWith("?"));
      if (secure) {
        assertEquals(0, program.stat(fd, 0, "file"));
      }
      assertEquals(before, snapshot());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void openFilesThatWereReplaced(boolean secure) throws IOException {
    try (TestProgram program = program(secure)) {
      int fd = program.open(3, 0, "a/file", 0, BOTH, 0);
      Files.move(root.resolve("a/file"), root.resolve("a/old"));
      Files.createSymbolicLink(root.resolve("a/file"), outside.resolve("secret"));
      assertEquals(0, program.call("fd_filestat_get", fd, RESULT));
      assertEquals(4, program.memory.readLong(RESULT + 32));
      assertNotEquals(0, program.call("fd_filestat_set_times", fd, 0, 0, 10));
      assertEquals("mine", program.read(fd, 99));
      Files.delete(root.resolve("a/file"));
      Files.move(root.resolve("a"), root.resolve("aa"));
      Files.createSymbolicLink(root.resolve("a"), outside);
      Files.writeString(outside.resolve("file"), "another");
      before = snapshot();
      assertNotEquals(0, program.call("fd_filestat_set_times", fd, 0, 0, 10));
      assertEquals(0, program.call("fd_filestat_get", fd, RESULT));
      assertEquals(4, program.memory.readLong(RESULT + 32));
      assertEquals(before, snapshot());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void twoDirectories(boolean secure) throws IOException {
    Path second = Files.createDirectory(temp.resolve("second"));
    Files.createSymbolicLink(second.resolve("in"), Path.of("../root/a"));
    try (TestProgram program =
        secure
            ? new TestProgram("", HostDirectory.open(root), HostDirectory.open(second))
            : new TestProgram("", new PathHostDirectory(root), new PathHostDirectory(second))) {
      // A link from one directory into the other is refused, too.
      assertEquals(Errno.PERM, program.stat(4, 0, "in/file"));
      assertEquals(0, program.rename(3, "a/file", 4, "moved"));
      assertEquals("mine", Files.readString(second.resolve("moved")));
      assertEquals(0, program.link(4, 0, "moved", 3, "a/file"));
      assertEquals("mine", Files.readString(root.resolve("a/file")));
      assertEquals(Errno.PERM, program.rename(4, "moved", 3, "../outside/x"));
      assertEquals(Errno.PERM, program.rename(4, "../outside/secret", 3, "x"));
      assertEquals(before, snapshot());
    }
  }

  @Test
  void aPreopenedLinkLeadsToItsTargetForGood() throws IOException {
    Path link = Files.createSymbolicLink(temp.resolve("link"), root);
    try (Wasi wasi = Wasi.builder().preopen(link, "/").build();
        TestProgram program = new TestProgram(wasi)) {
      Files.delete(link);
      Files.createSymbolicLink(link, outside);
      assertEquals(0, program.stat(3, 0, "a/file"));
      assertEquals(0, program.mkdir(3, "new"));
      assertEquals(Errno.NOENT, program.stat(3, 0, "secret"));
      assertEquals(before, snapshot());
    }
  }

  /** What is swapped between the look at an entry and its opening meets these. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void linksAreNeverOpened(boolean secure) throws IOException {
    Files.createSymbolicLink(root.resolve("file"), outside.resolve("secret"));
    Files.createSymbolicLink(root.resolve("new"), outside.resolve("new"));
    Files.createSymbolicLink(root.resolve("dir"), outside);
    try (HostDirectory directory =
        secure ? HostDirectory.open(root) : new PathHostDirectory(root)) {
      for (Set<? extends OpenOption> options :
          List.of(
              Set.of(StandardOpenOption.READ),
              Set.of(StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING),
              Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE),
              Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW))) {
        for (String name : new String[] {"file", "new", "dir"}) {
          assertThrows(IOException.class, () -> directory.openFile(Path.of(name), options), name);
        }
      }
      for (String name : new String[] {"file", "new", "dir"}) {
        assertThrows(IOException.class, () -> directory.openDirectory(Path.of(name)), name);
        assertTrue(directory.attributes(Path.of(name)).isSymbolicLink());
      }
    }
    assertEquals(before, snapshot());
  }

  /** Somebody else swaps a directory for a link outside while the program walks through it. */
  @Test
  void swappedMidWay() throws Exception {
    Files.createDirectory(root.resolve("swap"));
    Files.writeString(root.resolve("swap/secret"), "public");
    Path hidden = root.resolve("hidden");
    AtomicBoolean stop = new AtomicBoolean();
    Path swap = root.resolve("swap");
    Thread other =
        new Thread(
            () -> {
              try {
                while (!stop.get()) {
                  Files.move(swap, hidden);
                  Files.createSymbolicLink(swap, Path.of("../outside"));
                  Files.delete(swap);
                  Files.move(hidden, swap);
                }
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    other.start();
    int read = 0;
    try (TestProgram program = program(true)) {
      long end = System.nanoTime() + 700_000_000L;
      while (System.nanoTime() < end) {
        int fd = program.open(3, 0, "swap/secret", 0, BOTH, 0);
        if (fd >= 0) {
          assertEquals("public", program.read(fd, 99));
          assertEquals(0, program.call("fd_close", fd));
          read++;
        }
        fd = program.open(3, 0, "swap/new", TestProgram.CREATE, TestProgram.WRITE, 0);
        if (fd >= 0) {
          program.write(fd, "x");
          assertEquals(0, program.call("fd_close", fd));
        }
        assertNotEquals(0, program.rename(3, "swap/sub", 3, "stolen"));
        assertNotEquals(0, program.rmdir(3, "swap/sub"));
        program.unlink(3, "swap/new");
        if (program.link(3, 0, "swap/secret", 3, "linked") == 0) {
          assertEquals("public", Files.readString(root.resolve("linked")));
        }
        program.unlink(3, "linked");
      }
    } finally {
      stop.set(true);
      other.join();
    }
    assertTrue(read > 0);
    assertEquals(before, snapshot());
  }
}
