package dev.kiln.maven;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaFinderTest {
  @TempDir Path root;

  @Test
  void namedHomesComeFirstInTheirOrder() throws IOException {
    Path old = java("named/17", "17.0.15");
    Path first = java("named/26", "26");
    Path second = java("named/25", "25.0.3");
    java("jvm/25", "25");
    assertEquals(
        Optional.of(new JavaHome(first, 26)),
        new JavaFinder(List.of(old, first, second), List.of(root.resolve("jvm"))).find());
  }

  @Test
  void oldestThatSufficesIsTakenFromInstallFolders() throws IOException {
    java("jvm/jdk-8", "1.8.0_402");
    java("jvm/jdk-24", "24.0.1");
    Path expected = java("jvm/jdk-25", "25.0.3");
    java("other/a-jdk-27", "27-ea");
    assertEquals(
        Optional.of(new JavaHome(expected, 25)),
        new JavaFinder(List.of(), List.of(root.resolve("other"), root.resolve("jvm"))).find());
  }

  @Test
  void macBundlesHoldTheirHomeInside() throws IOException {
    Path home = java("JavaVirtualMachines/temurin-25.jdk/Contents/Home", "25.0.1");
    assertEquals(
        Optional.of(new JavaHome(home, 25)),
        new JavaFinder(List.of(), List.of(root.resolve("JavaVirtualMachines"))).find());
  }

  @Test
  void windowsLauncherIsFound() throws IOException {
    Path home = java("Java/jdk-25", "25");
    Path launcher = Files.move(home.resolve("bin/java"), home.resolve("bin/java.exe"));
    Optional<JavaHome> java = new JavaFinder(List.of(home), List.of()).find();
    assertEquals(Optional.of(launcher), java.map(JavaHome::java));
  }

  @Test
  void environmentNamesHomes() throws IOException {
    Path home = java("somewhere", "25.0.3");
    Path old = java("old", "17");
    for (String name : List.of("JAVA_HOME", "JAVA25_HOME", "JAVA_25_HOME", "JAVA_HOME_25_X64")) {
      assertEquals(
          Optional.of(new JavaHome(home, 25)),
          JavaFinder.of(List.of(old), Map.of(name, home.toString()), root.resolve("nobody")).find(),
          name);
    }
  }

  @Test
  void homeDirectoryOfTheUserIsSearched() throws IOException {
    Path home = java("me/.sdkman/candidates/java/25.0.1-tem", "25.0.1");
    Path sdkman = root.resolve("me/.sdkman/candidates/java");
    assertEquals(
        Optional.of(home),
        new JavaFinder(List.of(), List.of(sdkman)).find().map(JavaHome::directory));
  }

  @Test
  void foldersThatAreNoJavaAreLeftOut() throws IOException {
    Files.createDirectories(root.resolve("jvm/empty"));
    Files.writeString(root.resolve("jvm/file"), "no folder");
    Path withoutLauncher = java("jvm/no-launcher", "25");
    Files.delete(withoutLauncher.resolve("bin/java"));
    Path withoutVersion = java("jvm/no-version", "25");
    Files.writeString(withoutVersion.resolve("release"), "IMPLEMENTOR=\"nobody\"\n");
    Path damaged = java("jvm/damaged", "25");
    Files.write(damaged.resolve("release"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    assertEquals(
        Optional.empty(),
        new JavaFinder(
                List.of(root.resolve("missing")),
                List.of(root.resolve("jvm"), root.resolve("missing")))
            .find());
  }

  private Path java(String name, String version) throws IOException {
    Path home = root.resolve(name);
    Path launcher = home.resolve("bin/java");
    Files.createDirectories(launcher.getParent());
    Files.writeString(launcher, "");
    launcher.toFile().setExecutable(true);
    Files.writeString(
        home.resolve("release"),
        "IMPLEMENTOR=\"Somebody\"\nJAVA_VERSION=\"" + version + "\"\nOS_ARCH=\"x86_64\"\n");
    return home;
  }
}
