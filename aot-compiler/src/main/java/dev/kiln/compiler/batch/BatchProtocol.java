package dev.kiln.compiler.batch;

/**
 * The keys of the request and the answer of {@link BatchCompiler}. Keys of a module follow its
 * number, which counts from 0: {@code 3.path}.
 *
 * <p>Everything here is a constant, which javac copies into the classes that use it. So a caller on
 * a JVM that is too old for this class can use the keys all the same.
 */
public final class BatchProtocol {
  /** Request: how many modules there are. */
  public static final String COUNT = "count";

  /** Request, optional: the package of modules that are in no sub-folder. */
  public static final String PACKAGE = "package";

  /** Request, optional: see {@link dev.kiln.compiler.api.CompileOptions#methodLimit()}. */
  public static final String METHOD_LIMIT = "methodLimit";

  /** Request, optional: see {@link dev.kiln.compiler.api.CompileOptions#pieceSize()}. */
  public static final String PIECE_SIZE = "pieceSize";

  /** Request, optional: {@code true} for code that can be interrupted. */
  public static final String EPOCHS = "epochs";

  /** Request, optional: {@code true} for code that uses fuel. */
  public static final String FUEL = "fuel";

  /** Request, optional: {@code true} for a report on each module. */
  public static final String REPORT = "report";

  /**
   * Request, optional: {@link #PLAIN} or {@link #WASI}. The answer then has the Java sources of the
   * facades and of the interfaces for imports, beside the classes.
   */
  public static final String FACADE = "facade";

  /** A facade for users who do not have kiln-wasi on their class path. */
  public static final String PLAIN = "plain";

  /** A facade for users who have kiln-wasi on their class path. */
  public static final String WASI = "wasi";

  /** Request, after the number: the path below the source folder, with {@code /}. */
  public static final String PATH = ".path";

  /** Request, after the number: the file to read. */
  public static final String FILE = ".file";

  /** Request, after the number: what messages call the file. */
  public static final String NAME = ".name";

  /** Request, after the number: the folder to write into, of this module alone. */
  public static final String OUTPUT = ".output";

  /** Answer, after the number: why the module was not compiled, one line that names the file. */
  public static final String ERROR = ".error";

  /** Answer, after the number: the binary name of the module class. */
  public static final String CLASS = ".class";

  /** Answer, after the number: how many functions were compiled. */
  public static final String FUNCTIONS = ".functions";

  /** Answer, after the number: how many milliseconds it took. */
  public static final String MILLIS = ".millis";

  /** Answer, after the number: the report, text of several lines. */
  public static final String MODULE_REPORT = ".report";

  private BatchProtocol() {}
}
