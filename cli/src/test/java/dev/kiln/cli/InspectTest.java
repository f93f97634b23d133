package dev.kiln.cli;

import static dev.kiln.cli.Session.kiln;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kiln inspect}. */
class InspectTest {
  @TempDir Path folder;

  private Path file(String name, byte[] content) throws IOException {
    return Files.write(folder.resolve(name), content);
  }

  @Test
  void smallModuleIsShown() throws IOException {
    String out = kiln("inspect", file("add.wasm", TestModules.ADD)).succeeded();
    assertHas(
        out,
        "add.wasm: library, 67 bytes",
        "needs      nothing beyond the MVP",
        "  function  add  [i32 i32] -> [i32]",
        "  func[0] \"sum\"",
        "compiled to wasm.Add: ",
        "split: 0 of 1 function\n",
        "none is over 8,000; all can be JIT-compiled");
  }

  private static void assertHas(String text, String... parts) {
    for (String part : parts) {
      assertTrue(text.contains(part), text);
    }
  }

  @Test
  void extendedNamesAreShown() throws IOException {
    byte[] named = {
      0, 'a', 's', 'm', 1, 0, 0, 0, 0, 19, 4, 'n', 'a', 'm', 'e', 4, 7, 1, 0, 4, 'p', 'a', 'i', 'r',
      77, 3, 1, 2, 3
    };
    String out = kiln("inspect", file("named.wasm", named)).succeeded();
    assertTrue(out.contains("  types: 1\n    0  \"pair\"\n"), out);
    assertTrue(out.contains("  subsection 77: not known, 3 bytes\n"), out);
  }

  @Test
  void fileNeedsNoNameForAClass() throws IOException {
    String out = kiln("inspect", file("1-2.wasm", TestModules.ADD)).succeeded();
    assertTrue(out.contains("compiled to wasm.Module: "), out);
  }

  @Test
  void splitFunctionShowsItsPieces() throws IOException {
    Path big = file("big.wasm", TestModules.big(3000));
    String out = kiln("inspect", big).succeeded();
    assertHas(out, "split: 1 of 1 function, into ", "none is over 8,000");
    String whole = kiln("inspect", "--method-limit", "50000", big).succeeded();
    assertHas(whole, "split: 0 of 1 function\n", "which HotSpot does not compile: 1 method\n");
  }

  @Test
  void unsupportedModuleSaysWhatItNeeds() throws IOException {
    String out = kiln("inspect", file("v.wasm", TestModules.VECTOR)).succeeded();
    assertHas(out, "unsupported  fixed-width SIMD", "not compiled: this module needs the proposal");
  }

  @Test
  void wrongModulesAreErrors() throws IOException {
    kiln("inspect", file("i.wasm", TestModules.INVALID)).failed(1, "i.wasm:0x1");
    kiln("inspect", file("t.wasm", TestModules.text())).failed(1, "magic header not detected");
    for (int length = 0; length < 41; length++) {
      if (length != 8 && length != 17) { // where a section ends this is a module
        byte[] cut = Arrays.copyOf(TestModules.ADD, length);
        kiln("inspect", file("cut.wasm", cut)).failed(1, "cut.wasm:0x");
      }
    }
    kiln("inspect", folder.resolve("nowhere.wasm")).failed(1, "no such file or folder");
    kiln("inspect", folder).failed(1, "it is a folder");
  }

  @Test
  void wrongOptionsAreErrors() throws IOException {
    Path add = file("add.wasm", TestModules.ADD);
    kiln("inspect", add, "--top", "-1").failed(2, "--top");
    kiln("inspect", add, "--top", "x").failed(2, "--top");
    kiln("inspect").failed(2, "FILE.wasm");
    kiln("inspect", add, "--method-limit", "10").failed(2, "it must be 1000 to 60000");
    kiln("inspect", add, "--piece-size", "8000")
        .failed(2, "it must be 1000 to 7600, the method limit");
    kiln("compile", add, "--method-limit", "10", "-o", folder)
        .failed(2, "the method limit is 10; it must be 1000 to 60000");
  }

  @Test
  void topLimitsTheFunctions() throws IOException {
    Path add = file("add.wasm", TestModules.ADD);
    assertFalse(kiln("inspect", "--top", "0", add).succeeded().contains("largest functions"));
    String json = kiln("inspect", "--json", "--top", "0", add).succeeded();
    assertTrue(json.contains("\"functions\": []"), json);
  }

  @Test
  void jsonHasAllOfTheReport() throws IOException {
    String json = kiln("inspect", "--json", file("add.wasm", TestModules.ADD)).succeeded();
    for (String part :
        new String[] {
          "  \"kind\": \"library\",\n",
          "  \"start\": null,\n",
          "      \"type\": \"[i32 i32] -> [i32]\"\n",
          "    \"className\": \"wasm.Add\",\n",
          "    \"methodsOverLimit\": [],\n",
          "        \"wasmBytes\": 7,\n",
          "  \"problem\": null\n"
        }) {
      assertTrue(json.contains(part), part + json);
    }
    String refused = kiln("inspect", "--json", file("v.wasm", TestModules.VECTOR)).succeeded();
    assertTrue(refused.contains("  \"compilation\": null,\n"), refused);
    assertTrue(refused.contains("\\\"fixed-width SIMD\\\""), refused);
  }
}
