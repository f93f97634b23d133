package dev.kiln.compiler.report;

import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What a module is, and what became of it. Types are in the specification's notation.
 *
 * @param file the file as the caller named it
 * @param bytes the size of the file
 * @param name the module's name from the name section, or null
 * @param proposals what an engine needs to run it, beyond the MVP
 * @param unsupported the proposals among them that are not compiled
 * @param names the subsections of the name section, in order, but those of the module, functions
 *     and locals
 * @param producers languages and tools, by the producers section
 * @param functions how many functions there are, imported and defined
 * @param definedFunctions how many of them are defined
 * @param types how many types there are
 * @param globals how many globals there are, imported and defined
 * @param start the function that runs at instantiation
 * @param dataSegments how many data segments there are
 * @param dataBytes the bytes in them
 * @param elementSegments how many element segments there are
 * @param elements the elements in them
 * @param compilation what it was compiled to; null if it was not
 * @param problem why it was not compiled, without the file; null if it was
 */
public record ModuleReport(
    String file,
    long bytes,
    @Nullable String name,
    ModuleKind kind,
    List<String> proposals,
    List<String> unsupported,
    List<Names> names,
    List<Producer> producers,
    List<Section> sections,
    List<Item> imports,
    List<Item> exports,
    List<Storage> memories,
    List<Storage> tables,
    int functions,
    int definedFunctions,
    int types,
    int globals,
    OptionalInt start,
    @Nullable String startName,
    int dataSegments,
    long dataBytes,
    int elementSegments,
    long elements,
    @Nullable Compilation compilation,
    @Nullable String problem) {

  /** How the module is used. */
  public enum ModuleKind {
    /** It exports {@code _start}: a program. */
    COMMAND("WASI command"),
    /** It exports {@code _initialize}: a library that is initialised once. */
    REACTOR("WASI reactor"),
    /** Anything else. */
    LIBRARY("library");

    private final String text;

    ModuleKind(String text) {
      this.text = text;
    }

    /** The words for people. */
    @Override
    public String toString() {
      return text;
    }
  }

  /**
   * A subsection of the name section.
   *
   * @param id its number in the file
   * @param of what the names are of, such as {@code labels}; null for a number that is not known
   * @param bytes the size of the contents
   * @param names those that could be read; none for a number that is not known
   * @param complete whether that is all there is in the subsection, if its number is known
   */
  public record Names(int id, @Nullable String of, int bytes, List<Name> names, boolean complete) {
    public Names {
      names = List.copyOf(names);
    }
  }

  /**
   * A name of the name section.
   *
   * @param index of what has the name, or of what that is in, such as the function of a label
   * @param inner the index within that, or -1
   */
  public record Name(long index, long inner, String name) {}

  /**
   * An entry of the producers section.
   *
   * @param field {@code language}, {@code processed-by} or {@code sdk}
   */
  public record Producer(String field, String name, String version) {}

  /**
   * A section.
   *
   * @param name such as {@code code}
   * @param customName the name of a custom section, else null
   * @param offset of the contents, after the size
   * @param bytes the size of the contents
   */
  public record Section(String name, @Nullable String customName, int offset, int bytes) {}

  /**
   * An import or export.
   *
   * @param module the module of an import, else null
   * @param kind such as {@code function}
   * @param index into the index space of its kind
   */
  public record Item(@Nullable String module, String name, String kind, int index, String type) {}

  /** A memory or a table. */
  public record Storage(int index, String type, boolean imported) {}

  /**
   * What a module was compiled to.
   *
   * @param className the module class
   * @param classes how many classes there are
   * @param classBytes their bytes
   * @param resourceBytes the bytes of the other files
   * @param methods how many methods have code
   * @param largestMethod the one with the most bytecode
   * @param methodsOverLimit those over {@link #HOTSPOT_LIMIT}, which HotSpot does not compile
   * @param functions the defined functions, the largest first
   */
  public record Compilation(
      String className,
      int classes,
      long classBytes,
      long resourceBytes,
      int methods,
      Method largestMethod,
      List<Method> methodsOverLimit,
      List<Function> functions) {
    /** HotSpot compiles no method with more bytes of bytecode. */
    public static final int HOTSPOT_LIMIT = 8000;

    /** The functions that were split. */
    public List<Function> split() {
      return functions.stream().filter(function -> function.pieces() > 0).toList();
    }
  }

  /**
   * A method.
   *
   * @param bytes of bytecode
   */
  public record Method(String className, String name, int bytes) {}

  /**
   * A function.
   *
   * @param name from the name section or an export, or null
   * @param wasmBytes of the body, locals included
   * @param bytecodeBytes in all of its methods
   * @param pieces how many methods it was split into, without the one that calls them; 0 if it was
   *     not split
   * @param largestPiece the bytecode of the largest of them, or of the whole
   * @param frameVariables how many variables are passed between the pieces
   */
  public record Function(
      int index,
      @Nullable String name,
      int wasmBytes,
      int bytecodeBytes,
      int pieces,
      int largestPiece,
      int frameVariables) {}
}
