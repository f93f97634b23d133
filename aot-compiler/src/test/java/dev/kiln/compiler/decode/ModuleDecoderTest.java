package dev.kiln.compiler.decode;

import static dev.kiln.compiler.testing.ModuleBytes.bytes;
import static dev.kiln.compiler.testing.ModuleBytes.repeat;
import static dev.kiln.compiler.testing.ModuleBytes.sized;
import static dev.kiln.compiler.testing.ModuleBytes.u32;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.kiln.compiler.api.WasmException;
import dev.kiln.compiler.model.ElementSegment;
import dev.kiln.compiler.model.Export;
import dev.kiln.compiler.model.FunctionBody;
import dev.kiln.compiler.model.LocalRun;
import dev.kiln.compiler.model.Mode;
import dev.kiln.compiler.model.SectionId;
import dev.kiln.compiler.model.WasmModule;
import dev.kiln.compiler.model.type.ExternKind;
import dev.kiln.compiler.model.type.NumType;
import dev.kiln.compiler.testing.ModuleBytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ModuleDecoderTest {
  private static final String FILE = "a.wasm";

  private static WasmModule decode(ModuleBytes module) {
    return ModuleDecoder.decode(FILE, module.toBytes());
  }

  private static WasmException refusal(byte[] bytes) {
    return assertThrows(WasmException.class, () -> ModuleDecoder.decode(FILE, bytes));
  }

  private static String malformed(byte[] bytes) {
    WasmException e = refusal(bytes);
    assertEquals(WasmException.Reason.MALFORMED, e.reason());
    return e.getMessage();
  }

  private static String unsupported(ModuleBytes module) {
    WasmException e = refusal(module.toBytes());
    assertEquals(WasmException.Reason.UNSUPPORTED, e.reason());
    return e.getMessage();
  }

  @Test
  void anEmptyModuleHasNothing() {
    WasmModule module = decode(new ModuleBytes());
    assertEquals(FILE, module.file());
    assertEquals(0, module.functionCount());
    assertEquals(List.of(), module.exports());
    assertEquals(OptionalInt.empty(), module.start());
  }

  @Test
  void indexSpacesHoldImportsFirst() {
    WasmModule module =
        decode(
            new ModuleBytes()
                .section(1, 2, 0x60, 0, 0, 0x60, 1, 0x7F, 1, 0x7E)
                .section(2, 2, "env", "f", 0, 1, "env", "g", 3, 0x7F, 0)
                .section(3, 1, 0)
                .section(6, 1, 0x7E, 1, 0x42, 5, 0x0B)
                .section(7, 1, "run", 0, 1)
                .section(8, 1)
                .section(10, 1, sized(2, 3, 0x7F, 1, 0x7C, 0x0B)));
    assertEquals(2, module.functionCount());
    assertEquals(1, module.importedFunctions());
    assertEquals("[i32] -> [i64]", module.functionType(0).toString());
    assertEquals("[] -> []", module.functionType(1).toString());
    assertEquals(1, module.importedGlobals());
    assertEquals("i32", module.globalType(0).toString());
    assertEquals("(mut i64)", module.globalType(1).toString());
    assertEquals(List.of(new Export("run", ExternKind.FUNC, 1)), module.exports());
    assertEquals(OptionalInt.of(1), module.start());
    assertEquals("run", module.functionName(1));
    assertNull(module.functionName(0));
    FunctionBody body = module.bodies().getFirst();
    assertEquals(1, body.index());
    assertEquals(
        List.of(new LocalRun(3, NumType.I32), new LocalRun(1, NumType.F64)), body.locals());
    assertEquals(4, body.locals().stream().mapToInt(LocalRun::count).sum());
    assertEquals(module.binary().size(), body.code().end());
    assertEquals(module.binary().size() - 1, body.code().start());
    assertEquals(0x16, module.itemOffset(SectionId.IMPORT, 0));
    assertEquals(-1, module.itemOffset(SectionId.IMPORT, 2));
  }

  @Test
  void readsTheFormsOfElementSegments() {
    WasmModule module =
        decode(
            new ModuleBytes()
                .section(1, 1, 0x60, 0, 0)
                .section(3, 2, 0, 0)
                .section(4, 1, 0x70, 0, 9)
                .section(
                    9,
                    4,
                    bytes(0, 0x41, 0, 0x0B, 1, 0),
                    bytes(3, 0, 1, 1),
                    bytes(5, 0x70, 1, 0xD0, 0x70, 0x0B),
                    bytes(6, 0, 0x41, 3, 0x0B, 0x70, 1, 0xD2, 1, 0x0B))
                .section(10, 2, sized(0, 0x0B), sized(0, 0x0B)));
    List<Mode> modes = module.elements().stream().map(ElementSegment::mode).toList();
    assertEquals(List.of(Mode.ACTIVE, Mode.DECLARATIVE, Mode.PASSIVE, Mode.ACTIVE), modes);
    assertEquals("(ref func)", module.elements().getFirst().type().toString());
    assertEquals("funcref", module.elements().getLast().type().toString());
    assertEquals(1, module.elements().getLast().size());
    assertEquals(Set.of(0, 1), module.declaredFunctionReferences());
  }

  @Test
  void whatIsNoModuleIsSaidInOneSentence() {
    assertEquals(
        "a.wasm:0x0: magic header not detected: the file is not a WebAssembly module",
        malformed("module".getBytes(StandardCharsets.UTF_8)));
    for (String text : List.of("(module)", "\n ;; a comment\n(module)", "(")) {
      assertEquals(
          "a.wasm:0x0: magic header not detected: the file is WebAssembly text; convert it to a"
              + " binary module",
          malformed(text.getBytes(StandardCharsets.UTF_8)));
    }
    assertEquals("a.wasm:0x0: unexpected end: the file is empty", malformed(new byte[0]));
    assertEquals(
        "a.wasm:0x3: unexpected end: the file is not a WebAssembly module",
        malformed(bytes(0, 'a', 's')));
    assertEquals("a.wasm:0x6: unexpected end", malformed(bytes(0, 'a', 's', 'm', 1, 0)));
    assertEquals(
        "a.wasm:0x4: unknown binary version 2, expected 1",
        malformed(bytes(0, 'a', 's', 'm', 2, 0, 0, 0)));
    assertEquals(
        "a.wasm:0x4: unknown binary version: the file is a component, compile the core module inside it",
        malformed(bytes(0, 'a', 's', 'm', 13, 0, 1, 0)));
  }

  @Test
  void sectionsHaveAnOrderAndASize() {
    assertEquals(
        "a.wasm:0xb: unexpected content after last section: the type section comes too late",
        malformed(new ModuleBytes().section(3, 0).section(1, 0).toBytes()));
    assertEquals(
        "a.wasm:0xb: section size mismatch",
        malformed(new ModuleBytes().section(1, 0, 0).toBytes()));
    assertEquals(
        "a.wasm:0x8: malformed section id 14", malformed(new ModuleBytes().section(14).toBytes()));
    assertEquals(
        "a.wasm:0x9: length out of bounds: 5 bytes are announced, 2 are left",
        malformed(bytes(new ModuleBytes().toBytes(), 1, 5, 0, 0)));
  }

  @Test
  void everyPrefixOfAModuleIsMalformed() {
    Set<Integer> modules = Set.of(8, 14); // nothing, and types only
    byte[] whole = ModuleBytes.ofFunction(0x41, 0, 0x1A).toBytes();
    for (int length = 0; length < whole.length; length++) {
      if (!modules.contains(length)) {
        malformed(Arrays.copyOf(whole, length));
      }
    }
  }

  @Test
  void aFunctionEndsWhereItsBlocksEnd() {
    assertEquals(
        "a.wasm:0x1a: func[0]: unexpected end of section or function",
        malformed(ModuleBytes.ofFunction(0x02, 0x40).toBytes()));
    assertEquals(
        "a.wasm:0x18: func[0]: section size mismatch: code after the function's end",
        malformed(ModuleBytes.ofFunction(0x0B).toBytes()));
    assertEquals(
        "a.wasm:0x17: func[0]: END opcode expected: misplaced else",
        malformed(ModuleBytes.ofFunction(0x05).toBytes()));
  }

  @Test
  void functionsAndBodiesAreAsMany() {
    byte[] bytes = new ModuleBytes().section(1, 1, 0x60, 0, 0).section(3, 1, 0).toBytes();
    assertEquals(
        "a.wasm:0x12: function and code section have inconsistent lengths", malformed(bytes));
  }

  @Test
  void instructionsThatUseDataNeedItsCount() {
    assertEquals(
        "a.wasm:0x17: func[0]: data count section required",
        malformed(ModuleBytes.ofFunction(0xFC, 9, 0).toBytes()));
  }

  @Test
  void blocksMayBeNestedDeeply() {
    int depth = 100_000;
    WasmModule module =
        decode(ModuleBytes.ofFunction(repeat(depth, 0x02, 0x40), repeat(depth, 0x0B)));
    assertEquals(1, module.bodies().size());
  }

  @Test
  void localsHaveALimit() {
    byte[] most = u32(50_000);
    byte[] tooMany = u32(50_001);
    assertEquals(50_000, decode(withLocals(most)).bodies().getFirst().locals().getFirst().count());
    WasmException e = refusal(withLocals(tooMany).toBytes());
    assertEquals(WasmException.Reason.LIMIT, e.reason());
    assertEquals(
        "a.wasm:0x16: func[0]: too many locals: 50001, at most 50000 are possible", e.getMessage());
  }

  private static ModuleBytes withLocals(byte[] count) {
    return new ModuleBytes()
        .section(1, 1, 0x60, 0, 0)
        .section(3, 1, 0)
        .section(10, 1, sized(1, count, 0x7F, 0x0B));
  }

  @Test
  void readsNames() {
    byte[] names = bytes(0, sized("mod"), 1, sized(1, 0, "parse"));
    WasmModule module = decode(ModuleBytes.ofFunction().section(0, "name", names));
    assertEquals("mod", module.names().module());
    assertEquals("parse", module.functionName(0));
    assertEquals("name", module.customSections().getFirst().name());
  }

  @Test
  void aMalformedNameSectionIsIgnored() {
    byte[] names = bytes(1, sized(2, 0, "parse", 1));
    WasmModule module = decode(ModuleBytes.ofFunction().section(0, "name", names));
    assertNull(module.functionName(0));
  }

  @Test
  void aProposalThatIsNotCompiledIsNamed() {
    assertEquals(
        "a.wasm: this module needs the proposal \"exception handling\", "
            + "which this version of Kiln does not compile",
        unsupported(new ModuleBytes().section(1, 1, 0x60, 0, 0).section(13, 1, 0, 0)));
  }

  @Test
  void allProposalsThatAreNotCompiledAreNamed() {
    assertEquals(
        "a.wasm: this module needs the proposals \"fixed-width SIMD\", \"garbage collection\" "
            + "and \"threads\", which this version of Kiln does not compile",
        unsupported(new ModuleBytes().section(1, 1, 0x5F, 1, 0x7B, 0).section(5, 1, 3, 1, 1)));
  }

  @Test
  void eachUnsupportedProposalIsSeen() {
    assertUnsupported("fixed-width SIMD", ModuleBytes.ofFunction(0xFD, 78, 0x1A));
    assertUnsupported("relaxed SIMD", ModuleBytes.ofFunction(0xFD, 0x80, 2));
    assertUnsupported("exception handling", ModuleBytes.ofFunction(0x08, 0));
    assertUnsupported("legacy exception handling", ModuleBytes.ofFunction(0x06, 0x40, 0x19, 0x0B));
    assertUnsupported("tail calls", ModuleBytes.ofFunction(0x12, 0));
    assertUnsupported("garbage collection", ModuleBytes.ofFunction(0xD0, 0x6E, 0x1A));
    assertUnsupported("memory64", new ModuleBytes().section(5, 1, 4, 1));
    assertUnsupported("memory64", new ModuleBytes().section(4, 1, 0x70, 4, 1));
    assertUnsupported("threads", ModuleBytes.ofFunction(0xFE, 3, 0));
  }

  private static void assertUnsupported(String proposal, ModuleBytes module) {
    String message = unsupported(module);
    assertEquals(true, message.contains('"' + proposal + '"'), message);
  }

  @Test
  void malformedWinsOverUnsupported() {
    byte[] bytes = new ModuleBytes().section(5, 1, 4, 1).section(7, 1).toBytes();
    malformed(bytes);
  }

  @Test
  void aCustomPageSizeIsNotKnown() {
    assertEquals(
        "a.wasm:0xb: malformed limits flags",
        malformed(new ModuleBytes().section(5, 1, 8, 1, 0).toBytes()));
  }
}
