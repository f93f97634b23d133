package dev.kiln.runtime;

import dev.kiln.runtime.abi.Abi;
import dev.kiln.runtime.abi.Code;
import dev.kiln.runtime.abi.DescriptorFormat;
import dev.kiln.runtime.abi.ModuleClass;
import dev.kiln.runtime.abi.Window;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A module class like the compiler's, by hand. It knows one function type, {@code (i32) -> i32}, as
 * type 0, and its adapter. Its fields are there for tests to damage it.
 */
class TestModule extends ModuleClass {
  static final FuncType TYPE = FuncType.of(NumType.I32).returns(NumType.I32);
  static final int SHAPE = Code.shape(1, 0, 1, 0);
  static final int I32 = DescriptorFormat.I32;
  static final int FUNCREF = DescriptorFormat.reference(DescriptorFormat.FUNC_HEAP, true);

  int abi = Abi.VERSION;
  boolean adapters = true;
  int descriptorLength = Integer.MAX_VALUE;
  byte @Nullable [] data;

  /** What a test does to the descriptor. */
  UnaryOperator<String> damage = text -> text;

  /** The descriptor from its beginning: types. */
  void types(DescriptorWriter out) {
    out.put(1, 1, 1, 0, 1, I32, 1, I32);
  }

  /** The shapes of the adapters. */
  int[] shapes() {
    return new int[] {SHAPE};
  }

  /** The descriptor after the types: imports. */
  void imports(DescriptorWriter out) {
    out.put(0);
  }

  /** The descriptor after the imports: tables, memories, globals, escapes, bodies. */
  void definitions(DescriptorWriter out) {
    out.put(0, 0, 0).list().items().list();
  }

  /** The descriptor after the adapters: exports, elements, data. */
  void exports(DescriptorWriter out) {
    out.put(0, 0, 0);
  }

  @Override
  public final int abiVersion() {
    return abi;
  }

  @Override
  public final String compilerVersion() {
    return "9.8";
  }

  @Override
  public final String fileName() {
    return "test.wasm";
  }

  @Override
  public final String sha256() {
    return "0".repeat(64);
  }

  @Override
  public String options() {
    return "";
  }

  /** In small parts, so that integers and names lie across their seams. */
  @Override
  public @Nullable String descriptor(int part) {
    DescriptorWriter out = new DescriptorWriter();
    types(out);
    imports(out);
    definitions(out);
    int[] shapes = adapters ? shapes() : new int[0];
    out.put(shapes.length);
    for (int shape : shapes) {
      out.put(shape);
    }
    exports(out);
    out.put(0, 0);
    String all = damage.apply(out.toString());
    all = all.substring(0, Math.min(all.length(), descriptorLength));
    int from = part * 7;
    return from >= all.length() ? null : all.substring(from, Math.min(all.length(), from + 7));
  }

  @Override
  public Code code(int index) {
    throw new IndexOutOfBoundsException(index);
  }

  @Override
  public Code adapter(int index) {
    return new Adapter();
  }

  @Override
  public Instance newInstance() {
    return new EmptyInstance();
  }

  @Override
  public final @Nullable InputStream openData() {
    return data == null ? null : new ByteArrayInputStream(data);
  }

  private static final class EmptyInstance extends Instance {
    @Override
    protected void link(Instantiation instantiation) {}

    @Override
    protected void initialize(Instantiation instantiation) {}

    @Override
    protected void start() {}
  }

  /** Both directions between {@code call1_N} and the window. */
  static final class Adapter extends Code {
    @Override
    public long call1_N(long n0, FuncRef callee, @Nullable Instance caller) {
      Window window = callee.store().window();
      int n = window.numberTop;
      int r = window.referenceTop;
      window.reserve(1, 0);
      window.numbers[n] = n0;
      callee.uniform().callWindow(window, n, r, callee, caller);
      long result = window.numbers[n];
      window.release(n, r);
      return result;
    }

    @Override
    public void callWindow(Window window, int n, int r, FuncRef callee, @Nullable Instance caller) {
      long result = callee.code().call1_N(window.numbers[n], callee, caller);
      window.numbers[n] = result;
    }
  }
}
