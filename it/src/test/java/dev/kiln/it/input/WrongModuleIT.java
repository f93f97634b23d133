package dev.kiln.it.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.compiler.Compiler;
import dev.kiln.compiler.api.CompileOptions;
import dev.kiln.compiler.api.WasmException;
import dev.kiln.compiler.api.WasmException.Reason;
import dev.kiln.compiler.testing.Assembler;
import dev.kiln.it.support.EmittedClasses;
import dev.kiln.it.support.Need;
import dev.kiln.it.support.Needs;
import dev.kiln.it.support.Workplace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EmptySource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are no modules, broken ones, and modules that this version does not compile. */
class WrongModuleIT {
  private static final String FILE = "a.wasm";
  private static final CompileOptions OPTIONS = new CompileOptions("input.A", 1);
  private static final long SEED = Long.getLong("kiln.seed", 20_260_617);

  /** Larger modules take too long to compile a hundred times. */
  private static final long LARGE = 300_000;

  private static WasmException rejected(byte[] wasm) {
    WasmException e =
        assertThrows(WasmException.class, () -> Compiler.compile(FILE, wasm, OPTIONS));
    assertOneSentence(e, FILE);
    return e;
  }

  private static void assertOneSentence(WasmException e, String file) {
    String message = e.getMessage();
    assertTrue(message.startsWith(file + ":"), message);
    assertEquals(1, message.lines().count(), message);
    assertFalse(message.contains("Exception"), message);
  }

  /** An exported function {@code add} with a memory beside it. */
  private static byte[] small() {
    return Assembler.assemble(
        """
        (memory (export "memory") 1)
        (func (export "add") (param i32 i32) (result i32) (local i64)
          local.get 0 local.get 1 i32.add)
        """);
  }

  @ParameterizedTest
  @EmptySource
  @ValueSource(strings = {"(module)", "\0asm", "Hello, world! This is text.\n", "\0msa\1\0\0\0"})
  void noModule(String content) {
    WasmException e = rejected(content.getBytes(StandardCharsets.US_ASCII));
    assertEquals(Reason.MALFORMED, e.reason());
  }

  @Test
  void textSaysThatItIsNoModule() {
    WasmException e = rejected("(module (func))".getBytes(StandardCharsets.US_ASCII));
    assertTrue(e.getMessage().contains("magic header not detected"), e.getMessage());
  }

  @Test
  void truncatedAnywhere() {
    byte[] whole = small();
    EmittedClasses emitted = new EmittedClasses();
    int rejected = 0;
    for (int length = 0; length < whole.length; length++) {
      try {
        byte[] part = Arrays.copyOf(whole, length);
        assertEquals(List.of(), emitted.check(Compiler.compile(FILE, part, OPTIONS)));
      } catch (WasmException e) {
        assertOneSentence(e, FILE);
        assertEquals(Reason.MALFORMED, e.reason(), e.getMessage());
        rejected++;
      }
    }
    // Between sections, before there is a function, a prefix is a module.
    assertEquals(whole.length - 2, rejected);
  }

  @Test
  void invalidNamesPlaceAndFunction() {
    byte[] wasm =
        Assembler.assemble(
            "(func (export \"parse\") (result i32) i32.const 1 i64.const 2 i32.add)");
    WasmException e = rejected(wasm);
    assertEquals(Reason.INVALID, e.reason());
    assertEquals(wasm.length - 2, e.offset());
    assertEquals(0, e.functionIndex());
    assertEquals("parse", e.functionName());
    assertEquals(
        FILE
            + ":0x"
            + Integer.toHexString(wasm.length - 2)
            + ": func[0] \"parse\": type mismatch: expected i32, got i64",
        e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "fixed-width SIMD, 01 05 01 60 01 7b 00",
    "memory64, 05 03 01 04 01",
    "threads, 05 04 01 03 01 01",
    "garbage collection, 01 03 01 5f 00",
    "exception handling, 01 04 01 60 00 00 0d 03 01 00 00",
    "tail calls, 01 04 01 60 00 00 03 02 01 00 0a 06 01 04 00 12 00 0b",
  })
  void needsProposal(String proposal, String sections) {
    byte[] wasm = HexFormat.of().parseHex("0061736d01000000" + sections.replace(" ", ""));
    WasmException e = rejected(wasm);
    assertEquals(Reason.UNSUPPORTED, e.reason(), e.getMessage());
    assertTrue(e.getMessage().contains("\"" + proposal + "\""), e.getMessage());
  }

  /** Flips bits: the outcome is a rejection in a sentence, or classes that verify. */
  private static void flip(Path file, int trials) throws IOException {
    byte[] whole = Files.readAllBytes(file);
    String name = file.getFileName().toString();
    Random random = new Random(SEED ^ name.hashCode());
    EmittedClasses emitted = new EmittedClasses();
    for (int trial = 0; trial < trials; trial++) {
      byte[] wasm = whole.clone();
      for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
        wasm[random.nextInt(wasm.length)] ^= (byte) (1 << random.nextInt(8));
      }
      String where = name + ", seed " + SEED + ", trial " + trial;
      try {
        assertEquals(List.of(), emitted.check(Compiler.compile(name, wasm, OPTIONS)), where);
      } catch (WasmException e) {
        assertOneSentence(e, name);
      } catch (RuntimeException | StackOverflowError e) {
        throw new AssertionError(where + ": " + e, e);
      }
    }
  }

  @Test
  @Needs(Need.CORPUS)
  void flippedBitsInPrograms() throws IOException {
    try (Stream<Path> files = Files.list(Workplace.corpus())) {
      for (Path file : files.filter(WrongModuleIT::isSmallModule).sorted().toList()) {
        flip(file, 40);
      }
    }
  }

  @Test
  @Needs(Need.SUITE)
  void flippedBitsInTheSuite() throws IOException {
    try (Stream<Path> files = Files.walk(Workplace.suite())) {
      List<Path> modules = files.filter(WrongModuleIT::isSmallModule).sorted().toList();
      Random random = new Random(SEED);
      for (int i = 0; i < 600; i++) {
        flip(modules.get(random.nextInt(modules.size())), 5);
      }
    }
  }

  private static boolean isSmallModule(Path file) {
    return file.toString().endsWith(".wasm") && file.toFile().length() < LARGE;
  }
}
