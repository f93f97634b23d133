package dev.kiln.compiler.emit.module;

import dev.kiln.compiler.carrier.Carrier;
import dev.kiln.compiler.carrier.Layout;
import dev.kiln.compiler.carrier.WordCursor;
import dev.kiln.compiler.emit.layout.Escapes;
import dev.kiln.compiler.emit.layout.ModuleLayout;
import dev.kiln.compiler.model.DataSegment;
import dev.kiln.compiler.model.ElementSegment;
import dev.kiln.compiler.model.Export;
import dev.kiln.compiler.model.Import;
import dev.kiln.compiler.model.Mode;
import dev.kiln.compiler.model.WasmModule;
import dev.kiln.compiler.model.type.AbstractHeapType;
import dev.kiln.compiler.model.type.ExternKind;
import dev.kiln.compiler.model.type.ExternType;
import dev.kiln.compiler.model.type.FuncType;
import dev.kiln.compiler.model.type.GlobalType;
import dev.kiln.compiler.model.type.HeapType;
import dev.kiln.compiler.model.type.Limits;
import dev.kiln.compiler.model.type.MemoryType;
import dev.kiln.compiler.model.type.NumType;
import dev.kiln.compiler.model.type.RecGroup;
import dev.kiln.compiler.model.type.RefType;
import dev.kiln.compiler.model.type.SubType;
import dev.kiln.compiler.model.type.TableType;
import dev.kiln.compiler.model.type.TypeIndex;
import dev.kiln.compiler.model.type.ValType;
import dev.kiln.compiler.model.type.VecType;
import dev.kiln.runtime.abi.DescriptorFormat;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The static descriptors of a module, in the order in which the runtime's ModuleDescriptor reads
 * them; see {@link DescriptorFormat}.
 */
final class Descriptor {
  private final ModuleLayout layout;
  private final WasmModule module;
  private final DescriptorWriter out = new DescriptorWriter();

  private Descriptor(ModuleLayout layout) {
    this.layout = layout;
    this.module = layout.module();
  }

  static List<String> of(ModuleLayout layout) {
    Descriptor self = new Descriptor(layout);
    self.types();
    self.imports();
    self.definitions();
    self.escapes();
    self.exports();
    self.segments();
    self.moreResults();
    return self.out.parts();
  }

  private void types() {
    out.write(module.typeCount());
    for (RecGroup group : module.recGroups()) {
      String signature = signature(group);
      if (signature != null) {
        out.write(DescriptorFormat.SIGNATURE).write(signature);
      } else if (!group.types().isEmpty()) {
        group(group);
      }
    }
  }

  private void group(RecGroup group) {
    out.write(group.types().size());
    for (SubType type : group.types()) {
      out.write(type.isFinal() ? 1 : 0);
      out.write(type.supertypes().isEmpty() ? 0 : type.supertypes().get(0) + 1);
      FuncType function = (FuncType) type.composite();
      values(known(function.params()));
      values(known(function.results()));
    }
  }

  /** The text of a group that is a final type of numbers, alone; null for any other. */
  private static @Nullable String signature(RecGroup group) {
    if (group.types().size() != 1) {
      return null;
    }
    SubType only = group.types().get(0);
    FuncType type = (FuncType) only.composite();
    boolean plain = only.isFinal() && only.supertypes().isEmpty();
    String params = letters(known(type.params()));
    String results = letters(known(type.results()));
    return plain && params != null && results != null ? params + ":" + results : null;
  }

  /**
   * The types as the engine is told them. It knows no vectors yet: for each it is told what carries
   * it, so that it counts the right words.
   */
  private static List<ValType> known(List<ValType> types) {
    List<ValType> known = new ArrayList<>(types.size());
    for (ValType type : types) {
      switch (type) {
        case NumType number -> known.add(number);
        case RefType ref -> known.add(ref);
        case VecType vector -> Layout.carriers(List.of(vector)).forEach(c -> known.add(number(c)));
      }
    }
    return known;
  }

  private static NumType number(Carrier carrier) {
    return switch (carrier) {
      case I32 -> NumType.I32;
      case I64 -> NumType.I64;
      case F32 -> NumType.F32;
      case F64 -> NumType.F64;
      case FUNC, REF -> throw new IllegalArgumentException(carrier + " is no number");
    };
  }

  /** A letter for each type; null where one is no number. */
  private static @Nullable String letters(List<ValType> types) {
    StringBuilder letters = new StringBuilder();
    for (ValType type : types) {
      if (!(type instanceof NumType number)) {
        return null;
      }
      letters.append(DescriptorFormat.LETTERS.charAt(number.ordinal()));
    }
    return letters.toString();
  }

  private void values(List<ValType> types) {
    out.write(types.size());
    types.forEach(type -> out.write(code(type)));
  }

  /** The number types stand in the format's order. */
  private static int code(ValType type) {
    return switch (type) {
      case NumType number -> number.ordinal();
      case RefType ref -> DescriptorFormat.reference(heap(ref.heap()), ref.nullable());
      case VecType v -> throw new IllegalArgumentException("no descriptor for " + v);
    };
  }

  private static int heap(HeapType type) {
    return switch (type) {
      case TypeIndex defined -> DescriptorFormat.DEFINED + defined.index();
      case AbstractHeapType.FUNC -> DescriptorFormat.FUNC_HEAP;
      case AbstractHeapType.NOFUNC -> DescriptorFormat.NOFUNC_HEAP;
      case AbstractHeapType.EXTERN -> DescriptorFormat.EXTERN_HEAP;
      case AbstractHeapType.NOEXTERN -> DescriptorFormat.NOEXTERN_HEAP;
      case AbstractHeapType other -> throw new IllegalArgumentException("no descriptor: " + other);
    };
  }

  private void imports() {
    out.write(module.imports().size());
    for (Import in : module.imports()) {
      out.write(in.module());
      out.write(in.name());
      switch (in.type()) {
        case ExternType.Func function ->
            out.write(DescriptorFormat.FUNC).write(function.typeIndex());
        case ExternType.Table table -> {
          out.write(DescriptorFormat.TABLE);
          table(table.type());
        }
        case ExternType.Memory memory -> {
          out.write(DescriptorFormat.MEMORY);
          memory(memory.type());
        }
        case ExternType.Global global -> {
          out.write(DescriptorFormat.GLOBAL);
          global(global.type());
        }
        case ExternType.Tag tag -> throw new IllegalArgumentException("no descriptor: " + tag);
      }
    }
  }

  private void table(TableType type) {
    out.write(code(type.element()));
    limits(type.limits());
  }

  private void memory(MemoryType type) {
    limits(type.limits());
  }

  private void limits(Limits limits) {
    out.write(limits.min()).write(DescriptorFormat.maximum(limits.max().orElse(-1)));
  }

  private void global(GlobalType type) {
    out.write(code(type.type())).write(type.mutable() ? 1 : 0);
  }

  private void definitions() {
    out.write(module.definedTables().size());
    module.definedTables().forEach(table -> table(table.type()));
    out.write(module.definedMemories().size());
    for (int i = 0; i < module.definedMemories().size(); i++) {
      memory(module.definedMemories().get(i));
      out.write(layout.analysis().hasExactArray(module.importedMemories() + i) ? 1 : 0);
    }
    out.write(module.definedGlobals().size());
    for (int i = 0; i < module.definedGlobals().size(); i++) {
      global(module.definedGlobals().get(i).type());
      out.write(layout.hasCell(module.importedGlobals() + i) ? 1 : 0);
    }
  }

  private void escapes() {
    Escapes escapes = layout.escapes();
    out.list(escapes.count(), escapes::function);
    out.items(escapes.count(), i -> module.functionTypeIndex(escapes.function(i)));
    out.list(escapes.bodies().size(), i -> escapes.bodies().get(i).first());
    out.write(layout.shapes().length);
    for (int shape : layout.shapes()) {
      out.write(shape);
    }
  }

  private void exports() {
    out.write(module.exports().size());
    for (Export export : module.exports()) {
      out.write(export.name());
      boolean function = export.kind() == ExternKind.FUNC;
      int kind =
          switch (export.kind()) {
            case FUNC -> DescriptorFormat.FUNC;
            case TABLE -> DescriptorFormat.TABLE;
            case MEMORY -> DescriptorFormat.MEMORY;
            case GLOBAL -> DescriptorFormat.GLOBAL;
            case TAG -> throw new IllegalArgumentException("no descriptor: " + export);
          };
      out.write(kind);
      out.write(function ? layout.escapes().position(export.index()) : export.index());
      if (function) {
        out.write(module.functionTypeIndex(export.index()));
      }
    }
  }

  private void segments() {
    out.write(module.elements().size());
    for (ElementSegment segment : module.elements()) {
      int[] functions = segment.functions();
      if (functions == null || segment.mode() == Mode.DECLARATIVE) {
        out.list(0, i -> i);
      } else {
        out.list(functions.length, i -> layout.escapes().position(functions[i]));
      }
    }
    out.write(module.data().size());
    for (DataSegment segment : module.data()) {
      out.write(segment.content().size());
    }
  }

  /** How many words results after the first may take, over all types. */
  private void moreResults() {
    int numbers = 0;
    int references = 0;
    for (RecGroup group : module.recGroups()) {
      for (SubType type : group.types()) {
        List<Carrier> results = Layout.carriers(((FuncType) type.composite()).results());
        if (results.size() > 1) {
          WordCursor more = WordCursor.after(results.subList(1, results.size()));
          numbers = Math.max(numbers, more.numbers());
          references = Math.max(references, more.references());
        }
      }
    }
    out.write(numbers).write(references);
  }
}
