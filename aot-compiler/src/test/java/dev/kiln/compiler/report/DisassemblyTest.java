package dev.kiln.compiler.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.compiler.CompiledModule;
import dev.kiln.compiler.Compiler;
import dev.kiln.compiler.api.CompileOptions;
import dev.kiln.compiler.report.FunctionListing.Bytecode;
import dev.kiln.compiler.report.FunctionListing.Instruction;
import dev.kiln.compiler.report.FunctionListing.Method;
import dev.kiln.compiler.testing.Assembler;
import dev.kiln.compiler.testing.ModuleBytes;
import java.lang.classfile.ClassFile;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Listings of functions: their instructions beside their bytecode. */
class DisassemblyTest {
  private static final CompileOptions OPTIONS = new CompileOptions("p.M", 1);

  private static final String CODE =
      """
      (import "env" "log" (func $log (param i32)))
      (memory 1)
      (func $count (export "count") (param i32) (result i32) (local i32)
        block
          loop
            local.get 0
            i32.eqz
            br_if 1
            local.get 1
            i32.load offset=8
            local.set 1
            local.get 0
            i32.const -1
            i32.add
            local.set 0
            br 0
          end
        end
        local.get 1
        return
        i32.const 7)
      (func $caller call $log_it)
      (func $log_it i32.const 1 call $log)
      """;

  private static FunctionListing listing(String text, String function) {
    return Disassembly.of("m.wasm", Assembler.assemble(text), OPTIONS, function);
  }

  private static String message(String text, String function) {
    return assertThrows(UnknownFunctionException.class, () -> listing(text, function)).getMessage();
  }

  @Test
  void instructionsAreIndentedByTheirBlocks() {
    FunctionListing listing = listing(CODE, "count");
    assertEquals("[i32] -> [i32]", listing.type());
    List<Instruction> instructions = listing.instructions();
    assertEquals(listing.start(), instructions.get(0).offset());
    assertEquals(listing.end() - 1, instructions.get(instructions.size() - 1).offset());
    String text =
        instructions.stream()
            .map(i -> " ".repeat(i.depth()) + i.text())
            .collect(Collectors.joining("\n"));
    assertTrue(text.startsWith("block\n loop\n  local.get 0\n  i32.eqz\n  br_if 1\n"), text);
    assertTrue(text.contains("  i32.load offset=8\n"), text);
    assertTrue(text.contains("  br 0\n end\nend\nlocal.get 1\nreturn\ni32.const 7\nend"), text);
  }

  @Test
  void bytecodeFollowsTheInstructionsItWasMadeOf() {
    FunctionListing listing = listing(CODE, "count");
    int load = offset(listing, "local.set 1");
    List<Bytecode> code = listing.methods().get(0).code();
    Bytecode access =
        code.stream().filter(c -> c.text().contains("VarHandle.get")).findFirst().orElseThrow();
    assertEquals(load, access.position());
    Bytecode decrement =
        code.stream().filter(c -> c.text().startsWith("iinc")).findFirst().orElseThrow();
    assertEquals(offset(listing, "local.set 0"), decrement.position());
    assertEquals("iinc 0 -1", decrement.text());
    assertEquals(-1, code.get(0).position(), "locals are zeroed before all instructions");
  }

  private static int offset(FunctionListing listing, String text) {
    return listing.instructions().stream()
        .filter(i -> i.text().equals(text))
        .findFirst()
        .orElseThrow()
        .offset();
  }

  @Test
  void textHasEveryInstructionOnceInOrder() {
    for (String module : List.of(CODE, InspectionTest.longFunction(3000))) {
      String name = module.equals(CODE) ? "count" : "long";
      FunctionListing listing = listing(module, name);
      List<Integer> shown =
          ListingText.of(listing)
              .lines()
              .filter(line -> line.matches("[0-9a-f]{7} .*"))
              .map(line -> Integer.parseInt(line.substring(0, 7), 16))
              .toList();
      assertEquals(listing.instructions().stream().map(Instruction::offset).toList(), shown);
    }
  }

  @Test
  void splitFunctionsAreShownWithAllTheirPieces() {
    FunctionListing listing = listing(InspectionTest.longFunction(3000), "long");
    List<String> roles = listing.methods().stream().map(Method::role).toList();
    assertEquals("calls the pieces", roles.get(0));
    int pieces = (int) roles.stream().filter(role -> role.startsWith("piece")).count();
    assertEquals(1 + pieces, roles.size(), "straight code has no dispatcher: " + roles);
    assertTrue(pieces > 2, roles.toString());
    assertEquals("piece 1 of " + pieces, roles.get(1));
    assertEquals("piece " + pieces + " of " + pieces, roles.get(pieces));
    int last = -1;
    for (Method method : listing.methods()) {
      for (Bytecode code : method.code()) {
        assertTrue(code.position() == -1 || code.position() >= last, method.role());
        last = Math.max(last, code.position());
      }
      Bytecode end = method.code().get(method.code().size() - 1);
      assertTrue(end.offset() < method.bytes(), method.role());
    }
  }

  @Test
  void recursiveFunctionsAreShownWithTheirTwins() {
    FunctionListing listing =
        listing("(func $f (param i32) (result i32) local.get 0 call $f)", "f");
    assertEquals(2, listing.methods().size());
    assertTrue(listing.methods().get(1).role().startsWith("the twin"));
  }

  @Test
  void positionsChangeNoCode() {
    byte[] wasm = Assembler.assemble(CODE + InspectionTest.longFunction(3000));
    CompiledModule plain = Compiler.compile("m.wasm", wasm, OPTIONS);
    CompiledModule listed = Compiler.compile("m.wasm", wasm, OPTIONS.withPositions());
    assertEquals(plain.files().keySet(), listed.files().keySet());
    plain
        .files()
        .forEach(
            (path, bytes) -> {
              if (path.matches("p/M\\$[FS]\\d.*")) {
                assertEquals(
                    Listing.of(ClassFile.of().parse(bytes)),
                    Listing.of(ClassFile.of().parse(listed.files().get(path))),
                    path);
              } else {
                assertArrayEquals(bytes, listed.files().get(path), path + " has no functions");
              }
            });
  }

  @Test
  void functionsAreFoundByIndexNameAndExport() {
    assertEquals(1, listing(CODE, "1").index());
    assertEquals(1, listing(CODE, "func[1]").index());
    assertEquals(1, listing(CODE, "count").index());
    assertEquals(1, listing(CODE.replace("\"count\"", "\"other\""), "other").index());
  }

  @Test
  void functionsThatAreNotThereAreRefusedWithOffers() {
    assertEquals(
        "no function is called \"coumt\"; similar names: func[1] \"count\"",
        message(CODE, "coumt"));
    assertTrue(message(CODE, "LOG").contains("func[0] \"log\""), message(CODE, "LOG"));
    assertTrue(message(CODE, "quite other").contains("give another part"));
    assertEquals("func[0] \"log\" is imported, so it has no code", message(CODE, "0"));
    assertEquals("there is no func[4]; the module has 4 functions", message(CODE, "4"));
    assertEquals(
        "2 functions are called \"a\"; give the index: 0, 1", message("(func $a) (func $a)", "a"));
  }

  @Test
  void namesOfLocalsAndGlobalsAreShown() {
    byte[] function = ModuleBytes.bytes(1, 1, 0x7F, 0x20, 0, 0x21, 1, 0x23, 0, 0x21, 0, 0x0B);
    byte[] names =
        ModuleBytes.bytes(
            2, ModuleBytes.sized(1, 0, 2, 0, "in", 1, "out"), 7, ModuleBytes.sized(1, 0, "sp"), 9);
    byte[] wasm =
        new ModuleBytes()
            .section(1, 1, 0x60, 1, 0x7F, 0)
            .section(3, 1, 0)
            .section(6, 1, 0x7F, 0, 0x41, 0, 0x0B)
            .section(10, 1, ModuleBytes.sized((Object) function))
            .section(0, "name", names)
            .toBytes();
    FunctionListing listing = Disassembly.of("m.wasm", wasm, OPTIONS, "0");
    assertEquals(List.of("i32 \"in\"", "i32 \"out\""), listing.locals());
    assertEquals(
        List.of(
            "local.get 0 \"in\"",
            "local.set 1 \"out\"",
            "global.get 0 \"sp\"",
            "local.set 0 \"in\"",
            "end"),
        listing.instructions().stream().map(Instruction::text).toList());
  }

  @Test
  void modulesThatAreRefusedAreListedWithoutBytecode() {
    byte[] vector = ModuleBytes.bytes(0xFD, 0x0C, new byte[16], 0x1A);
    byte[] wasm = ModuleBytes.ofFunction(vector).toBytes();
    FunctionListing listing = Disassembly.of("m.wasm", wasm, OPTIONS, "0");
    assertEquals(List.of(), listing.methods());
    String text = ListingText.of(listing);
    assertTrue(text.contains("not compiled: this module needs the proposal"), text);
    assertTrue(text.contains("v128.const 0x" + "0".repeat(32)), text);
    assertFalse(text.contains("bytecode"), text);
  }
}
