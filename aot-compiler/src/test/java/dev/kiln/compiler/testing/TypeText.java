package dev.kiln.compiler.testing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Encodes the types of the text format. */
final class TypeText {
  private static final Map<String, Integer> VALUE_TYPES =
      Map.of(
          "i32", 0x7f, "i64", 0x7e, "f32", 0x7d, "f64", 0x7c, "funcref", 0x70, "externref", 0x6f);

  private static final int FUNCTION = 0x60;
  private static final int OPEN = 0x50;
  private static final int FINAL = 0x4f;

  private final IndexSpace names;

  /** How many parameters each function type has, by its index. */
  private final List<Integer> parameters = new ArrayList<>();

  TypeText(IndexSpace names) {
    this.names = names;
  }

  /** Adds {@code func …} or {@code sub …} to a module. */
  void define(ModuleWriter module, Fields text) {
    BinaryWriter type = new BinaryWriter();
    Fields function = text;
    if (text.isAtom("sub")) {
      text.next();
      boolean closed = text.isAtom("final");
      text.skip(closed ? "final" : "");
      List<BinaryWriter> above = new ArrayList<>();
      while (text.hasIndex()) {
        above.add(new BinaryWriter().u(names.index(text.atom())));
      }
      type.u8(closed ? FINAL : OPEN).vector(above);
      function = text.inner();
    }
    IndexSpace locals = new IndexSpace("parameter");
    functionType(type, function.skip("func"), locals);
    module.addType(type);
    parameters.add(locals.size());
  }

  /**
   * The index of the type that is used, by index or by parameters and results.
   *
   * @param locals gets the parameters
   */
  int use(ModuleWriter module, Fields text, IndexSpace locals) {
    if (text.isList("type")) {
      int index = names.index(text.inner().skip("type").atom());
      for (int i = 0; i < parameters.get(index); i++) {
        locals.add("");
      }
      return index;
    }
    BinaryWriter type = new BinaryWriter();
    functionType(type, text, locals);
    int index = module.type(type);
    if (index == parameters.size()) {
      parameters.add(locals.size());
    }
    return index;
  }

  private void functionType(BinaryWriter to, Fields text, IndexSpace locals) {
    to.u8(FUNCTION).vector(valueTypes(text, "param", locals));
    to.vector(valueTypes(text, "result", new IndexSpace("result")));
  }

  /** The locals of a function in front of its code. */
  BinaryWriter locals(Fields text, IndexSpace locals) {
    List<BinaryWriter> runs = new ArrayList<>();
    List<BinaryWriter> types = valueTypes(text, "local", locals);
    for (int i = 0; i < types.size(); ) {
      int from = i;
      byte[] type = types.get(from).toBytes();
      while (i < types.size() && Arrays.equals(type, types.get(i).toBytes())) {
        i++;
      }
      runs.add(new BinaryWriter().u(i - from).raw(type));
    }
    return new BinaryWriter().vector(runs);
  }

  /** The types in all lists {@code (head $name? type…)} that follow. */
  private List<BinaryWriter> valueTypes(Fields text, String head, IndexSpace space) {
    List<BinaryWriter> types = new ArrayList<>();
    while (text.isList(head)) {
      Fields inner = text.inner().skip(head);
      for (String name = inner.name(); inner.hasNext(); name = "") {
        space.add(name);
        BinaryWriter type = new BinaryWriter();
        valueType(type, inner.next());
        types.add(type);
      }
    }
    return types;
  }

  /** Writes a value type. */
  void valueType(BinaryWriter to, Object token) {
    if (token instanceof List<?>) {
      Fields ref = Fields.of(token).skip("ref");
      boolean nullable = ref.isAtom("null");
      to.u8(nullable ? 0x63 : 0x64);
      heapType(to, ref.skip(nullable ? "null" : "").atom());
      return;
    }
    Integer code = VALUE_TYPES.get(token.toString());
    if (code == null) {
      throw new IllegalArgumentException("expected a value type, got " + token);
    }
    to.u8(code);
  }

  /** Writes a heap type. */
  void heapType(BinaryWriter to, String atom) {
    switch (atom) {
      case "func" -> to.u8(0x70);
      case "extern" -> to.u8(0x6f);
      default -> to.s(names.index(atom));
    }
  }
}
