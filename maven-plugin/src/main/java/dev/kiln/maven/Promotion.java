package dev.kiln.maven;

import dev.kiln.maven.BuildState.Entry;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Moves finished outputs from the staging folders to the output folders, and removes stale ones.
 * The manifest is written before, with nothing up to date, and again after. So if a build dies in
 * between, the next one repeats it, and still knows every file that it may have to delete.
 *
 * @param folders where outputs go
 * @param notes those of Maven's compiler plugin
 * @param manifest the file of the {@link BuildState}
 */
record Promotion(OutputFolders folders, CompilerNotes notes, Path manifest) {
  /**
   * Replaces one state by another.
   *
   * @param staged by source path, the folder that holds the entry's outputs; entries without one
   *     are in place already
   * @throws BuildException if two modules would write the same file; nothing is changed then
   */
  void replace(BuildState before, BuildState after, Map<String, Path> staged)
      throws IOException, BuildException {
    refuseCollisions(after);
    List<Entry> both = new ArrayList<>(before.entries());
    both.addAll(after.entries());
    new BuildState(both).invalidated().save(manifest);

    Set<String> wanted = outputs(after);
    Set<String> stale = outputs(before);
    stale.removeAll(wanted);
    for (String path : List.copyOf(stale)) {
      // javac does not run where there is no source left.
      stale.addAll(folders.classesOf(path));
    }
    stale.removeAll(wanted);
    for (String path : stale) {
      delete(path);
    }
    notes.forget(wanted);
    for (Entry entry : after.entries()) {
      Path from = staged.get(entry.path());
      if (from != null) {
        for (String path : entry.outputs().keySet()) {
          move(from.resolve(path), folders.resolve(path));
        }
      }
    }
    after.save(manifest);
  }

  private static Set<String> outputs(BuildState state) {
    Set<String> paths = new TreeSet<>();
    state.entries().forEach(entry -> paths.addAll(entry.outputs().keySet()));
    return paths;
  }

  private static void refuseCollisions(BuildState state) throws BuildException {
    Map<String, String> sourceByOutput = new HashMap<>();
    for (Entry entry : state.entries()) {
      for (String output : entry.outputs().keySet()) {
        // Where case is ignored, one file would overwrite the other.
        String file = OutputFolders.finalName(output).toLowerCase(Locale.ROOT);
        String other = sourceByOutput.putIfAbsent(file, entry.path());
        if (other != null) {
          throw new BuildException(
              entry.path()
                  + " and "
                  + other
                  + " would both write "
                  + output
                  + "; rename one of them");
        }
      }
    }
  }

  /** A file that is the same already keeps its time, so that javac sees no change. */
  private static void move(Path from, Path to) throws IOException {
    if (Files.isRegularFile(to) && Files.mismatch(from, to) == -1) {
      return;
    }
    Path folder = to.getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
  }

  private void delete(String path) throws IOException {
    Path top = folders.folderOf(path);
    Path file = folders.resolve(path);
    Files.deleteIfExists(file);
    Path folder = file.getParent();
    while (folder != null && !folder.equals(top) && Files.isDirectory(folder)) {
      try {
        Files.delete(folder);
      } catch (DirectoryNotEmptyException e) {
        return;
      }
      folder = folder.getParent();
    }
  }
}
