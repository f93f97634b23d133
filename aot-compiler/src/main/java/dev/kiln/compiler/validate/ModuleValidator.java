package dev.kiln.compiler.validate;

import dev.kiln.compiler.api.WasmException;
import dev.kiln.compiler.model.Export;
import dev.kiln.compiler.model.FunctionBody;
import dev.kiln.compiler.model.SectionId;
import dev.kiln.compiler.model.WasmModule;
import dev.kiln.compiler.model.type.FuncType;
import java.util.HashSet;
import java.util.Set;

/** Validates a decoded module (specification 3.5). Stateless: any thread may call it. */
public final class ModuleValidator {
  private final WasmModule module;
  private final Declarations declarations;

  private ModuleValidator(WasmModule module) {
    this.module = module;
    this.declarations = new Declarations(module);
  }

  /**
   * Validates a whole module.
   *
   * @return the relation of its types
   * @throws WasmException INVALID if it breaks a rule, with the offset of the first breach; LIMIT
   *     if it is beyond what engines accept
   */
  public static TypeRelation validate(WasmModule module) {
    TypeRelation types = validateDeclarations(module);
    FunctionValidator functions = new FunctionValidator(module, types);
    for (FunctionBody body : module.bodies()) {
      functions.validate(body);
    }
    return types;
  }

  /**
   * Validates everything but function bodies. Several threads may then validate the bodies, each
   * with its own {@link FunctionValidator}.
   *
   * @throws WasmException as {@link #validate}
   */
  public static TypeRelation validateDeclarations(WasmModule module) {
    TypeRelation types = TypeSectionValidator.validate(module);
    ConstExprValidator expressions = new ConstExprValidator(module, types);
    new DefinitionValidator(module, expressions).validate();
    ModuleValidator validator = new ModuleValidator(module);
    validator.exports();
    validator.start();
    new SegmentValidator(module, types, new Declarations(module), expressions).validate();
    return types;
  }

  private void exports() {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < module.exports().size(); i++) {
      Export export = module.exports().get(i);
      int offset = module.itemOffset(SectionId.EXPORT, i);
      switch (export.kind()) {
        case FUNC -> declarations.checkFunction(export.index(), offset);
        case TABLE -> declarations.checkTable(export.index(), offset);
        case MEMORY -> declarations.checkMemory(export.index(), offset);
        case GLOBAL -> declarations.checkGlobal(export.index(), module.globalCount(), offset);
        case TAG -> declarations.checkTag(export.index(), offset);
      }
      if (!names.add(export.name())) {
        throw declarations.invalid(offset, "duplicate export name \"" + export.name() + '"');
      }
    }
  }

  private void start() {
    if (module.start().isEmpty()) {
      return;
    }
    int function = module.start().getAsInt();
    int offset = module.itemOffset(SectionId.START, 0);
    declarations.checkFunction(function, offset);
    FuncType type = module.functionType(function);
    if (!type.equals(FuncType.EMPTY)) {
      String detail = "start function: expected type " + FuncType.EMPTY + ", got " + type;
      throw declarations.invalid(offset, detail);
    }
  }
}
