package dev.kiln.compiler.facade;

import java.util.List;

/**
 * The interface for the functions of one import module.
 *
 * @param module the name of the import module
 * @param className the binary name of the interface
 */
public record HostInterface(String module, String className, List<HostMethod> methods) {
  /**
   * A function of the interface.
   *
   * @param imports the positions among the module's imports that it serves: wasm may import a
   *     function more than once
   */
  public record HostMethod(Method method, List<Integer> imports) {
    public HostMethod {
      imports = List.copyOf(imports);
    }
  }

  public HostInterface {
    methods = List.copyOf(methods);
  }

  /** The name without the package. */
  public String simpleName() {
    return className.substring(className.lastIndexOf('.') + 1);
  }
}
