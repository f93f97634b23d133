package dev.kiln.it.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.dockerjava.api.command.InspectContainerResponse;
import dev.kiln.it.container.JavaContainer.Ended;
import dev.kiln.it.support.Need;
import dev.kiln.it.support.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Executable jars where a deployment would run them: a container with a Java run time and nothing
 * else, without network and without rights.
 */
@Needs(Need.DOCKER)
class ContainerIT {
  private static final String LIFE = "life.jar";
  private static final String TRAP = "trap.jar";
  private static final String CREATE = "create.jar";
  private static final String LARGE = "large.jar";

  private static final String GUN =
      """
      ......................................
      .........................#............
      .......................#.#............
      .............##......##............##.
      ............#...#....##............##.
      .##........#.....#...##...............
      .##........#...#.##....#.#............
      ...........#.....#.......#............
      ............#...#.....................
      .............##.......................
      ......................................
      generation 0, 36 alive
      """;

  private static final String BLINKER = "x = 3, y = 1, rule = B3/S23\n3o!\n";
  private static final int READ_ONLY_FILE_SYSTEM = 69;
  private static final int ABORTED = 134;

  private static RunTimeImage image;

  @BeforeAll
  static void build() throws IOException, InterruptedException {
    Map<String, Path> jars =
        Map.of(
            LIFE, Programs.life(),
            TRAP, Programs.trap(),
            CREATE, Programs.create(),
            LARGE, Programs.large());
    image = RunTimeImage.build(jars);
  }

  @AfterAll
  static void remove() {
    if (image != null) {
      image.close();
    }
  }

  /** A folder that whoever the container runs as may use. */
  private static Path open(Path folder, String permissions) throws IOException {
    return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(permissions));
  }

  private static void assertEnded(long exit, String output, String errors, Ended ended) {
    assertEquals(output, ended.output(), ended::toString);
    assertEquals(errors, ended.errors(), ended::toString);
    assertEquals(exit, ended.exit(), ended::toString);
  }

  private static String lastLine(Ended ended) {
    List<String> lines = ended.output().lines().toList();
    return lines.isEmpty() ? ended.toString() : lines.get(lines.size() - 1);
  }

  @Test
  void runs() {
    try (JavaContainer container = new JavaContainer(image)) {
      Ended ended = container.run(LIFE, "-g", "0", "-s", "38x11");
      assertEnded(0, GUN, "", ended);
    }
  }

  @Test
  void isConfined() {
    try (JavaContainer container = new JavaContainer(image)) {
      // The folder is the user's own: nothing but the read-only root is in the way.
      Ended ended = container.options("-Dkiln.dir=/tmp::/").run(CREATE);
      assertEnded(READ_ONLY_FILE_SYSTEM, "", "", ended);
      InspectContainerResponse info = container.getCurrentContainerInfo();
      assertEquals(RunTimeImage.USER, info.getConfig().getUser());
      assertEquals(Set.of("none"), info.getNetworkSettings().getNetworks().keySet());
    }
  }

  @Test
  void hasLittleHeap() {
    try (JavaContainer container = new JavaContainer(image)) {
      Ended ended = container.run(LARGE);
      assertEquals(1, ended.exit(), ended::toString);
      assertEquals(
          "large.wasm: the heap has no room for a memory of 131072000 bytes: give Java more (-Xmx)\n",
          ended.errors());
    }
  }

  @Test
  void refusesArguments() {
    try (JavaContainer container = new JavaContainer(image)) {
      assertEnded(
          1, "", "life: größe.rle: Capabilities insufficient\n", container.run(LIFE, "größe.rle"));
    }
  }

  @Test
  void readsAMountedDirectory(@TempDir Path folder) throws IOException {
    Files.writeString(open(folder, "rwxr-xr-x").resolve("blinker.rle"), BLINKER);
    open(folder.resolve("blinker.rle"), "rw-r--r--");
    try (JavaContainer container = new JavaContainer(image)) {
      container.mount(folder, "/mnt/patterns").options("-Dkiln.dir=/mnt/patterns::/data");
      Ended ended = container.run(LIFE, "-g", "3", "-s", "5x5", "/data/blinker.rle");
      String expected = ".....\n..#..\n..#..\n..#..\n.....\ngeneration 3, 3 alive\n";
      assertEnded(0, expected, "", ended);
    }
  }

  @Test
  void doesNotWriteToAMountedDirectory(@TempDir Path folder) throws IOException {
    try (JavaContainer container = new JavaContainer(image)) {
      container.mount(open(folder, "rwxrwxrwx"), "/mnt").options("-Dkiln.dir=/mnt::/");
      assertEnded(READ_ONLY_FILE_SYSTEM, "", "", container.run(CREATE));
      assertFalse(Files.exists(folder.resolve("a")));
    }
  }

  @Test
  void traps() {
    try (JavaContainer container = new JavaContainer(image)) {
      String errors = "trap.wasm: trap: unreachable\n    at explode\n    at _start\n";
      assertEnded(ABORTED, "", errors, container.run(TRAP));
    }
  }

  private static Ended gunWith(Path cache, String option) {
    try (JavaContainer container = new JavaContainer(image)) {
      container.mountWritable(cache, "/cache").options(option.split(" "));
      Ended ended = container.run(LIFE, "-g", "0");
      assertEquals("generation 0, 36 alive", lastLine(ended));
      return ended;
    }
  }

  /** The times are for show: with the engine's share, and nothing is compared with them. */
  @Test
  void startsFromACache(@TempDir Path folder) throws IOException {
    open(folder, "rwxrwxrwx");
    try (JavaContainer container = new JavaContainer(image)) {
      container.mountWritable(folder, "/cache").options("-XX:AOTCacheOutput=/cache/life.aot");
      Ended ended = container.run(LIFE, "-g", "0");
      assertEquals(0, ended.exit(), ended::toString);
    }
    // Without the cache this mode ends the JVM.
    String cached = "-XX:AOTMode=on -XX:AOTCache=/cache/life.aot";
    List<Duration> without = new ArrayList<>();
    List<Duration> with = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      without.add(gunWith(folder, "-XX:AOTMode=off").wall());
      with.add(gunWith(folder, cached).wall());
    }
    System.out.printf(
        "Life in a container, best of %d: %d ms, with an AOT cache %d ms%n",
        with.size(), Collections.min(without).toMillis(), Collections.min(with).toMillis());
  }

  @Test
  void severalAtOnce() throws Exception {
    try (JavaContainer lasting = new JavaContainer(image)) {
      // Much longer than the others take together, so that it is running beside each of them.
      lasting.begin(LIFE, "-g", "1000000", "-s", "400x400");
      List<Future<Ended>> all = new ArrayList<>();
      try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
        for (String generations : List.of("0", "30", "60")) {
          all.add(threads.submit(() -> gun(generations)));
        }
      }
      assertEquals("generation 0, 36 alive", lastLine(all.get(0).get()));
      // The gun has a period of 30 and has sent out one glider, then two.
      assertEquals("generation 30, 41 alive", lastLine(all.get(1).get()));
      assertEquals("generation 60, 46 alive", lastLine(all.get(2).get()));
      assertTrue(lasting.isRunning());
      assertEquals("", lasting.getLogs());
    }
  }

  private static Ended gun(String generations) {
    try (JavaContainer container = new JavaContainer(image)) {
      return container.run(LIFE, "-g", generations);
    }
  }
}
