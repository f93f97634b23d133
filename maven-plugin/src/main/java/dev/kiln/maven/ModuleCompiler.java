package dev.kiln.maven;

import dev.kiln.compiler.batch.BatchProtocol;
import dev.kiln.maven.BuildState.Entry;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Compiles the modules of a project that are not up to date, all of them or none. */
record ModuleCompiler(Layout layout, CompilerLauncher launcher, CompilerSettings settings) {
  /**
   * Where things are.
   *
   * @param projectDirectory what messages name files relative to
   * @param sourceDirectory searched for modules
   * @param outputs receive classes, resources and sources
   * @param notes those of Maven's compiler plugin
   * @param stateDirectory this build's own: the manifest, and staging while compiling
   * @param packageName the package of modules in no sub-folder, or null for none
   */
  record Layout(
      Path projectDirectory,
      Path sourceDirectory,
      OutputFolders outputs,
      CompilerNotes notes,
      Path stateDirectory,
      @Nullable String packageName) {
    /** The file of the {@link BuildState}. */
    Path manifest() {
      return stateDirectory.resolve("manifest.properties");
    }

    /** The folder of outputs that are not in place yet. */
    Path staging() {
      return stateDirectory.resolve("staging");
    }
  }

  /**
   * A module that was compiled.
   *
   * @param functions how many functions it defines
   * @param millis the time it took
   * @param report the report on it, lines of text, if the settings ask for one
   */
  record Compiled(
      WasmSource source, String className, int functions, long millis, Optional<String> report) {}

  /**
   * What happened.
   *
   * @param compiled the modules that were compiled; promoted only if there are no errors
   * @param upToDate how many needed nothing
   * @param errors one line for each module that could not be compiled
   */
  record Report(List<Compiled> compiled, int upToDate, List<String> errors) {}

  /** A module to compile, the fingerprint of all its classes depend on, and where they go first. */
  private record Job(WasmSource source, String key, Path staged) {}

  /**
   * Compiles what changed and, if there was no error, promotes it and deletes what is stale.
   *
   * @throws BuildException if the compiler cannot run, or two modules give the same file
   */
  Report run() throws IOException, InterruptedException, BuildException {
    List<WasmSource> sources =
        WasmSource.under(layout.sourceDirectory(), layout.projectDirectory());
    BuildState before = BuildState.load(layout.manifest());
    if (sources.isEmpty() && before.entries().isEmpty()) {
      return new Report(List.of(), 0, List.of());
    }
    Map<String, Entry> known = new HashMap<>();
    before.entries().forEach(entry -> known.put(entry.path(), entry));
    String buildId = sources.isEmpty() ? "" : launcher.buildId();
    List<Entry> intact = new ArrayList<>();
    List<Job> jobs = new ArrayList<>();
    for (WasmSource source : sources) {
      String key = key(buildId, source);
      Entry entry = known.get(source.path());
      if (entry != null && entry.key().equals(key) && entry.isIntact(layout.outputs())) {
        intact.add(entry);
      } else {
        jobs.add(new Job(source, key, layout.staging().resolve(Integer.toString(jobs.size()))));
      }
    }
    try {
      deleteStaging();
      Report report = compile(jobs, intact.size());
      if (report.errors().isEmpty()) {
        promote(before, intact, jobs, report.compiled());
      }
      return report;
    } finally {
      deleteStaging();
    }
  }

  private String key(String buildId, WasmSource source) throws IOException {
    return new Fingerprint()
        .add(buildId)
        .add(source.path())
        .add(String.valueOf(layout.packageName()))
        .add(settings.options().toString())
        .add(Files.readAllBytes(source.file()))
        .toHex();
  }

  private Report compile(List<Job> jobs, int upToDate)
      throws IOException, InterruptedException, BuildException {
    Properties answer = jobs.isEmpty() ? new Properties() : launch(jobs);
    List<Compiled> compiled = new ArrayList<>();
    List<String> errors = new ArrayList<>();
    for (int i = 0; i < jobs.size(); i++) {
      String error = answer.getProperty(i + BatchProtocol.ERROR);
      if (error != null) {
        errors.add(error);
      } else {
        compiled.add(
            new Compiled(
                jobs.get(i).source(),
                answer.getProperty(i + BatchProtocol.CLASS),
                Integer.parseInt(answer.getProperty(i + BatchProtocol.FUNCTIONS)),
                Long.parseLong(answer.getProperty(i + BatchProtocol.MILLIS)),
                Optional.ofNullable(answer.getProperty(i + BatchProtocol.MODULE_REPORT))));
      }
    }
    return new Report(compiled, upToDate, errors);
  }

  private Properties launch(List<Job> jobs)
      throws IOException, InterruptedException, BuildException {
    Properties request = new Properties();
    request.setProperty(BatchProtocol.COUNT, Integer.toString(jobs.size()));
    settings.addTo(request);
    if (layout.packageName() != null) {
      request.setProperty(BatchProtocol.PACKAGE, layout.packageName());
    }
    for (int i = 0; i < jobs.size(); i++) {
      WasmSource source = jobs.get(i).source();
      request.setProperty(i + BatchProtocol.PATH, source.path());
      request.setProperty(i + BatchProtocol.FILE, source.file().toString());
      request.setProperty(i + BatchProtocol.NAME, source.name());
      request.setProperty(i + BatchProtocol.OUTPUT, jobs.get(i).staged().toString());
    }
    Path staging = Files.createDirectories(layout.staging());
    Path requestFile = staging.resolve("request.properties");
    Path answerFile = staging.resolve("answer.properties");
    try (Writer out = Files.newBufferedWriter(requestFile, StandardCharsets.UTF_8)) {
      request.store(out, null);
    }
    launcher.run(requestFile, answerFile);
    Properties answer = new Properties();
    try (Reader in = Files.newBufferedReader(answerFile, StandardCharsets.UTF_8)) {
      answer.load(in);
    }
    return answer;
  }

  private void promote(
      BuildState before, List<Entry> intact, List<Job> jobs, List<Compiled> compiled)
      throws IOException, BuildException {
    List<Entry> entries = new ArrayList<>(intact);
    Map<String, Path> staged = new HashMap<>();
    for (int i = 0; i < jobs.size(); i++) {
      Job job = jobs.get(i);
      String path = job.source().path();
      staged.put(path, job.staged());
      entries.add(new Entry(path, job.key(), compiled.get(i).className(), outputs(job.staged())));
    }
    entries.sort(Comparator.comparing(Entry::path));
    if (!jobs.isEmpty() || entries.size() != before.entries().size()) {
      new Promotion(layout.outputs(), layout.notes(), layout.manifest())
          .replace(before, new BuildState(entries), staged);
    }
  }

  /** The files below a folder, with {@code /}, and their fingerprints. */
  private static SortedMap<String, String> outputs(Path folder) throws IOException {
    SortedMap<String, String> outputs = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        String path = folder.relativize(file).toString();
        outputs.put(path.replace(folder.getFileSystem().getSeparator(), "/"), Fingerprint.of(file));
      }
    }
    return outputs;
  }

  private void deleteStaging() throws IOException {
    Path staging = layout.staging();
    if (!Files.exists(staging)) {
      return;
    }
    try (Stream<Path> walk = Files.walk(staging)) {
      for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
