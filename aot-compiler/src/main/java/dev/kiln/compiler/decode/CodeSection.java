package dev.kiln.compiler.decode;

import dev.kiln.compiler.api.WasmException;
import dev.kiln.compiler.model.FunctionBody;
import dev.kiln.compiler.model.LocalRun;
import dev.kiln.compiler.model.Slice;
import dev.kiln.compiler.model.WasmModuleBuilder;
import dev.kiln.compiler.model.type.ValType;
import dev.kiln.compiler.opcode.BinaryReader;
import dev.kiln.compiler.opcode.TypeReader;
import java.util.ArrayList;
import java.util.List;

/** The code section (specification 5.5.13): locals and instructions of each defined function. */
final class CodeSection {
  /** The limit of the JavaScript API, which every engine has. */
  private static final int MAX_LOCALS = 50_000;

  private static final long MAX_U32 = 0xFFFF_FFFFL;

  private CodeSection() {}

  static void decode(BinaryReader in, WasmModuleBuilder module, boolean hasDataCount) {
    int start = in.position();
    int first = module.importedFunctions();
    int count = in.u32();
    if (count != module.functionCount() - first) {
      throw inconsistent(in, start);
    }
    for (int i = 0; i < count; i++) {
      BinaryReader code = in.slice(in.length());
      module.body(locatedBody(code, first + i, module, hasDataCount));
      in.useAllOf(code);
    }
  }

  /** Checks, at the end of the module, that every declared function has a body. */
  static void checkCount(BinaryReader in, WasmModuleBuilder module) {
    if (module.bodyCount() != module.functionCount() - module.importedFunctions()) {
      throw inconsistent(in, in.end());
    }
  }

  private static RuntimeException inconsistent(BinaryReader in, int offset) {
    return in.malformed(offset, "function and code section have inconsistent lengths");
  }

  private static FunctionBody locatedBody(
      BinaryReader in, int index, WasmModuleBuilder module, boolean hasDataCount) {
    try {
      return body(in, index, module, hasDataCount);
    } catch (WasmException e) {
      throw e.inFunction(index, null);
    }
  }

  private static FunctionBody body(
      BinaryReader in, int index, WasmModuleBuilder module, boolean hasDataCount) {
    int entry = in.position();
    List<LocalRun> locals = locals(in);
    int start = in.position();
    Expressions.body(in, hasDataCount);
    Slice code = in.since(start);
    if (in.remaining() > 0) {
      throw in.malformed(in.position(), "section size mismatch: code after the function's end");
    }
    return new FunctionBody(index, module.functionTypeIndex(index), locals, code, entry);
  }

  private static List<LocalRun> locals(BinaryReader in) {
    int start = in.position();
    List<LocalRun> runs = new ArrayList<>();
    long total = 0;
    int count = in.u32();
    for (int i = 0; i != count; i++) {
      int length = in.u32();
      ValType type = TypeReader.valType(in);
      total += Integer.toUnsignedLong(length);
      if (total > MAX_U32) {
        throw in.malformed(start, "too many locals");
      }
      if (length != 0) {
        runs.add(new LocalRun(length, type));
      }
    }
    if (total > MAX_LOCALS) {
      String detail = "too many locals: " + total + ", at most " + MAX_LOCALS + " are possible";
      throw WasmException.of(WasmException.Reason.LIMIT, in.file(), start, detail);
    }
    return runs;
  }
}
