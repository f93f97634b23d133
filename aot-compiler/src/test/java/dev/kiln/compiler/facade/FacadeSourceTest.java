package dev.kiln.compiler.facade;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.compiler.CompiledModule;
import dev.kiln.compiler.Compiler;
import dev.kiln.compiler.api.CompileOptions;
import dev.kiln.compiler.testing.Assembler;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The facade: compiled without a warning, used in Java. */
class FacadeSourceTest {
  @TempDir Path folder;

  private Object run(String wasm, String statements) throws ReflectiveOperationException {
    return FacadeRun.of(folder, wasm, "", statements);
  }

  private static String source(String wasm, boolean wasi) {
    CompiledModule module =
        Compiler.compile("m.wasm", Assembler.assemble(wasm), CompileOptions.of("t.M"));
    return Objects.requireNonNull(module.sources(wasi).get("t/MInstance.java"));
  }

  @Test
  void everyTypeAndSeveralResults() throws Exception {
    assertEquals(
        "3 5 7.0 9.0 text true | 1 2 3.0 4.0 text true",
        run(
            """
            (func (export "i") (param i32 i32) (result i32) local.get 0 local.get 1 i32.add)
            (func (export "l") (param i64 i64) (result i64) local.get 0 local.get 1 i64.add)
            (func (export "f") (param f32 f32) (result f32) local.get 0 local.get 1 f32.add)
            (func (export "d") (param f64 f64) (result f64) local.get 0 local.get 1 f64.add)
            (func (export "x") (param externref) (result externref) local.get 0)
            (func (export "r") (param funcref) (result funcref) local.get 0)
            (func (export "all") (param externref funcref)
              (result i32 i64 f32 f64 externref funcref)
              i32.const 1 i64.const 2 f32.const 3 f64.const 4 local.get 0 local.get 1)
            """,
            """
            MInstance m = MInstance.create();
            FuncRef f = m.instance().getFunction("i");
            var all = m.all("text", f);
            return m.i(1, 2) + " " + m.l(2, 3) + " " + m.f(3, 4) + " " + m.d(4, 5) + " "
                + m.x("text") + " " + (m.r(f) == f) + " | " + all.r0() + " " + all.r1() + " "
                + all.r2() + " " + all.r3() + " " + all.r4() + " " + (all.r5() == f);
            """));
  }

  @Test
  void referencesAreCheckedBeforeAnythingRuns() throws Exception {
    String[] lines =
        ((String)
                run(
                    """
                    (type $t (func (param i32)))
                    (global (export "ran") (mut i32) (i32.const 0))
                    (func (export "any") (param funcref) i32.const 1 global.set 0)
                    (func (export "typed") (param (ref null $t)) i32.const 1 global.set 0)
                    (func (export "some") (param i32 (ref extern)) i32.const 1 global.set 0)
                    """,
                    """
                    MInstance m = MInstance.create();
                    MInstance other = MInstance.create();
                    FuncRef foreign = other.instance().getFunction("any");
                    FuncRef wrong = m.instance().getFunction("any");
                    String all = failure(() -> m.any(foreign)) + "\\n"
                        + failure(() -> m.typed(wrong)) + "\\n"
                        + failure(() -> m.some(0, null)) + "\\n" + m.ran() + "\\n";
                    return all + failure(() -> m.typed(null)) + "\\n" + m.ran();
                    """))
            .split("\n");
    assertTrue(lines[0].startsWith("IllegalArgumentException: argument 0 of function m.wasm"));
    assertTrue(lines[0].endsWith("belongs to another store"), lines[0]);
    assertTrue(lines[1].contains("argument 0 of") && lines[1].contains("expected"), lines[1]);
    assertTrue(lines[2].contains("argument 1 of") && lines[2].contains("got null"), lines[2]);
    assertEquals("0", lines[3]);
    assertEquals("nothing", lines[4]);
    assertEquals("1", lines[5]);
  }

  @Test
  void trapsAreTrapsAndTheStoreStaysUsable() throws Exception {
    assertEquals(
        "INTEGER_DIVIDE_BY_ZERO MEMORY_OUT_OF_BOUNDS CALL_STACK_EXHAUSTED 3 from another thread 4",
        run(
            """
            (memory 1)
            (func (export "div") (param i32 i32) (result i32)
              local.get 0 local.get 1 i32.div_s)
            (func (export "load") (param i32) (result i32) local.get 0 i32.load)
            (func $deep (export "deep") call $deep)
            """,
            """
            MInstance m = MInstance.create();
            StringBuilder log = new StringBuilder();
            for (Runnable r : List.<Runnable>of(() -> m.div(1, 0), () -> m.load(-1), m::deep)) {
              try {
                r.run();
              } catch (Trap trap) {
                log.append(trap.kind()).append(' ');
              }
            }
            log.append(m.div(6, 2));
            Thread other = new Thread(() -> log.append(" from another thread " + m.div(8, 2)));
            other.start();
            other.join();
            return log.toString();
            """));
  }

  @Test
  void anImportThatIsExportedAgainIsCalled() throws Exception {
    assertEquals(
        "9 DivResult[r0=1, r1=2]",
        run(
            """
            (import "env" "twice" (func $twice (param i32) (result i32)))
            (import "env" "div" (func $div (param i32 i32 externref) (result i32 i32)))
            (export "again" (func $twice))
            (export "div" (func $div))
            """,
            """
            MInstance m = MInstance.create(new MEnv() {
              public int twice(int x) { return 3 * x; }
              public DivResult div(int a, int b, Object x) { return new DivResult(a, b); }
            });
            return m.again(3) + " " + m.div(1, 2, null);
            """));
  }

  @Test
  void namesThatJavaForbids() throws Exception {
    String names =
        "class a-b aB a/b _ 0 toString hashCode store instance create of link start $ gr\\c3\\b6sse"
            + " x;y(int)";
    StringBuilder wasm = new StringBuilder();
    int i = 0;
    for (String name : names.split(" ")) {
      wasm.append("(func (export \"").append(name).append("\") (result i32) i32.const ");
      wasm.append(++i).append(")\n");
    }
    // The assembler takes quoted text as bytes; what it reads as UTF-8 here is an o with dots.
    wasm.append("(func (export \"\") (result i32) i32.const ").append(++i).append(")\n");
    assertEquals(
        "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 17, 18]",
        run(
            wasm.toString(),
            """
            MInstance m = MInstance.create();
            return Arrays.asList(m.class_(), m.aB(), m.aB_2(), m.aB_3(), m.__(), m._0(),
                m.toString_(), m.hashCode_(), m.store_(), m.instance_(), m.create_(), m.of(),
                m.link(), m.start(), m.function14(), m.xYInt(), m.function17()).toString();
            """));
  }

  @Test
  void memoriesTablesAndGlobals() throws Exception {
    assertEquals(
        "1 5 6 7.5 -9000000000 0.5 true true 2 text",
        run(
            """
            (memory (export "memory") 1)
            (table (export "the-table") 2 funcref)
            (global (export "counter") (mut i32) (i32.const 5))
            (global (export "ratio") f64 (f64.const 7.5))
            (global (export "wide") (mut i64) (i64.const 1))
            (global (export "narrow") (mut f32) (f32.const 1))
            (global (export "function") (mut funcref) (ref.null func))
            (global (export "object") (mut externref) (ref.null extern))
            (func (export "f"))
            (elem (i32.const 0) 0)
            """,
            """
            MInstance m = MInstance.create();
            int before = m.counter();
            m.counter(6);
            m.wide(-9000000000L);
            m.narrow(0.5f);
            m.function(m.theTable().getFunction(0));
            m.object("text");
            return m.memory().pages() + " " + before + " " + m.counter() + " " + m.ratio() + " "
                + m.wide() + " " + m.narrow() + " "
                + (m.function() == m.instance().getFunction("f")) + " "
                + (m.theTable().get(0) == m.instance().getFunction("f")) + " "
                + m.theTable().size() + " " + m.object();
            """));
  }

  /** Also where a name is the facade's own, an export has two, and one is exported again. */
  @Test
  void accessorsGiveTheInstancesOwnExterns() throws Exception {
    assertEquals(
        "true true true true true 1 6",
        run(
            """
            (memory (export "wasm") 1)
            (memory (export "other") 2)
            (table (export "table") 2 funcref)
            (global (export "global") (mut i32) (i32.const 5))
            (export "same" (memory 0))
            (export "again" (global 0))
            """,
            """
            MInstance m = MInstance.create();
            MInstance other = MInstance.create();
            Instance wasm = m.instance();
            m.again(6);
            return (m.wasm() == wasm.getMemory("wasm")) + " " + (m.wasm() == m.wasm()) + " "
                + (m.other() == wasm.getMemory("other")) + " " + (m.same() == m.wasm()) + " "
                + (m.table() == wasm.getTable("table") && m.table() != other.table()) + " "
                + m.wasm().pages() + " " + m.global();
            """));
  }

  @Test
  void reactorsAreInitialized() throws Exception {
    assertEquals(
        "1 1 0 1",
        run(
            """
            (global (export "count") (mut i32) (i32.const 0))
            (func (export "_initialize") global.get 0 i32.const 1 i32.add global.set 0)
            """,
            """
            Engine engine = new Engine();
            Store<?> store = Store.of(engine);
            Module module = Module.of(engine, new M());
            MInstance plain = MInstance.of(new Linker(engine).instantiate(store, module));
            int before = plain.count();
            plain.initialize();
            return MInstance.create().count() + " "
                + MInstance.instantiate(store, new Linker(engine)).count() + " " + before + " "
                + plain.count();
            """));
  }

  @Test
  void commandsAreNotInitialized() throws Exception {
    assertEquals(
        0,
        run(
            """
            (global (export "count") (mut i32) (i32.const 0))
            (func (export "_start"))
            (func (export "_initialize") global.get 0 i32.const 1 i32.add global.set 0)
            """,
            "return MInstance.create().count();"));
  }

  @Test
  void anotherModulesInstanceIsRefused() throws Exception {
    assertTrue(
        ((String)
                run(
                    "(func (export \"f\"))",
                    """
                    return failure(() -> MInstance.of(new Instance() {
                      protected void link(dev.kiln.runtime.Instantiation instantiation) {}
                      protected void initialize(dev.kiln.runtime.Instantiation instantiation) {}
                      protected void start() {}
                    }));
                    """))
            .endsWith(" is not an instance of t.M"));
  }

  @Test
  void moreParametersThanJavaAllowsGoInAnArray() throws Exception {
    assertEquals(
        7L,
        run(
            "(func (export \"many\") (param "
                + "i64 ".repeat(128)
                + ") (result i64) local.get 127)",
            """
            Object[] arguments = new Object[128];
            Arrays.fill(arguments, 0L);
            arguments[127] = 7L;
            return MInstance.create().many(arguments)[0];
            """));
  }

  @Test
  void callsIntoWasmAllocateNothing() throws Exception {
    assertEquals(
        "0 0",
        run(
            """
            (func (export "add") (param i32 i64 f32 f64) (result f64) local.get 3)
            (func (export "same") (param funcref) (result funcref) local.get 0)
            """,
            """
            MInstance m = MInstance.create();
            FuncRef f = m.instance().getFunction("add");
            return allocated(() -> m.add(1, 2, 3, 4)) + " " + allocated(() -> m.same(f));
            """));
  }

  @Test
  void namesThatWouldEndACommentOrBeginATag() throws Exception {
    String odd = "*/ int x; /** @deprecated {@code <b>&lt; \\5cu002a\\5cu000a \\22 \\0a";
    assertEquals(
        5,
        run(
            "(import \""
                + odd
                + "\" \""
                + odd
                + "\" (func $f (result i32)))\n"
                + "(func (export \""
                + odd
                + "\") (result i32) call $f)\n"
                + "(global (export \"x"
                + odd
                + "\") i32 (i32.const 3))",
            """
            var type = Arrays.stream(MInstance.class.getMethods())
                .filter(m -> m.getName().equals("create")).findFirst().get().getParameterTypes()[0];
            Object host = java.lang.reflect.Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (p, m, a) -> 5);
            Object m = Arrays.stream(MInstance.class.getMethods())
                .filter(x -> x.getName().equals("create")).findFirst().get().invoke(null, host);
            return Arrays.stream(MInstance.class.getMethods())
                .filter(x -> x.getName().startsWith("intX")).findFirst().get().invoke(m);
            """));
  }

  @Test
  void aModuleNamedAsAJavaClass() throws Exception {
    byte[] wasm = Assembler.assemble("(memory (export \"m\") 1) (func (export \"dev\"))");
    CompiledModule module = Compiler.compile("o.wasm", wasm, CompileOptions.of("dev.Object"));
    new dev.kiln.compiler.testing.JavaProject(folder).module(module).compile();
  }

  @Test
  void javadocGivesNamesAndTypes() {
    String source =
        source("(func (export \"get-it\") (param i64) (result f32) f32.const 0)", false);
    assertTrue(
        source.contains("<code>&#34;get-it&#34; [i64] -&#62; [f32]</code>")
            || source.contains("<code>\"get-it\" [i64] -&#62; [f32]</code>"),
        source);
    assertTrue(source.contains("@param arg0 <code>i64</code>"), source);
    assertTrue(source.contains("@return <code>f32</code>"), source);
    assertTrue(StandardCharsets.US_ASCII.newEncoder().canEncode(source));
  }

  @Test
  void wasiIsTakenWhereItIsThere() {
    String command =
        "(import \"wasi_snapshot_preview1\" \"proc_exit\" (func (param i32)))"
            + "(func (export \"_start\"))";
    assertTrue(source(command, true).contains("public static int run(java.lang.String... "));
    assertTrue(source(command, true).contains("MInstance create(dev.kiln.wasi.Wasi wasi)"));
    assertTrue(!source(command, false).contains("dev.kiln.wasi"));
  }
}
