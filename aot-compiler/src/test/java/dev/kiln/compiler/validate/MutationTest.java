package dev.kiln.compiler.validate;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.kiln.compiler.api.WasmException;
import dev.kiln.compiler.decode.ModuleDecoder;
import dev.kiln.compiler.model.WasmModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Changes real modules at random and expects a verdict, never another exception. The seed is fixed,
 * a failure names the file and the number of the change. Needs the corpus and the suite beside the
 * repository and is skipped elsewhere.
 */
class MutationTest {
  private static final long SEED = 20_261_122;
  private static final int BYTES_PER_MODULE = 12_000_000;
  private static final int MOST_CHANGES = 300;

  private final Map<WasmException.Reason, Integer> verdicts =
      new EnumMap<>(WasmException.Reason.class);
  private int accepted;

  @Test
  void aChangedProgramGetsAVerdict() throws IOException {
    for (Path file : SharedFiles.files(SharedFiles.corpus(), ".wasm")) {
      byte[] original = Files.readAllBytes(file);
      mutate(file, original, Math.min(MOST_CHANGES, BYTES_PER_MODULE / original.length));
    }
    assertAllVerdicts();
  }

  @Test
  void aChangedTestModuleGetsAVerdict() throws IOException {
    List<Path> files = SharedFiles.files(SharedFiles.suite(), ".wasm");
    for (int i = 0; i < files.size(); i += 4) {
      byte[] original = Files.readAllBytes(files.get(i));
      mutate(files.get(i), original, original.length < 1000 ? 20 : 4);
    }
    assertAllVerdicts();
  }

  private void assertAllVerdicts() {
    assertTrue(accepted > 100, "some changes leave a module valid");
    assertTrue(verdicts.getOrDefault(WasmException.Reason.MALFORMED, 0) > 100, verdicts::toString);
    assertTrue(verdicts.getOrDefault(WasmException.Reason.INVALID, 0) > 100, verdicts::toString);
  }

  private void mutate(Path file, byte[] original, int changes) {
    for (int change = 0; change < changes; change++) {
      byte[] changed = change(original, new Random(SEED + change));
      try {
        verdict(changed);
      } catch (RuntimeException | StackOverflowError e) {
        fail(file.getFileName() + ", change " + change, e);
      }
    }
  }

  private void verdict(byte[] module) {
    try {
      WasmModule decoded = ModuleDecoder.decode("a.wasm", module);
      ModuleValidator.validate(decoded);
      accepted++;
    } catch (WasmException e) {
      assertTrue(e.getMessage().lines().count() == 1, e::getMessage);
      assertTrue(e.offset() >= -1 && e.offset() <= module.length, e::getMessage);
      verdicts.merge(e.reason(), 1, Integer::sum);
    }
  }

  private static byte[] change(byte[] original, Random random) {
    byte[] changed = original.clone();
    int edits = 1 + random.nextInt(3);
    for (int i = 0; i < edits && changed.length > 9; i++) {
      int at = 8 + random.nextInt(changed.length - 8);
      switch (random.nextInt(6)) {
        case 0 -> changed[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> changed[at]++;
        case 2 -> changed[at]--;
        case 3 -> changed[at] = changed[8 + random.nextInt(changed.length - 8)];
        case 4 -> changed[at] = (byte) random.nextInt(256);
        default -> {
          if (random.nextInt(8) == 0) {
            changed = Arrays.copyOf(changed, at);
          } else {
            changed[at] = (byte) 0xFF;
          }
        }
      }
    }
    return changed;
  }
}
