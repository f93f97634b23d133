package dev.kiln.it.project;

import java.util.List;

/**
 * The poms of the projects that are built; {@code @kiln.version@} stands for this build's version.
 */
final class Poms {
  /** The dependency of a project with modules. */
  static final String RUNTIME = dependency("kiln-runtime-min");

  /** The dependency of a project with WASI modules. */
  static final String WASI = dependency("kiln-wasi");

  /** The plugin as README shows it. */
  static final String PLUGIN =
      """
          <plugin>
            <groupId>dev.kiln</groupId>
            <artifactId>wasm-maven-plugin</artifactId>
            <version>@kiln.version@</version>
            <executions><execution><goals><goal>compile</goal></goals></execution></executions>
          </plugin>
      """;

  private Poms() {}

  private static String dependency(String artifact) {
    return """
        <dependency>
          <groupId>dev.kiln</groupId>
          <artifactId>%s</artifactId>
          <version>@kiln.version@</version>
        </dependency>
    """
        .formatted(artifact);
  }

  /**
   * The text of a pom.
   *
   * @param dependencies elements {@code dependency}
   * @param plugins elements {@code plugin}
   */
  static String pom(String artifact, String dependencies, String plugins) {
    return project(
        artifact,
        """
          <properties>
            <maven.compiler.release>17</maven.compiler.release>
            <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
          </properties>
          <dependencies>
        %s  </dependencies>
          <build>
            <plugins>
        %s%s    </plugins>
          </build>
        """
            .formatted(dependencies, plugins, versions()));
  }

  /**
   * The text of a pom without code.
   *
   * @param modules the folders of its modules
   * @param more further elements, such as dependencies
   */
  static String parent(String artifact, List<String> modules, String more) {
    StringBuilder all = new StringBuilder();
    modules.forEach(module -> all.append("<module>").append(module).append("</module>"));
    return project(
        artifact, "  <packaging>pom</packaging>\n  <modules>" + all + "</modules>\n" + more);
  }

  private static String project(String artifact, String content) {
    return """
    <project xmlns="http://maven.apache.org/POM/4.0.0">
      <modelVersion>4.0.0</modelVersion>
      <groupId>com.acme</groupId>
      <artifactId>%s</artifactId>
      <version>1</version>
    %s
    </project>
    """
        .formatted(artifact, content);
  }

  /** Those that the outer build has as well: they can be had without a network. */
  private static String versions() {
    StringBuilder all = new StringBuilder();
    for (String[] plugin :
        new String[][] {
          {"resources", "3.5.0"},
          {"compiler", "3.16.0"},
          {"surefire", "3.6.1"},
          {"jar", "3.5.1"}
        }) {
      all.append("      <plugin>\n        <artifactId>maven-").append(plugin[0]);
      all.append("-plugin</artifactId>\n        <version>").append(plugin[1]);
      all.append("</version>\n");
      if (plugin[0].equals("compiler")) {
        all.append(
            "        <configuration><compilerArgs><arg>-Xlint:all,-requires-automatic</arg>");
        all.append("<arg>-Werror</arg></compilerArgs>");
        all.append("<showWarnings>true</showWarnings></configuration>\n");
      }
      all.append("      </plugin>\n");
    }
    return all.toString();
  }
}
