/**
 * Links classes that Kiln compiled from WebAssembly into stores and runs them.
 *
 * <p>{@code dev.kiln.runtime} is the embedding API; {@code dev.kiln.runtime.abi} holds what
 * compiled classes call and is not meant for applications.
 */
module dev.kiln.runtime {
  requires static org.jspecify;

  exports dev.kiln.runtime;
  exports dev.kiln.runtime.abi;
}
