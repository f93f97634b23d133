package dev.kiln.runtime.abi;

import dev.kiln.runtime.Instance;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * What a compiled module is to the runtime: the superclass of its module class. The class is handed
 * over as an object, {@code Module.of(engine, new com.acme.ImageFilter())}; nothing is looked up by
 * name. Objects and statics of it hold nothing that belongs to an engine or a store.
 */
public abstract class ModuleClass {
  /** For compiled subclasses. */
  protected ModuleClass() {}

  /** The {@link Abi#VERSION} this class was compiled for. */
  public abstract int abiVersion();

  /** The compiler that made this class, for messages. */
  public abstract String compilerVersion();

  /** The name of the wasm file, without folders. */
  public abstract String fileName();

  /** SHA-256 of the wasm, 64 hexadecimal digits. */
  public abstract String sha256();

  /**
   * The compile options that a store has to know of, separated by spaces: {@code epochs}, {@code
   * fuel}.
   */
  public abstract String options();

  /**
   * The static descriptors: types, imports, exports, escaping functions, segments. Text of 7-bit
   * variable-length integers in parts that fit a class file constant; read by {@code
   * ModuleDescriptor}.
   *
   * @param part 0, 1, …
   * @return the part, or null after the last
   */
  public abstract @Nullable String descriptor(int part);

  /** A new, stateless body for escaping functions; the descriptor says which function has which. */
  public abstract Code code(int index);

  /** A new adapter; the descriptor says for which shape. */
  public abstract Code adapter(int index);

  /**
   * Loads the classes of the function that runs first, where the module is a program; for a thread
   * that has nothing else to do while another one makes the instance.
   */
  public void prepare() {}

  /** A new, unlinked instance. */
  public abstract Instance newInstance();

  /** The content of all data segments in order; null where the module has none. */
  public abstract @Nullable InputStream openData();
}
