package dev.kiln.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The layers of the compiler: a package uses packages below it, and none above. */
class LayersTest {
  private static final String ROOT = "dev.kiln.compiler";

  /** From the lowest to the highest, as {@code docs/ARCHITECTURE.md} has them. */
  private static final List<String> LAYERS =
      List.of(
          "api",
          "model.type",
          "carrier",
          "model",
          "opcode",
          "decode",
          "validate",
          "ir",
          "slots",
          "facts",
          "lower",
          "facade",
          "emit.layout",
          "emit.memory",
          "emit.code",
          "measure",
          "cut",
          "emit.function",
          "emit.host",
          "emit.module",
          "",
          "report",
          "batch");

  /** The order above is finer than what is allowed: these know nothing of each other. */
  private static final Map<String, List<String>> STRANGERS =
      Map.of(
          "decode", List.of("validate", "ir", "facts", "lower", "facade"),
          "validate", List.of("ir", "facts", "lower", "facade"),
          "ir", List.of("decode", "validate"),
          "facts", List.of("ir", "slots", "lower", "facade"),
          "lower", List.of("facade", "measure", "cut"),
          "emit.host", List.of("ir", "lower", "emit.code", "emit.function", "cut", "measure"));

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @Test
  void noPackageUsesOneAboveIt() {
    TreeSet<String> wrong = new TreeSet<>();
    uses(
        (from, to, why) -> {
          if (LAYERS.indexOf(to) > LAYERS.indexOf(from)) {
            wrong.add(why);
          }
        });
    assertEquals("", String.join("\n", wrong));
  }

  @Test
  void packagesThatNeedNotKnowEachOtherDoNot() {
    TreeSet<String> wrong = new TreeSet<>();
    uses(
        (from, to, why) -> {
          if (STRANGERS.getOrDefault(from, List.of()).contains(to)
              || STRANGERS.getOrDefault(to, List.of()).contains(from)
                  && LAYERS.indexOf(from) < LAYERS.indexOf(to)) {
            wrong.add(why);
          }
        });
    assertEquals("", String.join("\n", wrong));
  }

  @Test
  void everyPackageHasAPlace() {
    TreeSet<String> packages =
        CLASSES.stream().map(LayersTest::packageOf).collect(Collectors.toCollection(TreeSet::new));
    assertEquals(new TreeSet<>(LAYERS), packages);
  }

  @Test
  void noPackageHasMoreThan25Files() {
    Map<String, Long> files =
        new TreeMap<>(
            CLASSES.stream()
                .filter(c -> c.getEnclosingClass().isEmpty())
                .collect(Collectors.groupingBy(LayersTest::packageOf, Collectors.counting())));
    files.values().removeIf(count -> count <= 25);
    assertEquals(Map.of(), files);
  }

  @Test
  void onlyTheOuterStagesKnowTheClassFileLibrary() {
    TreeSet<String> wrong = new TreeSet<>();
    for (JavaClass from : CLASSES) {
      String name = packageOf(from);
      // A carrier says by which bytecode a value is loaded, boxed, made a word.
      boolean inner =
          LAYERS.indexOf(name) < LAYERS.indexOf("emit.layout") && !name.equals("carrier");
      for (Dependency use : from.getDirectDependenciesFromSelf()) {
        JavaClass to = use.getTargetClass();
        if (inner && to.getPackageName().startsWith("java.lang.classfile")) {
          wrong.add(from.getName());
        }
      }
    }
    assertEquals("", String.join("\n", wrong));
    assertTrue(CLASSES.size() > 200, "classes were found");
  }

  private interface Use {
    void of(String from, String to, String why);
  }

  private static void uses(Use use) {
    for (JavaClass from : CLASSES) {
      for (Dependency dependency : from.getDirectDependenciesFromSelf()) {
        JavaClass to = dependency.getTargetClass();
        if (to.getPackageName().startsWith(ROOT)) {
          use.of(packageOf(from), packageOf(to), from.getName() + " → " + to.getName());
        }
      }
    }
  }

  private static String packageOf(JavaClass type) {
    String name = type.getPackageName();
    return name.equals(ROOT) ? "" : name.substring(ROOT.length() + 1);
  }
}
