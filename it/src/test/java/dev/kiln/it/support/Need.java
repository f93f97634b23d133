package dev.kiln.it.support;

import java.nio.file.Files;
import java.util.function.BooleanSupplier;
import org.testcontainers.DockerClientFactory;

/** Something outside the repository that a test cannot do without. */
public enum Need {
  /** The official suite. */
  SUITE(
      () -> Files.isDirectory(Workplace.suite()),
      "the official WebAssembly suite in ../shared/spec/testsuite (or in -Dkiln.spec=FOLDER)",
      "kiln.require.shared"),
  /** The real programs. */
  CORPUS(
      () -> Files.isRegularFile(Workplace.corpus().resolve("cases.json")),
      "the real programs in ../shared/corpus (or in -Dkiln.corpus=FOLDER)",
      "kiln.require.shared"),
  /** The oldest JDK that compiled modules run on. */
  JDK_17(
      () -> Jdks.find(17).isPresent(),
      "a JDK 17 (installed in a usual place, or named by -Dkiln.jdk17=FOLDER or JAVA17_HOME)",
      "kiln.require.jdk17"),
  /** A Docker engine of this machine, as Testcontainers finds it. */
  DOCKER(
      () -> DockerClientFactory.instance().isDockerAvailable(),
      "a Docker engine that answers on this machine (see whether \"docker info\" names a server)",
      "kiln.require.docker");

  private final BooleanSupplier present;
  private final String what;
  private final String requiredBy;

  Need(BooleanSupplier present, String what, String requiredBy) {
    this.present = present;
    this.what = what;
    this.requiredBy = requiredBy;
  }

  /** Whether it is there. */
  boolean isPresent() {
    return present.getAsBoolean();
  }

  /** Whether its absence is an error: the system property says so. */
  boolean isRequired() {
    return Boolean.getBoolean(requiredBy);
  }

  /** What is missing and what to do. */
  String message() {
    return "this test needs " + what + ", which is not here";
  }
}
