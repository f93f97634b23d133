package dev.kiln.compiler.facade;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.compiler.CompiledModule;
import dev.kiln.compiler.Compiler;
import dev.kiln.compiler.api.CompileOptions;
import dev.kiln.compiler.testing.JavaProject;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Interfaces for imports, implemented in Java and called by wasm. */
class HostInterfaceTest {
  private static final String ADD =
      """
      (import "env" "add" (func $add (param i32 i32) (result i32)))
      (memory (export "memory") 1)
      (func (export "go") (param i32 i32) (result i32) local.get 0 local.get 1 call $add)
      """;

  @TempDir Path folder;

  private Object run(String wasm, String statements) throws ReflectiveOperationException {
    return FacadeRun.of(folder, wasm, "", statements);
  }

  @Test
  void lambdaForASingleFunction() throws Exception {
    assertEquals(42, run(ADD, "return MInstance.create((a, b) -> a * b).go(6, 7);"));
  }

  @Test
  void everyNumberType() throws Exception {
    assertEquals(
        "-1 -2 -3.5 -4.25 -> -8.5",
        run(
            """
            (import "env" "mix" (func $mix (param i32 i64 f32 f64) (result f64)))
            (func (export "go") (param i32 i64 f32 f64) (result f64)
              local.get 0 local.get 1 local.get 2 local.get 3 call $mix)
            """,
            """
            StringBuilder log = new StringBuilder();
            MInstance m = MInstance.create((a, b, c, d) -> {
              log.append(a + " " + b + " " + c + " " + d);
              return 2 * d;
            });
            double result = m.go(-1, -2L, -3.5f, -4.25);
            return log + " -> " + result;
            """));
  }

  @Test
  void everyShapeOfResult() throws Exception {
    assertEquals(
        "[0, 1, 2, 3.0, 4.0, text, function m.wasm \"go\" [] -> []]",
        run(
            """
            (import "env" "v" (func $v))
            (import "env" "i" (func $i (result i32)))
            (import "env" "l" (func $l (result i64)))
            (import "env" "f" (func $f (result f32)))
            (import "env" "d" (func $d (result f64)))
            (import "env" "x" (func $x (result externref)))
            (import "env" "r" (func $r (result funcref)))
            (func $go (export "go") call $v)
            (func (export "goI") (result i32) call $i)
            (func (export "goL") (result i64) call $l)
            (func (export "goF") (result f32) call $f)
            (func (export "goD") (result f64) call $d)
            (func (export "goX") (result externref) call $x)
            (func (export "goR") (result funcref) call $r)
            """,
            """
            MInstance[] self = new MInstance[1];
            List<Object> log = new ArrayList<>();
            MInstance m = self[0] = MInstance.create(new MEnv() {
              public void v() { log.add(0); }
              public int i() { return 1; }
              public long l() { return 2; }
              public float f() { return 3; }
              public double d() { return 4; }
              public Object x() { return "text"; }
              public FuncRef r() { return self[0].instance().getFunction("go"); }
            });
            m.go();
            log.addAll(Arrays.asList(m.goI(), m.goL(), m.goF(), m.goD(), m.goX(), m.goR()));
            return log.toString();
            """));
  }

  @Test
  void whoWantsTheCallerGetsIt() throws Exception {
    assertEquals(
        "1 page, true",
        run(
            ADD,
            """
            String[] seen = new String[1];
            MInstance[] self = new MInstance[1];
            self[0] = MInstance.create(new MEnv.WithCaller() {
              public int add(Caller caller, int a, int b) {
                seen[0] = caller.memory("memory").pages() + " page, "
                    + (caller.instance().get() == self[0].instance());
                return 0;
              }
            });
            self[0].go(1, 2);
            return seen[0];
            """));
  }

  @Test
  void withoutACallerTheOtherFormSaysSo() throws Exception {
    assertEquals(
        "IllegalStateException: MEnv.add needs a Caller: give it one",
        run(ADD, "MEnv.WithCaller env = (c, a, b) -> 0; return failure(() -> env.add(1, 2));"));
  }

  @Test
  void severalResultsAreARecord() throws Exception {
    assertEquals(
        "8 9 1.5 2.5 text | DivmodResult[r0=8, r1=9, r2=1.5, r3=2.5, r4=text] true false true",
        run(
            """
            (import "env" "divmod" (func $dm (param i32) (result i32 i64 f32 f64 externref)))
            (func (export "go") (param i32) (result i32 i64 f32 f64 externref)
              local.get 0 call $dm)
            """,
            """
            var r = new MEnv.DivmodResult(8, 9, 1.5f, 2.5, "text");
            var same = new MEnv.DivmodResult(8, 9, 1.5f, 2.5, "text");
            var other = new MEnv.DivmodResult(8, 9, 1.5f, -2.5, "text");
            var got = MInstance.create(x -> r).go(1);
            return got.r0() + " " + got.r1() + " " + got.r2() + " " + got.r3() + " " + got.r4()
                + " | " + r + " " + r.equals(same) + " " + r.equals(other)
                + " " + (r.hashCode() == same.hashCode());
            """));
  }

  @Test
  void returnedReferencesAreChecked() throws Exception {
    String message =
        (String)
            run(
                """
                (type $t (func (param i32)))
                (import "env" "any" (func $any (result funcref)))
                (import "env" "typed" (func $typed (result (ref null $t))))
                (import "env" "some" (func $some (result (ref extern))))
                (import "env" "two" (func $two (result i32 (ref extern))))
                (func $mine (export "mine") (type $t))
                (func (export "goAny") (result funcref) call $any)
                (func (export "goTyped") call $typed drop)
                (func (export "goSome") call $some drop)
                (func (export "goTwo") call $two drop drop)
                """,
                """
                FuncRef foreign =
                    Store.of(new Engine()).function(FuncType.of(), (c, a) -> new Object[0]);
                FuncRef[] answer = new FuncRef[1];
                MInstance m = MInstance.create(new MEnv() {
                  public FuncRef any() { return answer[0]; }
                  public FuncRef typed() { return answer[0]; }
                  public Object some() { return null; }
                  public TwoResult two() { return new TwoResult(1, null); }
                });
                List<String> all = new ArrayList<>();
                answer[0] = foreign;
                all.add(failure(m::goAny));
                answer[0] = m.instance().getFunction("goSome");
                all.add(failure(m::goTyped));
                all.add(failure(m::goSome));
                all.add(failure(m::goTwo));
                answer[0] = m.instance().getFunction("mine");
                all.add(failure(m::goTyped));
                answer[0] = null;
                all.add(failure(m::goTyped));
                all.add(failure(m::goAny));
                return String.join("\\n", all);
                """);
    String[] lines = message.split("\n");
    assertTrue(lines[0].startsWith("IllegalArgumentException: result 0 of"), lines[0]);
    assertTrue(lines[0].endsWith("belongs to another store"), lines[0]);
    assertTrue(lines[1].contains("result 0 of") && lines[1].contains("expected"), lines[1]);
    assertTrue(lines[2].contains("expected (ref extern), got null"), lines[2]);
    assertTrue(lines[3].contains("result 1 of") && lines[3].contains("got null"), lines[3]);
    for (int i = 4; i < 7; i++) {
      assertEquals("nothing", lines[i]);
    }
  }

  @Test
  void whatTheHostThrowsArrivesAsItself() throws Exception {
    assertEquals(
        "true true true CALL_STACK_EXHAUSTED 5",
        run(
            ADD,
            """
            Throwable[] toThrow = {new ArrayIndexOutOfBoundsException(3)};
            MEnv env = (a, b) -> {
              if (toThrow[0] != null) {
                Main.<RuntimeException>sneak(toThrow[0]);
              }
              return a + b;
            };
            MInstance m = MInstance.create(env);
            StringBuilder log = new StringBuilder();
            for (Throwable t : new Throwable[] {
                toThrow[0], new java.io.IOException("checked"), new AssertionError("error")}) {
              toThrow[0] = t;
              try {
                m.go(1, 2);
              } catch (Throwable caught) {
                log.append(caught == t).append(' ');
              }
            }
            toThrow[0] = new StackOverflowError();
            try {
              m.go(1, 2);
            } catch (Trap trap) {
              log.append(trap.kind()).append(' ');
            }
            toThrow[0] = null;
            return log.toString() + m.go(2, 3);
            """
                .replace("Main.<RuntimeException>sneak(toThrow[0])", "sneak(toThrow[0])"),
            "@SuppressWarnings(\"unchecked\") static <E extends Throwable> void sneak(Throwable t)"
                + " throws E { throw (E) t; }"));
  }

  private Object run(String wasm, String statements, String members)
      throws ReflectiveOperationException {
    return FacadeRun.of(folder, wasm, members, statements);
  }

  @Test
  void oneNameWithTwoTypesIsOverloadedOrNumbered() throws Exception {
    assertEquals(
        "i1 d2.0 d3.0",
        run(
            """
            (import "env" "log" (func $i (param i32)))
            (import "env" "log" (func $d (param f64)))
            (import "env" "log" (func $d2 (param f64) (result f64)))
            (import "env" "log" (func $again (param i32)))
            (func (export "go") i32.const 1 call $i f64.const 2 call $d f64.const 3 call $d2 drop)
            (func (export "again") i32.const 1 call $again)
            """,
            """
            StringBuilder log = new StringBuilder();
            MInstance m = MInstance.create(new MEnv() {
              public void log(int i) { log.append("i" + i + " "); }
              public void log(double d) { log.append("d" + d + " "); }
              public double log_2(double d) { log.append("d" + d); return d; }
            });
            m.go();
            return log.toString();
            """));
  }

  @Test
  void theSameImportTwiceIsOneMethod() throws Exception {
    assertEquals(
        33,
        run(
            """
            (import "env" "one" (func $a (param i32) (result i32)))
            (import "env" "two" (func $b (param i32) (result i32)))
            (import "env" "one" (func $c (param i32) (result i32)))
            (func (export "go") (result i32)
              i32.const 1 call $a i32.const 1 call $b i32.add i32.const 1 call $c i32.add)
            """,
            """
            return MInstance.create(new MEnv() {
              public int one(int x) { return x + 10; }
              public int two(int x) { return x + 10; }
            }).go();
            """));
  }

  @Test
  void tooManyParametersComeInAnArray() throws Exception {
    String types = "i32 ".repeat(254) + "i64 f32 f64 externref";
    StringBuilder arguments = new StringBuilder();
    for (int i = 0; i < 254; i++) {
      arguments.append("i32.const ").append(i).append(' ');
    }
    assertEquals(
        "258 0 253 254 1.5 2.5 null -> 9, IllegalArgumentException: function host"
            + " returned 0 results",
        ((String)
                run(
                    "(import \"env\" \"many\" (func $many (param "
                        + types
                        + ") (result i32)))\n(func (export \"go\") (result i32) "
                        + arguments
                        + "i64.const 254 f32.const 1.5 f64.const 2.5 ref.null extern call $many)",
                    """
                    StringBuilder log = new StringBuilder();
                    Object[][] answer = {{9}};
                    MInstance m = MInstance.create(a -> {
                      log.append(a.length + " " + a[0] + " " + a[253]);
                      for (int i = 254; i < 258; i++) log.append(" " + a[i]);
                      return answer[0];
                    });
                    log.append(" -> " + m.go() + ", ");
                    answer[0] = new Object[0];
                    int length = log.length();
                    String failure = failure(m::go);
                    return log.substring(0, length) + failure;
                    """))
            .replaceAll("\\[i32.*\\] -> \\[i32\\] ", ""));
  }

  @Test
  void manyFunctionsOfManyInterfaces() throws Exception {
    StringBuilder wasm = new StringBuilder();
    StringBuilder calls = new StringBuilder();
    StringBuilder methods = new StringBuilder();
    for (int i = 0; i < 150; i++) {
      wasm.append("(import \"env\" \"f").append(i).append("\" (func $f").append(i);
      wasm.append(i % 2 == 0 ? "(param i32) " : "(param i32 i64) ").append("(result i32)))\n");
      calls.append(" i32.const ").append(i).append(i % 2 == 0 ? "" : " i64.const 3");
      calls.append(" call $f").append(i).append(" i32.add");
      methods.append("public int f").append(i).append(i % 2 == 0 ? "(int a)" : "(int a, long b)");
      methods.append(" { return a == ").append(i).append(" ? 1 : 1000000; }\n");
    }
    wasm.append("(import \"other\" \"x\" (func $x (result i32)))\n");
    wasm.append("(func (export \"go\") (result i32) call $x").append(calls).append(")");
    assertEquals(
        157,
        run(
            wasm.toString(),
            "return MInstance.create(new MEnv() {" + methods + "}, () -> 7).go();"));
  }

  @Test
  void oneDefinitionServesSeveralStores() throws Exception {
    assertEquals(
        "false 3 3 true",
        run(
            ADD,
            """
            Engine engine = new Engine();
            Module module = Module.of(engine, new M());
            Linker linker = MEnv.define(new Linker(engine), module, (a, b) -> a + b);
            Store<?> one = Store.of(engine);
            Store<?> two = Store.of(engine);
            boolean hole = ((FuncRef) linker.get(one, "env", "add")).code() == null;
            MInstance m = MInstance.of(linker.instantiate(one, module));
            MInstance n = MInstance.of(linker.instantiate(two, module));
            return hole + " " + m.go(1, 2) + " " + n.go(1, 2) + " "
                + (linker.get(one, "env", "add") != linker.get(two, "env", "add"));
            """));
  }

  @Test
  void whatTheInterfacesDoNotHaveComesFromALinker() throws Exception {
    assertEquals(
        "12, LinkException: m.wasm: unknown import \"env\" \"base\" (global i32): define it in the linker",
        run(
            """
            (import "env" "base" (global i32))
            (import "env" "add" (func $add (param i32 i32) (result i32)))
            (func (export "go") (result i32) global.get 0 i32.const 2 call $add)
            """,
            """
            Engine engine = new Engine();
            Store<?> store = Store.of(engine);
            Linker linker = new Linker(engine);
            linker.define(
                "env", "base", Global.create(store, new GlobalType(ValType.I32, false), 10));
            int sum = MInstance.instantiate(store, linker, (a, b) -> a + b).go();
            return sum + ", "
                + failure(() -> MInstance.instantiate(store, new Linker(engine), (a, b) -> 0));
            """));
  }

  @Test
  void callsOfTheHostAllocateNothing() throws Exception {
    assertEquals(
        "0 0 0",
        run(
            """
            (import "env" "i" (func $i (param i32 i64 f32 f64) (result f64)))
            (import "env" "x" (func $x (param externref) (result externref)))
            (import "env" "w" (func $w (param i32 i64 externref externref) (result i64)))
            (func (export "goI") i32.const 1 i64.const 2 f32.const 3 f64.const 4 call $i drop)
            (func (export "goX") (param externref) local.get 0 call $x drop)
            (func (export "goW") (param externref)
              i32.const 1 i64.const 2 local.get 0 local.get 0 call $w drop)
            """,
            """
            MInstance m = MInstance.create(new MEnv() {
              public double i(int a, long b, float c, double d) { return a + b + c + d; }
              public Object x(Object x) { return x; }
              public long w(int a, long b, Object c, Object d) { return c == d ? b : a; }
            });
            return allocated(m::goI) + " " + allocated(() -> m.goX(m)) + " "
                + allocated(() -> m.goW(m));
            """));
  }

  @Test
  void parametersHaveTheNamesOfTheNameSection() throws Exception {
    byte[] wasm = dev.kiln.compiler.testing.Assembler.assemble(ADD);
    byte[] names = {
      // custom section "name", sub-section 2: function 0, locals 0 "left" and 1 "class"
      0,
      23,
      4,
      'n',
      'a',
      'm',
      'e',
      2,
      16,
      1,
      0,
      2,
      0,
      4,
      'l',
      'e',
      'f',
      't',
      1,
      5,
      'c',
      'l',
      'a',
      's',
      's'
    };
    byte[] both = java.util.Arrays.copyOf(wasm, wasm.length + names.length);
    System.arraycopy(names, 0, both, wasm.length, names.length);
    CompiledModule module = Compiler.compile("m.wasm", both, CompileOptions.of("t.M"));
    assertEquals(
        "[left, class_] [caller, left, class_]",
        FacadeRun.run(
            new JavaProject(folder).moduleWithClassFiles(module),
            "static List<String> names(Class<?>... types) throws Exception {"
                + " return Arrays.stream(MEnv.class.getMethod(\"add\", types).getParameters())"
                + ".map(p -> p.getName()).toList(); }",
            "return names(int.class, int.class) + \" \""
                + " + names(Caller.class, int.class, int.class);"));
    String source = module.sources(false).get("t/MEnv.java");
    assertTrue(source.contains("  int add(int left, int class_);\n"), source);
    assertTrue(source.contains("int add(dev.kiln.runtime.Caller caller, int left, int class_)"));
    assertTrue(source.contains("   * @param class_ <code>i32</code>\n"), source);
  }

  @Test
  void aMissingHostIsNamed() throws Exception {
    assertEquals(
        "NullPointerException: the MEnv is null",
        run(ADD, "return failure(() -> MInstance.create(null));"));
  }

  @Test
  void moreFunctionsThanAClassHoldsComeFromALinker() throws Exception {
    StringBuilder wasm = new StringBuilder("(import \"few\" \"f\" (func))\n");
    for (int i = 0; i <= 4000; i++) {
      wasm.append("(import \"many\" \"f").append(i).append("\" (func))\n");
    }
    assertEquals(
        "true",
        run(
            wasm.append("(func (export \"go\"))").toString(),
            """
            Engine engine = new Engine();
            Linker linker = new Linker(engine);
            for (int i = 0; i <= 4000; i++) {
              linker.function("many", "f" + i, FuncType.of(), (c, a) -> new Object[0]);
            }
            MInstance.instantiate(Store.of(engine), linker, () -> {}).go();
            return "true";
            """));
  }

  @Test
  void wasiHasNoInterface() throws Exception {
    assertEquals(
        "[]",
        run(
            """
            (import "wasi_snapshot_preview1" "proc_exit" (func (param i32)))
            (func (export "go"))
            """,
            """
            return Arrays.stream(MInstance.class.getDeclaredMethods())
                .filter(m -> m.getName().equals("create")).toList().toString();
            """));
  }
}
