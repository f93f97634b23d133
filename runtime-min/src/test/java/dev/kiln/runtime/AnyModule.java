package dev.kiln.runtime;

import dev.kiln.runtime.abi.Code;
import dev.kiln.runtime.abi.DescriptorFormat;
import dev.kiln.runtime.abi.GlobalCell;
import dev.kiln.runtime.abi.LinearMemory;
import dev.kiln.runtime.abi.Shape;
import dev.kiln.runtime.abi.TableCells;
import dev.kiln.runtime.abi.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A module put together by a test. Its types are {@code (i32) -> (i32)}, {@code () -> ()} and
 * {@code (externref) -> (i32, i64, externref)}.
 */
final class AnyModule extends TestModule {
  static final int INT_TO_INT = 0;
  static final int NOTHING = 1;
  static final int MANY = 2;
  static final int EXTERNREF = DescriptorFormat.reference(DescriptorFormat.EXTERN_HEAP, true);

  private final List<Consumer<DescriptorWriter>> imports = new ArrayList<>();
  private final List<Consumer<DescriptorWriter>> exports = new ArrayList<>();
  private final List<long[]> tables = new ArrayList<>();
  private final List<long[]> memories = new ArrayList<>();
  private final List<long[]> globals = new ArrayList<>();
  private final List<Integer> functions = new ArrayList<>();
  private final List<Code> codes = new ArrayList<>();
  private int importedFunctions;
  private int importedTables;
  private int importedMemories;
  private int importedGlobals;
  private Consumer<Parts> start = parts -> {};
  private String options = "";

  AnyModule importFunction(String module, String name, int type) {
    imports.add(out -> out.name(module).name(name).put(DescriptorFormat.FUNC, type));
    importedFunctions++;
    return this;
  }

  AnyModule importTable(String module, String name, int type, long min, long max) {
    imports.add(out -> out.name(module).name(name).put(DescriptorFormat.TABLE, type, min, max + 1));
    importedTables++;
    return this;
  }

  AnyModule importMemory(String module, String name, long min, long max) {
    imports.add(out -> out.name(module).name(name).put(DescriptorFormat.MEMORY, min, max + 1));
    importedMemories++;
    return this;
  }

  AnyModule importGlobal(String module, String name, int type, boolean mutable) {
    imports.add(
        out -> out.name(module).name(name).put(DescriptorFormat.GLOBAL, type, mutable ? 1 : 0));
    importedGlobals++;
    return this;
  }

  AnyModule table(long min, long max) {
    tables.add(new long[] {FUNCREF, min, max + 1});
    return this;
  }

  AnyModule memory(long min, long max) {
    return memory(min, max, 0);
  }

  AnyModule memory(long min, long max, int flags) {
    memories.add(new long[] {min, max + 1, flags});
    return this;
  }

  AnyModule global(int type) {
    globals.add(new long[] {type, 1, 1});
    return this;
  }

  /** Defines a function that is exported as {@code name}. */
  AnyModule function(String name, int type, Code code) {
    functions.add(type);
    codes.add(code);
    return export(name, DescriptorFormat.FUNC, functions.size() - 1);
  }

  AnyModule export(String name, int kind, int index) {
    exports.add(
        out -> {
          out.name(name).put(kind, index);
          if (kind == DescriptorFormat.FUNC) {
            out.put(index < functions.size() ? functions.get(index) : 0);
          }
        });
    return this;
  }

  /** The options it claims to be compiled with. */
  AnyModule options(String names) {
    options = names;
    return this;
  }

  AnyModule start(Consumer<Parts> function) {
    start = function;
    return this;
  }

  @Override
  void types(DescriptorWriter out) {
    out.put(3);
    out.put(1, 1, 0, 1, I32, 1, I32);
    out.put(0).name(":");
    out.put(1, 1, 0, 1, EXTERNREF, 3, I32, 1, EXTERNREF);
  }

  @Override
  public String options() {
    return options;
  }

  @Override
  int[] shapes() {
    return new int[] {SHAPE, Code.shape(0, 0, 0, 0), Shape.WINDOW};
  }

  @Override
  public Code adapter(int index) {
    return switch (index) {
      case 0 -> new Adapter();
      case 1 -> new NothingAdapter();
      default -> new WindowAdapter();
    };
  }

  @Override
  void imports(DescriptorWriter out) {
    out.put(imports.size());
    imports.forEach(one -> one.accept(out));
  }

  @Override
  void definitions(DescriptorWriter out) {
    for (List<long[]> kind : List.of(tables, memories, globals)) {
      out.put(kind.size());
      kind.forEach(out::put);
    }
    int count = functions.size();
    out.list(IntStream.range(0, count).map(i -> importedFunctions + i).toArray());
    out.items(functions.stream().mapToInt(type -> type).toArray());
    out.list(IntStream.range(0, count).toArray());
  }

  @Override
  void exports(DescriptorWriter out) {
    out.put(exports.size());
    exports.forEach(one -> one.accept(out));
    out.put(0, 0);
  }

  @Override
  public Code code(int index) {
    return codes.get(index);
  }

  @Override
  public Instance newInstance() {
    return new Parts(this);
  }

  /** An instance of this module, which imports nothing. */
  Instance in(Store<?> store) {
    return Module.of(store.engine(), this).instantiate(store, List.of());
  }

  /** An instance; its functions find here what they need. */
  static final class Parts extends Instance {
    private final AnyModule module;
    final List<FuncRef> functions = new ArrayList<>();
    final List<TableCells> tables = new ArrayList<>();
    final List<LinearMemory> memories = new ArrayList<>();
    final List<GlobalCell> globals = new ArrayList<>();
    int counter;

    Parts(AnyModule module) {
      this.module = module;
    }

    @Override
    protected void link(Instantiation instantiation) {
      for (int i = 0; i < module.importedFunctions; i++) {
        functions.add(instantiation.function(i));
      }
      for (int i = 0; i < module.importedTables + module.tables.size(); i++) {
        tables.add(instantiation.table(i));
      }
      for (int i = 0; i < module.importedMemories + module.memories.size(); i++) {
        memories.add(instantiation.memory(i));
      }
      for (int i = 0; i < module.importedGlobals + module.globals.size(); i++) {
        globals.add(instantiation.global(i));
      }
    }

    @Override
    protected void initialize(Instantiation instantiation) {}

    @Override
    protected void start() {
      module.start.accept(this);
    }

    /** Like an export method that the compiler makes. */
    long exported(Code code, FuncRef function, long n0) {
      int before = enter();
      try {
        return code.call1_N(n0, function, null);
      } catch (Throwable thrown) {
        throw translate(thrown);
      } finally {
        leave(before);
      }
    }
  }

  /** {@code (i32) -> (i32)}. */
  interface IntBody {
    long call(long n0, Parts self, @Nullable Instance caller);
  }

  static Code ints(IntBody body) {
    return new Code() {
      @Override
      public long call1_N(long n0, FuncRef callee, @Nullable Instance caller) {
        return body.call(n0, (Parts) callee.owner(), caller);
      }
    };
  }

  /** {@code () -> ()}. */
  static Code nothing(Consumer<Parts> body) {
    return new Code() {
      @Override
      public void call0_V(FuncRef callee, @Nullable Instance caller) {
        body.accept((Parts) callee.owner());
      }
    };
  }

  /** {@code (externref) -> (i32, i64, externref)}: 7, 8 and the argument. */
  static Code many() {
    return new Code() {
      @Override
      public void callWindow(Window window, int n, int r, FuncRef callee, @Nullable Instance c) {
        window.i32(n, 7);
        window.i64(n + 1, 8);
      }
    };
  }

  /** Calls import {@code index}, {@code (i32) -> (i32)}. */
  static Code callImport(int index) {
    return ints(
        (n0, self, caller) -> {
          FuncRef target = self.functions.get(index);
          return target.code().call1_N(n0, target, self);
        });
  }

  private static final class NothingAdapter extends Code {
    @Override
    public void call0_V(FuncRef callee, @Nullable Instance caller) {
      Window window = callee.store().window();
      callee.uniform().callWindow(window, window.numberTop, window.referenceTop, callee, caller);
    }

    @Override
    public void callWindow(Window window, int n, int r, FuncRef callee, @Nullable Instance caller) {
      callee.code().call0_V(callee, caller);
    }
  }

  private static final class WindowAdapter extends Code {
    @Override
    public void callWindow(Window window, int n, int r, FuncRef callee, @Nullable Instance caller) {
      callee.uniform().callWindow(window, n, r, callee, caller);
    }
  }
}
