package dev.kiln.compiler.emit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kiln.compiler.CompiledModule;
import dev.kiln.compiler.Compiler;
import dev.kiln.compiler.api.CompileOptions;
import dev.kiln.compiler.testing.Assembler;
import dev.kiln.compiler.testing.RandomModule;
import org.junit.jupiter.api.Test;

class DeterminismTest {
  @Test
  void theNumberOfThreadsDoesNotShow() {
    byte[] wasm = Assembler.assemble(new RandomModule(77, 200).text());
    CompiledModule one = Compiler.compile("a.wasm", wasm, new CompileOptions("p.A", 1));
    CompiledModule four = Compiler.compile("a.wasm", wasm, new CompileOptions("p.A", 4));
    CompiledModule again = Compiler.compile("a.wasm", wasm, new CompileOptions("p.A", 4));
    assertEquals(one.files().keySet(), four.files().keySet());
    one.files()
        .forEach(
            (path, content) -> {
              assertArrayEquals(content, four.files().get(path), path);
              assertArrayEquals(content, again.files().get(path), path);
            });
  }

  @Test
  void theFolderOfTheFileDoesNotShow() {
    byte[] wasm = Assembler.assemble("(func (export \"f\"))");
    CompiledModule here = Compiler.compile("a.wasm", wasm, CompileOptions.of("p.A"));
    CompiledModule there = Compiler.compile("some/where/a.wasm", wasm, CompileOptions.of("p.A"));
    here.files()
        .forEach((path, content) -> assertArrayEquals(content, there.files().get(path), path));
  }
}
