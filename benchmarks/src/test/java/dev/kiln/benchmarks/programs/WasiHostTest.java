package dev.kiln.benchmarks.programs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kiln.benchmarks.harness.Tool;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The WASI host in JavaScript; its tests are JavaScript too. None where Node is not here. */
class WasiHostTest {
  @TestFactory
  List<DynamicTest> host(@TempDir Path folder) throws Exception {
    if (NodeLauncher.find(folder).isEmpty()) {
      System.out.println("No node on the path: the WASI host in JavaScript is not tested.");
      return List.of();
    }
    String script = Tool.extract(NodeLauncher.class, "wasi-test.mjs", folder).toString();
    return List.of(
        DynamicTest.dynamicTest(
            "wasi-test.mjs",
            () -> {
              Optional<Tool.Ended> ended = Tool.run(List.of("node", script));
              assertEquals(new Tool.Ended(0, "all passed"), ended.orElseThrow());
            }));
  }
}
