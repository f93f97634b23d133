package dev.kiln.it.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kiln.compiler.CompiledClassLoader;
import dev.kiln.compiler.CompiledModule;
import dev.kiln.compiler.Compiler;
import dev.kiln.compiler.api.CompileOptions;
import dev.kiln.compiler.testing.Assembler;
import dev.kiln.it.spec.Command.Action;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The runner itself: what is wrong fails, and what is refused never passes. */
class ScriptRunTest {
  private static final Source REFUSED = new Source.Refused("threads", List.of("m"));

  /**
   * A module with {@code same}, {@code nan} and {@code stop}, and one that imports {@code m.same}.
   */
  private static final CompiledModule EXPORTER =
      compile(
          "run.Exporter",
          """
          (func (export "same") (param i32) (result i32) local.get 0)
          (func (export "nan") (result f32) ;; signalling
            i32.const 0x7fa00000
            f32.reinterpret_i32)
          (func (export "stop") unreachable)
          """);

  private static final CompiledModule IMPORTER =
      compile(
          "run.Importer",
          """
          (import "m" "same" (func $same (param i32) (result i32)))
          (export "again" (func $same))
          """);

  private static CompiledModule compile(String className, String text) {
    return Compiler.compile("a.wasm", Assembler.assemble(text), CompileOptions.of(className));
  }

  private static FileResult run(Command... commands) {
    FileResult result = new FileResult("a");
    Map<String, byte[]> files = new HashMap<>(EXPORTER.files());
    files.putAll(IMPORTER.files());
    ClassLoader loader = new CompiledClassLoader(ScriptRunTest.class.getClassLoader(), files);
    new ScriptRun(loader, result, 0).run(List.of(commands));
    return result;
  }

  private static void assertCounts(FileResult result, int passed, int failed, int refused) {
    assertEquals(
        List.of(passed, failed, refused),
        List.of(
            result.count(Outcome.PASSED),
            result.count(Outcome.FAILED),
            result.count(Outcome.REFUSED)),
        () -> result.failures().toString());
  }

  private static Command module(CompiledModule module) {
    return new Command.Module(1, "", new Source.Compiled(module.className()));
  }

  private static Command returns(String field, String arg, Value expected) {
    List<Value> args = arg.isEmpty() ? List.of() : List.of(new Value("i32", arg));
    return new Command.AssertReturn(
        2, new Action(true, "", field, args), List.of(new Value.Expected(List.of(expected))));
  }

  private static Command traps(String field, String text) {
    List<Value> args = field.equals("same") ? List.of(new Value("i32", "0")) : List.of();
    return new Command.AssertTrap(3, new Action(true, "", field, args), text);
  }

  @Test
  void results() {
    assertCounts(
        run(
            module(EXPORTER),
            returns("same", "-1", new Value("i32", "4294967295")),
            returns("same", "7", new Value("i32", "8")),
            returns("same", "7", new Value("i64", "7")),
            returns("nan", "", new Value("f32", "2141192192")),
            returns("nan", "", new Value("f32", "nan:canonical")),
            returns("nan", "", new Value("f32", "nan:arithmetic")),
            returns("none", "", new Value("i32", "7"))),
        2,
        5,
        0);
  }

  @Test
  void traps() {
    assertCounts(
        run(
            module(EXPORTER),
            traps("stop", "unreachable"),
            traps("stop", "integer overflow"),
            traps("same", "unreachable")),
        1,
        2,
        0);
  }

  @Test
  void refusedModuleNeverPasses() {
    assertCounts(
        run(
            new Command.Module(1, "", REFUSED),
            returns("same", "7", new Value("i32", "7")),
            traps("stop", "unreachable"),
            new Command.Register(4, "", "m"),
            module(IMPORTER),
            returns("again", "7", new Value("i32", "7")),
            new Command.AssertUnlinkable(5, REFUSED, "unknown import")),
        0,
        0,
        4);
  }

  @Test
  void brokenModuleFailsAndWhatNeedsItToo() {
    assertCounts(
        run(
            new Command.Module(1, "", new Source.Broken("why")),
            returns("same", "7", new Value("i32", "7"))),
        0,
        2,
        0);
  }

  @Test
  void whatARefusedModuleWouldHaveChangedIsNotToldFromAFailure() {
    assertCounts(
        run(
            module(EXPORTER),
            new Command.Register(1, "", "m"),
            new Command.Module(2, "other", REFUSED),
            module(IMPORTER),
            returns("again", "7", new Value("i32", "7")),
            returns("again", "7", new Value("i32", "8"))),
        1,
        0,
        1);
  }

  @Test
  void linking() {
    Source importer = new Source.Compiled(IMPORTER.className());
    assertCounts(
        run(
            new Command.AssertUnlinkable(1, importer, "unknown import"),
            new Command.AssertUnlinkable(2, importer, "incompatible import type"),
            new Command.AssertUninstantiable(3, importer, "unreachable"),
            module(EXPORTER),
            new Command.Register(4, "", "m"),
            new Command.AssertUnlinkable(5, importer, "unknown import")),
        1,
        3,
        0);
  }
}
