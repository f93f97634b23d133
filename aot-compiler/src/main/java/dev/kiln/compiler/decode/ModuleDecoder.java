package dev.kiln.compiler.decode;

import dev.kiln.compiler.api.WasmException;
import dev.kiln.compiler.model.Proposal;
import dev.kiln.compiler.model.SectionId;
import dev.kiln.compiler.model.Slice;
import dev.kiln.compiler.model.WasmModule;
import dev.kiln.compiler.model.WasmModuleBuilder;
import dev.kiln.compiler.opcode.BinaryReader;
import java.util.OptionalInt;

/** Decodes a module (specification 5.5.16): the preamble, then section after section. */
public final class ModuleDecoder {
  private static final int MAGIC = 0x6D736100;
  private static final int VERSION = 1;
  private static final int COMPONENT_LAYER = 0x1000D;

  private final BinaryReader in;
  private final WasmModuleBuilder module;
  private OptionalInt dataCount = OptionalInt.empty();

  private ModuleDecoder(String file, byte[] bytes) {
    Slice binary = Slice.of(bytes);
    in = new BinaryReader(file, binary);
    module = new WasmModuleBuilder(file, binary);
  }

  /**
   * Decodes a module. Its validity is not checked. Stateless: any thread may call it.
   *
   * @param file how messages call the module
   * @param bytes the module; they become part of the result and must not change
   * @throws WasmException MALFORMED if the bytes are no module; else UNSUPPORTED if it uses a
   *     proposal that is not compiled, with the names of all of them; LIMIT if it is too large
   */
  public static WasmModule decode(String file, byte[] bytes) {
    WasmModule module = decodeAll(file, bytes);
    Refusal.check(module);
    return module;
  }

  /**
   * Decodes a module whatever proposals it uses; it must not be compiled if one of them is not
   * supported. Else like {@link #decode}.
   *
   * @throws WasmException MALFORMED or LIMIT
   */
  public static WasmModule decodeAll(String file, byte[] bytes) {
    return new ModuleDecoder(file, bytes).module(bytes);
  }

  private WasmModule module(byte[] bytes) {
    preamble(bytes);
    int lastOrder = 0;
    while (in.remaining() > 0) {
      lastOrder = section(lastOrder);
    }
    CodeSection.checkCount(in, module);
    DataSection.checkCount(in, module, dataCount);
    if (module.memoryCount() > 1) {
      in.use(Proposal.MULTI_MEMORY);
    }
    if (module.tableCount() > 1) {
      in.use(Proposal.REFERENCE_TYPES);
    }
    module.proposals(in.used());
    return module.build();
  }

  private void preamble(byte[] bytes) {
    if (in.remaining() == 0) {
      throw in.malformed(0, "unexpected end: the file is empty");
    }
    if (isText(bytes)) {
      throw in.malformed(
          0,
          "magic header not detected: the file is WebAssembly text; convert it to a binary module");
    }
    if (in.remaining() < 4) {
      throw in.malformed(in.end(), "unexpected end: the file is not a WebAssembly module");
    }
    if (in.f32Bits() != MAGIC) {
      throw in.malformed(0, "magic header not detected: the file is not a WebAssembly module");
    }
    if (in.remaining() < 4) {
      throw in.malformed(in.end(), "unexpected end");
    }
    int version = in.f32Bits();
    if (version == COMPONENT_LAYER) {
      throw in.malformed(
          4, "unknown binary version: the file is a component, compile the core module inside it");
    }
    if (version != VERSION) {
      throw in.malformed(
          4, "unknown binary version " + Integer.toUnsignedString(version) + ", expected 1");
    }
  }

  /** Whether the file begins as the text format does: with a parenthesis or a comment. */
  private static boolean isText(byte[] bytes) {
    for (int i = 0; i < bytes.length; i++) {
      if (!Character.isWhitespace(bytes[i])) {
        return bytes[i] == '(' || i + 1 < bytes.length && bytes[i] == ';' && bytes[i + 1] == ';';
      }
    }
    return false;
  }

  private int section(int lastOrder) {
    int start = in.position();
    int code = in.u8();
    if (!SectionId.exists(code)) {
      throw in.malformed(start, "malformed section id " + code);
    }
    SectionId id = SectionId.of(code);
    if (in.remaining() == 0) {
      throw in.malformed(in.end(), "unexpected end");
    }
    BinaryReader contents = in.slice(in.length());
    if (id == SectionId.CUSTOM) {
      CustomSections.decode(contents, module);
      return lastOrder;
    }
    if (id.order() <= lastOrder) {
      throw in.malformed(
          start,
          "unexpected content after last section: the " + id.text() + " section comes too late");
    }
    contents(id, contents);
    if (contents.remaining() > 0) {
      throw in.malformed(contents.position(), "section size mismatch");
    }
    in.useAllOf(contents);
    return id.order();
  }

  private void contents(SectionId id, BinaryReader contents) {
    switch (id) {
      case TYPE -> TypeSection.decode(contents, module);
      case IMPORT -> ImportSection.decode(contents, module);
      case TABLE -> TableSection.decode(contents, module);
      case FUNCTION, MEMORY, GLOBAL, TAG -> DefinitionSections.decode(id, contents, module);
      case EXPORT -> ExportSection.decode(contents, module);
      case START -> StartSection.decode(contents, module);
      case ELEMENT -> ElementSection.decode(contents, module);
      case DATA_COUNT -> {
        contents.use(Proposal.BULK_MEMORY);
        dataCount = OptionalInt.of(contents.u32());
      }
      case CODE -> CodeSection.decode(contents, module, dataCount.isPresent());
      case DATA -> DataSection.decode(contents, module, dataCount);
      case CUSTOM -> throw new IllegalArgumentException("custom sections have no order");
    }
  }
}
