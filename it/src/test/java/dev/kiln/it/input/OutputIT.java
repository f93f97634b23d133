package dev.kiln.it.input;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.kiln.compiler.CompiledModule;
import dev.kiln.compiler.Compiler;
import dev.kiln.compiler.api.CompileOptions;
import dev.kiln.compiler.api.WasmException;
import dev.kiln.compiler.testing.Assembler;
import dev.kiln.it.support.Need;
import dev.kiln.it.support.Needs;
import dev.kiln.it.support.Workplace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the compiler writes: all or nothing, and always the same. */
class OutputIT {
  private static CompiledModule compile() {
    byte[] wasm =
        Assembler.assemble("(func (export \"same\") (param i32) (result i32) local.get 0)");
    return Compiler.compile("a.wasm", wasm, CompileOptions.of("com.acme.A"));
  }

  private static List<String> everythingBelow(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.map(file -> folder.relativize(file).toString()).sorted().toList();
    }
  }

  @Test
  void writes(@TempDir Path folder) throws IOException {
    CompiledModule module = compile();
    module.writeTo(folder.resolve("classes"));
    for (Map.Entry<String, byte[]> file : module.files().entrySet()) {
      assertArrayEquals(
          file.getValue(), Files.readAllBytes(folder.resolve("classes").resolve(file.getKey())));
    }
  }

  @Test
  void fileInPlaceOfTheFolder(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("classes"), "a file");
    List<String> before = everythingBelow(folder);
    assertThrows(IOException.class, () -> compile().writeTo(file));
    assertEquals(before, everythingBelow(folder));
    assertEquals("a file", Files.readString(file));
  }

  @Test
  void folderInPlaceOfAFile(@TempDir Path folder) throws IOException {
    CompiledModule module = compile();
    // The last one: all others could be written.
    Files.createDirectories(folder.resolve(module.files().lastKey()).resolve("taken"));
    List<String> before = everythingBelow(folder);
    assertThrows(IOException.class, () -> module.writeTo(folder));
    assertEquals(before, everythingBelow(folder));
  }

  private static void assertSame(Map<String, byte[]> first, Map<String, byte[]> second) {
    assertEquals(List.copyOf(first.keySet()), List.copyOf(second.keySet()));
    first.forEach((name, bytes) -> assertArrayEquals(bytes, second.get(name), name));
  }

  @Test
  @Needs(Need.CORPUS)
  void sameBytesWithAnyNumberOfThreads() throws IOException {
    for (String file : List.of("c-sha.wasm", "rs-kit.wasm", "cpp-stl.wasm", "sqlite-O2.wasm")) {
      byte[] wasm = Files.readAllBytes(Workplace.corpus().resolve(file));
      try {
        Map<String, byte[]> one =
            Compiler.compile(file, wasm, new CompileOptions("com.acme.A", 1)).files();
        for (int threads : new int[] {1, 2, 7}) {
          CompileOptions options = new CompileOptions("com.acme.A", threads);
          assertSame(one, Compiler.compile(file, wasm, options).files());
        }
      } catch (WasmException e) {
        assertEquals(WasmException.Reason.LIMIT, e.reason(), e.getMessage());
        assertSameMessage(e, file, wasm);
      }
    }
  }

  /** Also the function that is named does not depend on who is first. */
  private static void assertSameMessage(WasmException first, String file, byte[] wasm) {
    for (int threads : new int[] {1, 2, 7}) {
      CompileOptions options = new CompileOptions("com.acme.A", threads);
      WasmException again =
          assertThrows(WasmException.class, () -> Compiler.compile(file, wasm, options));
      assertEquals(first.getMessage(), again.getMessage());
    }
  }
}
