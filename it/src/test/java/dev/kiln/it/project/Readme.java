package dev.kiln.it.project;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.it.support.Workplace;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The README of this repository, as its reader finds it. */
final class Readme {
  private static final Pattern SHELL =
      Pattern.compile("^```sh\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

  private final String text;

  Readme() throws IOException {
    text = Files.readString(Workplace.root().resolve("README.md")).replace("\r\n", "\n");
  }

  /** What stands between a heading of the second level and the next one. */
  String section(String heading) {
    return firstGroup(text, "^## " + Pattern.quote(heading) + "$(.*?)(?=^## |\\z)");
  }

  /** The shell commands of a section, block by block, exactly as they stand. */
  List<String> commands(String heading) {
    return SHELL.matcher(section(heading)).results().map(block -> block.group(1)).toList();
  }

  /** The first group of a pattern, which a section must contain. */
  String find(String heading, String pattern) {
    return firstGroup(section(heading), pattern);
  }

  private static String firstGroup(String in, String pattern) {
    Matcher matcher = Pattern.compile(pattern, Pattern.MULTILINE | Pattern.DOTALL).matcher(in);
    assertTrue(matcher.find(), "README.md lacks " + pattern);
    return matcher.group(1);
  }
}
