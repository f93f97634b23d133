package dev.kiln.compiler.facade;

import java.util.ArrayList;
import java.util.List;

/**
 * The interface for the functions of one import module. It is a class file, or, if there is a
 * facade, a source. Its members are the same in both forms, and their code is in the first class of
 * its entries.
 *
 * @param module the name of the import module
 * @param className the binary name of the interface
 * @param entries how the binary names of its entries' classes begin
 */
public record HostInterface(
    String module, String className, String entries, List<HostMethod> methods) {
  /** The interface, nested in it, whose methods have a caller. */
  public static final String WITH_CALLER = "WithCaller";

  /** Its static method, and that of the first class of entries, that defines all in a linker. */
  public static final String DEFINE = "define";

  /** Its static method, and that of the first class of entries, that makes externs of all. */
  public static final String BIND = "bind";

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

  /** The binary name of a class with typed entries, of which the first has what binds them all. */
  public String entriesClass(int group) {
    return entries + group;
  }

  /** The records for several results, nested in the interface. */
  public List<ResultRecord> records() {
    List<ResultRecord> records = new ArrayList<>();
    for (HostMethod method : methods) {
      ResultRecord record = method.method().result();
      if (record != null) {
        records.add(record);
      }
    }
    return records;
  }

  /** The binary names of all classes that javac makes of its source. */
  public List<String> classNames() {
    List<String> names = new ArrayList<>(List.of(className, className + "$" + WITH_CALLER));
    records().forEach(record -> names.add(className + "$" + record.name()));
    return names;
  }

  /** The message of a method without a caller, for a host that needs a caller. */
  public String refusal(Method method) {
    return simpleName() + "." + method.name() + " needs a Caller: give it one";
  }
}
