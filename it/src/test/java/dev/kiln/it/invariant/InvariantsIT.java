package dev.kiln.it.invariant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.kiln.compiler.CompiledModule;
import dev.kiln.it.support.ChildJvm;
import dev.kiln.it.support.EmittedClasses;
import dev.kiln.it.support.FactoriesOnBothJdks;
import dev.kiln.it.support.Jars;
import dev.kiln.it.support.Workplace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;

/**
 * The invariants of the function reference model on JDK 17 and 25. Their modules are compiled here,
 * their checks are methods of the classes that are named here, numbered as in the design.
 */
class InvariantsIT implements FactoriesOnBothJdks {
  /** Far more than is needed, also on a busy machine. */
  private static final Duration TIMEOUT = Duration.ofMinutes(10);

  private static final List<Class<?>> THEMES =
      List.of(
          InsertionInvariants.class,
          RetroactiveInvariants.class,
          TypeInvariants.class,
          IdentityInvariants.class,
          StoreInvariants.class,
          CallInvariants.class,
          Isolation.class);

  private static final List<Class<?>> SMALL_HEAP = List.of(SmallHeapInvariants.class);

  /** Shown by {@link CompiledClassesTest} on the bytes alone. */
  private static final int NO_DYNAMIC_CODE = 25;

  private static Path jar;

  @BeforeAll
  static void compile() throws IOException {
    Map<String, byte[]> classes = new TreeMap<>();
    EmittedClasses check = new EmittedClasses();
    Map<String, CompiledModule> modules = Modules.compile();
    for (CompiledModule module : modules.values()) {
      assertEquals(List.of(), check.check(module));
      classes.putAll(module.files());
    }
    classes.putAll(Sabotage.withoutAdapter());
    jar = Workplace.output("invariants").resolve("invariants.jar");
    Jars.write(jar, classes);
  }

  @Test
  void everyInvariantHasItsPlace() {
    TreeSet<Integer> numbers = new TreeSet<>(List.of(NO_DYNAMIC_CODE));
    List<Class<?>> all = new ArrayList<>(THEMES);
    all.addAll(SMALL_HEAP);
    for (Class<?> theme : all) {
      for (String name : InvariantExecutor.names(theme)) {
        if (name.startsWith("invariant")) {
          numbers.add(Integer.parseInt(name.substring(9, 11)));
        }
      }
    }
    assertEquals(27, numbers.size(), numbers::toString);
    assertEquals(1, numbers.first());
    assertEquals(27, numbers.last());
  }

  @Override
  public List<DynamicNode> on(int feature) throws IOException, InterruptedException {
    List<DynamicNode> nodes = new ArrayList<>(run(ChildJvm.of(feature), THEMES));
    nodes.addAll(run(ChildJvm.of(feature).options("-Xmx64m"), SMALL_HEAP));
    return nodes;
  }

  private static List<DynamicNode> run(ChildJvm jvm, List<Class<?>> themes)
      throws IOException, InterruptedException {
    List<String> names = themes.stream().map(Class::getName).toList();
    ChildJvm.Ended ended = jvm.classPath(jar).run(InvariantExecutor.class, TIMEOUT, names);
    Map<String, String> outcomes = outcomes(new String(ended.output(), StandardCharsets.UTF_8));
    List<DynamicNode> nodes = new ArrayList<>();
    for (Class<?> theme : themes) {
      List<DynamicNode> tests = new ArrayList<>();
      for (String name : InvariantExecutor.names(theme)) {
        String outcome = outcomes.getOrDefault(name, "it did not run: " + ended.errors());
        tests.add(dynamicTest(name, () -> assertEquals("", outcome)));
      }
      tests.add(dynamicTest("the JVM ended well", () -> assertEquals(0, ended.exit())));
      nodes.add(dynamicContainer(theme.getSimpleName(), tests));
    }
    return nodes;
  }

  /** By name: nothing where it held, else why it did not. */
  private static Map<String, String> outcomes(String output) {
    Map<String, String> outcomes = new HashMap<>();
    String broken = "";
    for (String line : output.lines().toList()) {
      if (line.startsWith(InvariantExecutor.HELD)) {
        String name = line.substring(InvariantExecutor.HELD.length());
        assertNull(outcomes.put(name, ""), name + " ran twice");
      } else if (line.startsWith(InvariantExecutor.BROKEN)) {
        broken = line.substring(InvariantExecutor.BROKEN.length());
        assertNull(outcomes.put(broken, "\n"), broken + " ran twice");
      } else {
        assertTrue(!broken.isEmpty(), line);
        outcomes.merge(broken, line + "\n", String::concat);
      }
    }
    return outcomes;
  }
}
