package dev.kiln.compiler.emit.layout;

import dev.kiln.compiler.api.CompileOptions;
import dev.kiln.compiler.facade.Facade;
import dev.kiln.compiler.facade.HostInterface;
import dev.kiln.compiler.facts.InstanceMembers;
import dev.kiln.compiler.facts.ModuleAnalysis;
import dev.kiln.compiler.model.Export;
import dev.kiln.compiler.model.WasmModule;
import dev.kiln.compiler.model.type.ExternKind;
import dev.kiln.compiler.model.type.FuncType;
import dev.kiln.compiler.model.type.RecGroup;
import dev.kiln.compiler.model.type.SubType;
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
public final class ModuleLayout {
  /** How many functions a class holds: few enough to load lazily, enough to keep classes few. */
  public static final int FUNCTIONS_PER_CLASS = 40;

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

  public ModuleLayout(WasmModule module, ModuleAnalysis analysis, CompileOptions options) {
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

  public WasmModule module() {
    return module;
  }

  public ModuleAnalysis analysis() {
    return analysis;
  }

  public Escapes escapes() {
    return escapes;
  }

  /** The names that a Java developer sees. */
  public Facade facade() {
    return facade;
  }

  /** The shapes of the type section in order: each has an adapter. */
  public int[] shapes() {
    return shapes.clone();
  }

  /** The binary name of the module class. */
  public String className() {
    return className;
  }

  public ClassDesc moduleClass() {
    return ClassDesc.of(className);
  }

  public ClassDesc instanceClass() {
    return instanceClass;
  }

  /** A class beside the module class. */
  public ClassDesc nested(String name) {
    return ClassDesc.of(className + "$" + name);
  }

  /** The class of functions number {@code index}. */
  public ClassDesc functionClass(int index) {
    return nested("F" + index);
  }

  /** The class that holds a defined function. */
  public ClassDesc ownerOf(int function) {
    return functionClass((function - module.importedFunctions()) / FUNCTIONS_PER_CLASS);
  }

  /** The class that holds the twin of a function, if it has one. */
  public ClassDesc twinOwnerOf(int function) {
    int index = (function - module.importedFunctions()) / FUNCTIONS_PER_CLASS;
    return nested("F" + index + "T");
  }

  public ClassDesc codeClass(int index) {
    return nested("C" + index);
  }

  /** The typed entries of host functions of the interface {@code host}, some in each class. */
  public ClassDesc hostCodeClass(HostInterface host, int group) {
    return ClassDesc.of(host.entriesClass(group));
  }

  public ClassDesc adapterClass() {
    return nested("A");
  }

  /** The types whose functions are found by a tree of switches. */
  public Set<Integer> targetTrees() {
    return trees;
  }

  public ClassDesc targetTree(int type) {
    return nested("T" + type);
  }

  /** A class with a part of a descriptor that is not small. */
  public ClassDesc descriptorClass(int part) {
    return nested("D" + part);
  }

  public String methodName(int function) {
    return names.method(function);
  }

  /** The name of the wasm file without folders: what stack traces show. */
  public String sourceName() {
    String file = module.file();
    return file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
  }

  /** The resource with the data segments, beside the module class. */
  public String dataResource() {
    return className.substring(className.lastIndexOf('.') + 1) + ".data";
  }

  /** Whether the value of a global is in a cell that others may share. */
  public boolean hasCell(int global) {
    return cells.get(global);
  }

  /** What instances have fields for. */
  public InstanceMembers members() {
    return analysis.members();
  }

  /** The class that has the field of a member. */
  public ClassDesc ownerOfMember(int member) {
    int holder = members().holder(member);
    return holder < 0 ? instanceClass : holderClass(holder);
  }

  /** A class with members for which the instance class has no room. */
  public ClassDesc holderClass(int holder) {
    return nested("X" + holder);
  }

  /** The instance's field for such a class. */
  public String holderField(int holder) {
    return "x" + holder;
  }

  /** Whether functions use the store's meter. */
  public boolean isMetered() {
    return epochs || fuel;
  }

  /** Whether functions heed epochs. */
  public boolean hasEpochs() {
    return epochs;
  }

  /** What a store has to know of: see {@code ModuleClass.options}. */
  public String options() {
    return epochs && fuel ? "epochs fuel" : epochs ? "epochs" : fuel ? "fuel" : "";
  }

  /** The instance's field for the store's meter, if functions use it. */
  public String meterField() {
    return "meter";
  }

  public String memoryField(int memory) {
    return "m" + memory;
  }

  public String tableField(int table) {
    return "t" + table;
  }

  public String globalField(int global) {
    return "g" + global;
  }

  public String typeField(int type) {
    return "y" + type;
  }

  public String importField(int function) {
    return "f" + function;
  }

  public String importCodeField(int function) {
    return "c" + function;
  }
}
