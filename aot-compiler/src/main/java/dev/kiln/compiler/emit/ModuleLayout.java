package dev.kiln.compiler.emit;

import dev.kiln.compiler.CompileOptions;
import dev.kiln.compiler.analyse.InstanceMembers;
import dev.kiln.compiler.analyse.ModuleAnalysis;
import dev.kiln.compiler.facade.Facade;
import dev.kiln.compiler.facade.HostInterface;
import dev.kiln.compiler.model.Export;
import dev.kiln.compiler.model.ExternKind;
import dev.kiln.compiler.model.FuncType;
import dev.kiln.compiler.model.RecGroup;
import dev.kiln.compiler.model.SubType;
import dev.kiln.compiler.model.WasmModule;
import dev.kiln.runtime.abi.Shape;
import java.lang.constant.ClassDesc;
import java.util.BitSet;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Where everything of a module is found in its classes: which class holds which function, how
 * fields are called, which globals need a cell. Immutable, shared by all emitters of the module.
 */
final class ModuleLayout {
  /** How many functions a class holds: few enough to load lazily, enough to keep classes few. */
  static final int FUNCTIONS_PER_CLASS = 40;

  private final WasmModule module;
  private final ModuleAnalysis analysis;
  private final String className;
  private final boolean epochs;
  private final boolean fuel;
  private final ClassDesc instanceClass;
  private final Names names;
  private final Escapes escapes;
  private final Facade facade;
  private final BitSet cells = new BitSet();
  private final int[] shapes;
  private final SortedSet<Integer> trees = new TreeSet<>();

  ModuleLayout(WasmModule module, ModuleAnalysis analysis, CompileOptions options) {
    this.module = module;
    this.analysis = analysis;
    this.className = options.className();
    this.epochs = options.epochs();
    this.fuel = options.fuel();
    this.instanceClass = nested("Instance");
    this.names = new Names(module);
    this.escapes = new Escapes(module, analysis);
    this.facade = Facade.of(module, className);
    for (int g = 0; g < module.importedGlobals(); g++) {
      cells.set(g, module.globalType(g).mutable());
    }
    for (Export export : module.exports()) {
      if (export.kind() == ExternKind.GLOBAL && export.index() >= module.importedGlobals()) {
        cells.set(export.index());
      }
    }
    TreeSet<Integer> all = new TreeSet<>();
    for (RecGroup group : module.recGroups()) {
      for (SubType type : group.types()) {
        if (type.composite() instanceof FuncType function) {
          all.add(Signature.of(function).shape());
        }
      }
    }
    shapes = all.stream().mapToInt(s -> s).toArray();
    analysis.indirectTypes().stream()
        .filter(type -> !analysis.targetsOfOneSite(type).isEmpty())
        .filter(type -> Signature.of(module.funcType(type)).shape() != Shape.WINDOW)
        .forEach(trees::add);
  }

  WasmModule module() {
    return module;
  }

  ModuleAnalysis analysis() {
    return analysis;
  }

  Escapes escapes() {
    return escapes;
  }

  /** The names that a Java developer sees. */
  Facade facade() {
    return facade;
  }

  /** The shapes of the type section in order: each has an adapter. */
  int[] shapes() {
    return shapes.clone();
  }

  /** The binary name of the module class. */
  String className() {
    return className;
  }

  ClassDesc moduleClass() {
    return ClassDesc.of(className);
  }

  ClassDesc instanceClass() {
    return instanceClass;
  }

  /** A class beside the module class. */
  ClassDesc nested(String name) {
    return ClassDesc.of(className + "$" + name);
  }

  /** The class of functions number {@code index}. */
  ClassDesc functionClass(int index) {
    return nested("F" + index);
  }

  /** The class that holds a defined function. */
  ClassDesc ownerOf(int function) {
    return functionClass((function - module.importedFunctions()) / FUNCTIONS_PER_CLASS);
  }

  /** The class that holds the twin of a function, if it has one. */
  ClassDesc twinOwnerOf(int function) {
    int index = (function - module.importedFunctions()) / FUNCTIONS_PER_CLASS;
    return nested("F" + index + "T");
  }

  ClassDesc codeClass(int index) {
    return nested("C" + index);
  }

  /** The typed entries of host functions of the interface {@code host}, some in each class. */
  ClassDesc hostCodeClass(HostInterface host, int group) {
    return ClassDesc.of(host.entriesClass(group));
  }

  ClassDesc adapterClass() {
    return nested("A");
  }

  /** The types with a {@link TargetTree}. */
  Set<Integer> targetTrees() {
    return trees;
  }

  ClassDesc targetTree(int type) {
    return nested("T" + type);
  }

  /** A class with a part of a descriptor that is not small. */
  ClassDesc descriptorClass(int part) {
    return nested("D" + part);
  }

  String methodName(int function) {
    return names.method(function);
  }

  /** The name of the wasm file without folders: what stack traces show. */
  String sourceName() {
    String file = module.file();
    return file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
  }

  /** The resource with the data segments, beside the module class. */
  String dataResource() {
    return className.substring(className.lastIndexOf('.') + 1) + ".data";
  }

  /** Whether the value of a global is in a cell that others may share. */
  boolean hasCell(int global) {
    return cells.get(global);
  }

  /** What instances have fields for. */
  InstanceMembers members() {
    return analysis.members();
  }

  /** The class that has the field of a member. */
  ClassDesc ownerOfMember(int member) {
    int holder = members().holder(member);
    return holder < 0 ? instanceClass : holderClass(holder);
  }

  /** A class with members for which the instance class has no room. */
  ClassDesc holderClass(int holder) {
    return nested("X" + holder);
  }

  /** The instance's field for such a class. */
  String holderField(int holder) {
    return "x" + holder;
  }

  /** Whether functions use the store's meter. */
  boolean isMetered() {
    return epochs || fuel;
  }

  /** Whether functions heed epochs. */
  boolean hasEpochs() {
    return epochs;
  }

  /** What a store has to know of: see {@code ModuleClass.options}. */
  String options() {
    return epochs && fuel ? "epochs fuel" : epochs ? "epochs" : fuel ? "fuel" : "";
  }

  /** The instance's field for the store's meter, if functions use it. */
  String meterField() {
    return "meter";
  }

  String memoryField(int memory) {
    return "m" + memory;
  }

  String tableField(int table) {
    return "t" + table;
  }

  String globalField(int global) {
    return "g" + global;
  }

  String typeField(int type) {
    return "y" + type;
  }

  String importField(int function) {
    return "f" + function;
  }

  String importCodeField(int function) {
    return "c" + function;
  }
}
