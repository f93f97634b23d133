package dev.kiln.it.spec;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** What the compile phase made of a module. */
@JsonTypeInfo(use = JsonTypeInfo.Id.MINIMAL_CLASS)
public sealed interface Source {
  /**
   * A class.
   *
   * @param className the binary name of the module class
   */
  record Compiled(String className) implements Source {}

  /**
   * Refused for what it needs.
   *
   * @param proposals the names of the proposals, joined by " + "
   * @param imports the names of the modules it imports from, whose state it would have changed
   */
  record Refused(String proposals, List<String> imports) implements Source {
    /** Copies the list. */
    public Refused {
      imports = List.copyOf(imports);
    }
  }

  /**
   * Not compiled for another reason, or to classes that do not verify.
   *
   * @param message why
   */
  record Broken(String message) implements Source {}
}
