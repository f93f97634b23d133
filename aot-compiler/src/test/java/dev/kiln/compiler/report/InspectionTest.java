package dev.kiln.compiler.report;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.compiler.Compiler;
import dev.kiln.compiler.api.CompileOptions;
import dev.kiln.compiler.api.WasmException;
import dev.kiln.compiler.report.ModuleReport.Compilation;
import dev.kiln.compiler.report.ModuleReport.Function;
import dev.kiln.compiler.report.ModuleReport.Item;
import dev.kiln.compiler.report.ModuleReport.ModuleKind;
import dev.kiln.compiler.report.ModuleReport.Name;
import dev.kiln.compiler.report.ModuleReport.Names;
import dev.kiln.compiler.report.ModuleReport.Producer;
import dev.kiln.compiler.report.ModuleReport.Section;
import dev.kiln.compiler.report.ModuleReport.Storage;
import dev.kiln.compiler.testing.Assembler;
import dev.kiln.compiler.testing.ModuleBytes;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What reports say of modules. */
class InspectionTest {
  private static final CompileOptions OPTIONS = new CompileOptions("p.M", 1);

  private static final String SMALL =
      """
      (import "env" "log" (func $log (param i32)))
      (import "env" "base" (global i32))
      (memory (export "memory") 1 4)
      (table 3 3 funcref)
      (global (mut i64) (i64.const 5))
      (func $twice (export "double") (param i32) (result i32)
        local.get 0 local.get 0 i32.add)
      (func $init i32.const 1 call $log)
      (elem (i32.const 1) $twice $init)
      (data (i32.const 8) "abc")
      (start $init)
      """;

  private static ModuleReport of(String text) {
    return Inspection.of("a/m.wasm", Assembler.assemble(text), OPTIONS);
  }

  private static Compilation compilation(ModuleReport report) {
    return requireNonNull(report.compilation(), () -> "" + report.problem());
  }

  /** A function of so many additions. */
  static String longFunction(int count) {
    return "(func $long (export \"f\") (param i32) (result i32) (local i32)\n"
        + "local.get 0 local.get 1 i32.add local.set 1\n".repeat(count)
        + "local.get 1)";
  }

  @Test
  void whatTheModuleSaysIsReported() {
    ModuleReport report = of(SMALL);
    assertEquals("a/m.wasm", report.file());
    assertEquals(ModuleKind.LIBRARY, report.kind());
    assertEquals(
        List.of(
            new Item("env", "log", "function", 0, "[i32] -> []"),
            new Item("env", "base", "global", 0, "i32")),
        report.imports());
    assertEquals(
        List.of(
            new Item(null, "memory", "memory", 0, "1 to 4 pages"),
            new Item(null, "double", "function", 1, "[i32] -> [i32]")),
        report.exports());
    assertEquals(List.of(new Storage(0, "1 to 4 pages", false)), report.memories());
    assertEquals(List.of(new Storage(0, "funcref, 3 elements", false)), report.tables());
    assertEquals(3, report.functions());
    assertEquals(2, report.definedFunctions());
    assertEquals(2, report.globals());
    assertEquals(OptionalInt.of(2), report.start());
    assertEquals("init", report.startName());
    assertEquals(3, report.dataBytes());
    assertEquals(2, report.elements());
  }

  @Test
  void sectionsCoverTheFile() {
    ModuleReport report = of(SMALL);
    Section last = report.sections().get(report.sections().size() - 1);
    assertEquals("name", last.customName());
    assertEquals(report.bytes(), last.offset() + last.bytes());
    int end = 8;
    for (Section section : report.sections()) {
      assertTrue(section.offset() - end >= 2 && section.offset() - end <= 6, section.toString());
      end = section.offset() + section.bytes();
    }
  }

  @Test
  void kindsAreToldByTheirExports() {
    assertEquals(ModuleKind.COMMAND, of("(func (export \"_start\"))").kind());
    assertEquals(ModuleKind.REACTOR, of("(func (export \"_initialize\"))").kind());
    assertEquals(ModuleKind.LIBRARY, of("(func (export \"_start\") (param i32))").kind());
  }

  @Test
  void smallFunctionsAreWholeAndSortedBySize() {
    List<Function> functions = compilation(of(SMALL)).functions();
    assertEquals(List.of("twice", "init"), functions.stream().map(Function::name).toList());
    Function twice = functions.get(0);
    assertEquals(7, twice.wasmBytes());
    assertEquals(0, twice.pieces());
    assertEquals(4, twice.bytecodeBytes());
    assertEquals(4, twice.largestPiece());
  }

  @Test
  void splitFunctionsHavePieces() {
    Compilation compilation = compilation(of(longFunction(3000)));
    Function function = compilation.functions().get(0);
    assertEquals(List.of(function), compilation.split());
    assertTrue(function.pieces() > 2, function.toString());
    assertTrue(function.largestPiece() <= Compilation.HOTSPOT_LIMIT, function.toString());
    assertEquals(2, function.frameVariables(), "the parameter and the local");
    assertTrue(function.bytecodeBytes() > 3000 * 4, function.toString());
    assertEquals(List.of(), compilation.methodsOverLimit());
    assertTrue(compilation.largestMethod().bytes() <= Compilation.HOTSPOT_LIMIT);
  }

  @Test
  void sizesOfMethodsAreObeyed() {
    byte[] wasm = Assembler.assemble(longFunction(3000));
    int usual = compilation(Inspection.of("m.wasm", wasm, OPTIONS)).split().get(0).pieces();
    Compilation fine = compilation(Inspection.of("m.wasm", wasm, OPTIONS.withSizes(2000, 1000)));
    assertTrue(fine.split().get(0).pieces() > 2 * usual, fine.split().toString());
    assertTrue(fine.largestMethod().bytes() < 3000, fine.largestMethod().toString());
    Compilation whole = compilation(Inspection.of("m.wasm", wasm, OPTIONS.withSizes(60_000, 0)));
    assertEquals(List.of(), whole.split());
    assertEquals(List.of(whole.largestMethod()), whole.methodsOverLimit());
    assertTrue(
        ReportText.of(Inspection.of("m.wasm", wasm, OPTIONS.withSizes(60_000, 0)))
            .contains("over 8,000 bytes, which HotSpot does not compile: 1 method"));
  }

  @Test
  void sizesOutOfRangeAreRefused() {
    for (int[] sizes : new int[][] {{999, 0}, {60_001, 0}, {0, 999}, {2000, 2001}, {-1, 0}}) {
      String message =
          assertThrows(IllegalArgumentException.class, () -> OPTIONS.withSizes(sizes[0], sizes[1]))
              .getMessage();
      assertTrue(message.contains("it must be 1000 to"), message);
    }
    assertEquals(OPTIONS, OPTIONS.withSizes(0, 0));
    assertEquals(2000, OPTIONS.withSizes(2000, 0).pieceSize());
  }

  @Test
  void reportOfWhatWasCompiledIsTheSame() {
    byte[] wasm = Assembler.assemble(SMALL);
    assertEquals(
        Inspection.of("m.wasm", wasm, OPTIONS),
        Inspection.of("m.wasm", wasm, Compiler.compile("m.wasm", wasm, OPTIONS)));
  }

  @Test
  void modulesThatAreRefusedSayWhatTheyNeed() {
    ModuleReport report =
        Inspection.of(
            "m.wasm",
            new ModuleBytes()
                .section(1, 2, 0x60, 0, 0, 0x60, 0, 2, 0x7F, 0x7F)
                .section(3, 1, 0)
                .section(5, 1, 4, 1)
                .section(13, 1, 0, 77)
                .section(7, 1, "x", 4, 9)
                .section(10, 1, ModuleBytes.sized(0, 0x0B))
                .toBytes(),
            OPTIONS);
    assertEquals(List.of("multi-value", "exception handling", "memory64"), report.proposals());
    assertEquals(List.of("exception handling", "memory64"), report.unsupported());
    assertNull(report.compilation());
    assertTrue(requireNonNull(report.problem()).contains("does not compile"), report.problem());
    // It is not validated: indices may be wrong.
    assertEquals("?", report.exports().get(0).type());
    assertEquals("1 page or more, 64-bit addresses", report.memories().get(0).type());
    assertTrue(ReportText.of(report).contains("not compiled: this module needs the proposals"));
  }

  @Test
  void proposalsAreThoseThatAreUsed() {
    assertEquals(List.of(), of("(table 1 funcref)").proposals());
    assertEquals(List.of("reference types"), of("(table 1 externref)").proposals());
    assertEquals(List.of("multi-memory"), of("(memory 1) (memory 1)").proposals());
    assertEquals(List.of("bulk memory"), of("(memory 1) (data \"x\")").proposals());
    assertEquals(
        List.of("sign extension"), of("(func (result i32) i32.const 1 i32.extend8_s)").proposals());
  }

  @Test
  void wrongModulesAreErrors() {
    byte[] wasm = Assembler.assemble(SMALL);
    assertThrows(
        WasmException.class, () -> Inspection.of("m.wasm", Arrays.copyOf(wasm, 60), OPTIONS));
    WasmException invalid =
        assertThrows(WasmException.class, () -> of("(func (result i32) f32.const 1)"));
    assertEquals(WasmException.Reason.INVALID, invalid.reason());
  }

  @Test
  void producersAreReadAsFarAsTheyAreWellFormed() {
    byte[] good = ModuleBytes.bytes("language", 1, "C11", "", "processed-by", 1, "clang", "22.1");
    ModuleBytes module = new ModuleBytes().section(0, "producers", 2, good);
    Producer language = new Producer("language", "C11", "");
    Producer tool = new Producer("processed-by", "clang", "22.1");
    assertEquals(
        List.of(language, tool), Inspection.of("m.wasm", module.toBytes(), OPTIONS).producers());
    ModuleBytes cut = new ModuleBytes().section(0, "producers", 3, good, 200);
    assertEquals(
        List.of(language, tool), Inspection.of("m.wasm", cut.toBytes(), OPTIONS).producers());
  }

  @Test
  void textIsAlignedAndOnOneLineEach() {
    byte[] wasm = Assembler.assemble(SMALL.replace("\"log\"", "\"l\\0ag\\u\""));
    String text = ReportText.of(Inspection.of("m.wasm", wasm, OPTIONS));
    assertTrue(text.startsWith("m.wasm: library, "), text);
    assertTrue(text.contains("functions  2 and 1 imported, of "), text);
    assertTrue(text.contains("memory 0   1 to 4 pages\n"), text);
    assertTrue(text.contains("start      func[2] \"init\"\n"), text);
    assertTrue(text.contains("none is over 8,000; all can be JIT-compiled"), text);
    assertFalse(text.lines().anyMatch(line -> line.endsWith(" ")), text);
  }

  @Test
  void longListsAreCutUnlessAllIsAskedFor() {
    StringBuilder module = new StringBuilder("(func $f)\n");
    for (int i = 0; i < 30; i++) {
      module.append(String.format("(export \"e%d\" (func $f))%n", i));
    }
    ModuleReport report = of(module.toString());
    assertTrue(ReportText.of(report).contains("… and 10 more (--all)"));
    assertFalse(ReportText.of(report).contains("e20"));
    assertTrue(ReportText.of(report, 0, true).contains("e29"));
    assertFalse(ReportText.of(report, 0, true).contains("largest functions"));
  }

  private static ModuleReport named(Object... subsections) {
    byte[] names = ModuleBytes.bytes(subsections);
    byte[] wasm = ModuleBytes.ofFunction().section(0, "name", names).toBytes();
    return Inspection.of("m.wasm", wasm, OPTIONS);
  }

  @Test
  void extendedNamesAreShown() {
    byte[] map = ModuleBytes.sized(1, 0, "a");
    byte[] indirect = ModuleBytes.sized(1, 5, 2, 0, "a", 1, "b");
    List<Name> direct = List.of(new Name(0, -1, "a"));
    List<Name> nested = List.of(new Name(5, 0, "a"), new Name(5, 1, "b"));
    ModuleReport report =
        named(
            0,
            ModuleBytes.sized("mod"),
            1,
            map,
            2,
            indirect,
            3,
            indirect,
            4,
            map,
            5,
            map,
            6,
            map,
            7,
            map,
            8,
            map,
            9,
            map,
            10,
            indirect,
            11,
            map,
            12,
            map,
            200,
            ModuleBytes.sized(1, 2));
    assertEquals(
        List.of(
            new Names(3, "labels", 9, nested, true),
            new Names(4, "types", 4, direct, true),
            new Names(5, "tables", 4, direct, true),
            new Names(6, "memories", 4, direct, true),
            new Names(7, "globals", 4, direct, true),
            new Names(8, "element segments", 4, direct, true),
            new Names(9, "data segments", 4, direct, true),
            new Names(10, "fields", 9, nested, true),
            new Names(11, "tags", 4, direct, true),
            new Names(12, null, 4, List.of(), true),
            new Names(200, null, 2, List.of(), true)),
        report.names());
    String text = ReportText.of(report);
    assertTrue(text.contains("\nnames (11)\n  labels: 2\n    5.0  \"a\"\n    5.1  \"b\"\n"), text);
    assertTrue(text.contains("  subsection 200: not known, 2 bytes\n"), text);
    String json = ReportJson.of(report, 0).replaceAll("\\s", "");
    assertTrue(json.contains("{\"index\":5,\"inner\":1,\"name\":\"b\"}"), json);
    assertTrue(json.contains("{\"id\":200,\"of\":null,\"bytes\":2,\"names\":[]"), json);
  }

  @Test
  void aFlawInASubsectionOfNamesHidesNoOther() {
    byte[] cut = ModuleBytes.sized(3, 0, "a", 1, 9);
    byte[] longer = ModuleBytes.sized(1, 0, "a", 77);
    ModuleReport report = named(4, cut, 6, longer, 3, ModuleBytes.sized(), 9, 100);
    List<Name> known = List.of(new Name(0, -1, "a"));
    assertEquals(
        List.of(
            new Names(4, "types", 6, known, false),
            new Names(6, "memories", 5, known, false),
            new Names(3, "labels", 0, List.of(), false)),
        report.names());
    assertNotNull(report.compilation());
    String text = ReportText.of(report);
    assertTrue(text.contains("  types: 1, then what cannot be read\n"), text);
  }
}
