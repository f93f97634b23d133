package dev.kiln.maven;

import dev.kiln.maven.ModuleCompiler.Compiled;
import dev.kiln.maven.ModuleCompiler.Report;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.inject.Inject;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Dependency;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.apache.maven.project.MavenProject;
import org.apache.maven.toolchain.Toolchain;
import org.apache.maven.toolchain.ToolchainManager;
import org.jspecify.annotations.Nullable;

/**
 * Compiles WebAssembly modules to classes: <code>src/main/wasm/com/acme/image-filter.wasm</code>
 * becomes the class <code>com.acme.ImageFilter</code> in the project's output folder, and the
 * source of a facade, <code>com.acme.ImageFilterInstance</code>. This happens before Java sources
 * are compiled. The compiler needs Java 25 or newer. If Maven runs on an older one, a JDK is looked
 * for in the toolchains, in <code>JAVA_HOME</code> and <code>JAVA25_HOME</code>, and in the usual
 * install folders.
 */
@Mojo(
    name = "compile",
    defaultPhase = LifecyclePhase.GENERATE_SOURCES,
    requiresDependencyResolution = ResolutionScope.NONE,
    threadSafe = true)
public final class CompileMojo extends AbstractMojo {
  /** The artifacts that the compiler's class path needs. */
  private static final Set<String> COMPILER = Set.of("kiln-aot-compiler", "kiln-runtime-min");

  private final ToolchainManager toolchains;

  @Parameter(defaultValue = "${session}", readonly = true, required = true)
  private MavenSession session;

  @Parameter(defaultValue = "${project}", readonly = true, required = true)
  private MavenProject project;

  @Parameter(defaultValue = "${project.basedir}", readonly = true, required = true)
  private File basedir;

  @Parameter(defaultValue = "${plugin.artifacts}", readonly = true, required = true)
  private List<Artifact> pluginArtifacts;

  @Parameter(defaultValue = "${project.build.directory}", readonly = true, required = true)
  private File buildDirectory;

  /** Where the modules are; sub-folders are packages. */
  @Parameter(property = "wasm.sourceDirectory", defaultValue = "${project.basedir}/src/main/wasm")
  private File sourceDirectory;

  /** Where the classes go. */
  @Parameter(property = "wasm.outputDirectory", defaultValue = "${project.build.outputDirectory}")
  private File outputDirectory;

  /** The package for modules that are directly in the source folder. */
  @Parameter(property = "wasm.packageName")
  private @Nullable String packageName;

  /**
   * A function is split if its method could have more bytes of bytecode than this: 1000 to 60000,
   * or 0 for the default, 7600. For measurements; HotSpot compiles no method over 8000 bytes.
   */
  @Parameter(property = "wasm.methodLimit", defaultValue = "0")
  private int methodLimit;

  /**
   * The bytes of bytecode in each piece of a split function: at least 1000, or 0 for the default,
   * 3600.
   */
  @Parameter(property = "wasm.pieceSize", defaultValue = "0")
  private int pieceSize;

  /**
   * Whether the code can be interrupted. It then checks its store's deadline at each loop and
   * function, which takes time.
   */
  @Parameter(property = "wasm.epochs", defaultValue = "false")
  private boolean epochs;

  /** Whether the code uses fuel of its store. It traps when the fuel is used up. */
  @Parameter(property = "wasm.fuel", defaultValue = "false")
  private boolean fuel;

  /**
   * Whether to generate a facade for each module: the Java source of a class, such as <code>
   * com.acme.ImageFilterInstance</code>, with a method for each exported function. With facades,
   * the interfaces for imports are Java sources, too; without, they are class files.
   */
  @Parameter(property = "wasm.facade", defaultValue = "true")
  private boolean facade;

  /**
   * Where the sources of facades and interfaces go. The folder becomes a source folder of the
   * project.
   */
  @Parameter(
      property = "wasm.facadeDirectory",
      defaultValue = "${project.build.directory}/generated-sources/wasm")
  private File facadeDirectory;

  /** Whether to skip this goal. */
  @Parameter(property = "wasm.skip", defaultValue = "false")
  private boolean skip;

  @Inject
  CompileMojo(ToolchainManager toolchains) {
    this.toolchains = toolchains;
  }

  @Override
  public void execute() throws MojoExecutionException, MojoFailureException {
    if (skip) {
      getLog().info("wasm.skip is set; WebAssembly modules are not compiled.");
      addSources();
      return;
    }
    Report report;
    try {
      report = new ModuleCompiler(layout(), launcher(), settings()).run();
    } catch (BuildException e) {
      throw new MojoFailureException(e.getMessage(), e);
    } catch (IOException e) {
      throw new MojoExecutionException(FileMessage.of(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MojoExecutionException("interrupted while compiling", e);
    }
    print(report);
    addSources();
  }

  /**
   * Sources that were generated, now or in an earlier build, are compiled with the project's own.
   */
  private void addSources() {
    if (facade && facadeDirectory.isDirectory()) {
      project.addCompileSourceRoot(facadeDirectory.getPath());
    }
  }

  private void print(Report report) throws MojoFailureException {
    report.errors().forEach(getLog()::error);
    int failed = report.errors().size();
    if (failed > 0) {
      // Maven prints this once more at the end: with a single error that line should be the error.
      throw new MojoFailureException(
          failed == 1
              ? report.errors().get(0)
              : failed + " WebAssembly modules could not be compiled; see the errors above");
    }
    for (Compiled module : report.compiled()) {
      getLog()
          .info(
              String.format(
                  Locale.ROOT,
                  "Compiled %s -> %s (%d functions, %.1f s)",
                  module.source().fileName(),
                  module.className(),
                  module.functions(),
                  module.millis() / 1000.0));
      module.report().ifPresent(text -> text.lines().forEach(getLog()::debug));
    }
    if (report.compiled().isEmpty()) {
      getLog()
          .info(
              report.upToDate() > 0
                  ? "WebAssembly modules: all up to date (" + report.upToDate() + ")."
                  : "No WebAssembly modules in " + sourceDirectory + ".");
    }
  }

  /** Reports go to the debug log, so they are made only if that is shown. */
  private CompilerSettings settings() {
    CompilerSettings settings =
        CompilerSettings.of(methodLimit, pieceSize, getLog().isDebugEnabled())
            .withInterruption(epochs, fuel);
    if (!facade) {
      return settings;
    }
    if (project.getDependencies().stream().noneMatch(CompileMojo::javacSees)) {
      if (sourceDirectory.isDirectory()) {
        getLog()
            .info("No facades are generated: kiln-runtime-min is not a dependency of the project.");
      }
      return settings;
    }
    return settings.withFacade(hasWasi());
  }

  /**
   * Whether the project, or a parent of it, names WASI among its dependencies. Nothing is resolved
   * here, so a transitive dependency does not count.
   */
  private boolean hasWasi() {
    return project.getDependencies().stream()
        .anyMatch(
            dependency ->
                "dev.kiln".equals(dependency.getGroupId())
                    && "kiln-wasi".equals(dependency.getArtifactId())
                    && javacSees(dependency));
  }

  /** Whether a dependency is on the class path that the facades are compiled with. */
  private static boolean javacSees(Dependency dependency) {
    return !Set.of("test", "runtime").contains(String.valueOf(dependency.getScope()));
  }

  private ModuleCompiler.Layout layout() {
    // One folder for each pair, so that executions of one build do not delete each other's classes.
    String pair =
        new Fingerprint().add(sourceDirectory.toString()).add(outputDirectory.toString()).toHex();
    return new ModuleCompiler.Layout(
        basedir.toPath(),
        sourceDirectory.toPath(),
        new OutputFolders(outputDirectory.toPath(), facadeDirectory.toPath()),
        new CompilerNotes(buildDirectory.toPath()),
        buildDirectory.toPath().resolve("kiln").resolve(pair.substring(0, 8)),
        packageName);
  }

  private CompilerLauncher launcher() {
    List<Path> classPath =
        pluginArtifacts.stream()
            .filter(artifact -> COMPILER.contains(artifact.getArtifactId()))
            .map(artifact -> artifact.getFile().toPath())
            .sorted()
            .toList();
    return new CompilerLauncher(
        classPath,
        JavaFinder.of(toolchainHomes(), System.getenv(), Path.of(System.getProperty("user.home"))));
  }

  /** The toolchain the build selected, then the configured ones that are new enough. */
  private List<Path> toolchainHomes() {
    List<Toolchain> candidates = new ArrayList<>();
    Toolchain selected = toolchains.getToolchainFromBuildContext("jdk", session);
    if (selected != null) {
      candidates.add(selected);
    }
    candidates.addAll(
        toolchains.getToolchains(
            session, "jdk", Map.of("version", "[" + JavaFinder.REQUIRED + ",)")));
    List<Path> homes = new ArrayList<>();
    for (Toolchain toolchain : candidates) {
      String java = toolchain.findTool("java");
      if (java != null) {
        homes.add(Path.of(java).resolve("../..").normalize());
      }
    }
    return homes;
  }
}
