package dev.kiln.cli;

import static dev.kiln.cli.Session.kiln;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kiln dump}. */
class DumpTest {
  @TempDir Path folder;
  private Path add;

  @BeforeEach
  void writeModule() throws IOException {
    add = file("add.wasm", TestModules.ADD);
  }

  private Path file(String name, byte[] content) throws IOException {
    return Files.write(folder.resolve(name), content);
  }

  @Test
  void instructionsStandBeforeTheirBytecode() {
    for (String function : new String[] {"0", "sum", "add", "func[0]"}) {
      String out = kiln("dump", add, "--func", function).succeeded().replace("\r", "");
      assertTrue(out.startsWith("func[0] \"sum\": [i32 i32] -> [i32], 6 bytes"), out);
      assertTrue(out.contains("  params: 0 i32 \"a\", 1 i32 \"b\"\n"), out);
      assertTrue(out.contains("-- wasm.Add$F0.sum, 4 bytes: the function\n"), out);
      assertTrue(
          out.endsWith(
              """
              0000023  local.get 0 "a"
              0000025  local.get 1 "b"
              0000027  i32.add
              0000028  end
                                0  iload_0
                                1  iload_1
                                2  iadd
                                3  ireturn
              """),
          out);
    }
  }

  @Test
  void splitFunctionIsShownInPieces() throws IOException {
    Path big = file("big.wasm", TestModules.big(3000));
    String out = kiln("dump", big, "--func", "big").succeeded();
    assertTrue(out.contains(": calls the pieces"), out.substring(0, 500));
    assertTrue(out.contains(": piece 1 of "), out.substring(0, 500));
    String whole = kiln("dump", big, "--func", "big", "--method-limit", "60000").succeeded();
    assertTrue(whole.contains(": the function"), whole.substring(0, 500));
  }

  @Test
  void unknownFunctionsAreRefusedInOneLine() {
    kiln("dump", add, "--func", "sun").failed(1, "similar names: func[0] \"sum\"");
    kiln("dump", add, "--func", "1").failed(1, "there is no func[1]");
    kiln("dump", add).failed(2, "--func");
  }

  @Test
  void wrongModulesAreErrors() throws IOException {
    kiln("dump", file("i.wasm", TestModules.INVALID), "--func", "0").failed(1, "i.wasm:0x");
    kiln("dump", file("t.wasm", TestModules.text()), "--func", "0").failed(1, "magic header");
  }

  @Test
  void unsupportedModuleIsShownWithoutBytecode() throws IOException {
    String out = kiln("dump", file("v.wasm", TestModules.VECTOR), "--func", "0").succeeded();
    assertTrue(out.contains("not compiled: ") && out.contains("  v128.const "), out);
  }
}
