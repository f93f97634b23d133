package dev.kiln.compiler.report;

import dev.kiln.compiler.CompiledModule;
import dev.kiln.compiler.emit.layout.Names;
import dev.kiln.compiler.model.WasmModule;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The emitted classes of a module, read back: which method with code belongs to which function. It
 * is seen from the names: functions are static methods of {@code $F} classes under their {@link
 * Names}, twins of {@code $F…T}, the pieces of function 12 are in {@code $S12}, its frame is {@code
 * $R12}.
 */
final class EmittedClasses {
  private static final Pattern ROLE = Pattern.compile("([FSR])(\\d+)(T?)(?!\\d).*");

  /** What a method is to its function. */
  enum Role {
    /** All of it, or what calls the pieces. */
    FUNCTION,
    /** The twin of a small recursive one. */
    TWIN,
    /** A piece. */
    PIECE,
    /** Calls some of very many pieces. */
    DISPATCHER
  }

  /** A method with code. */
  record Code(Role role, String className, MethodModel method, CodeAttribute attribute) {
    String name() {
      return method.methodName().stringValue();
    }

    int bytes() {
      return attribute.codeLength();
    }
  }

  private final Map<String, Integer> functions = new HashMap<>();
  private final Map<Integer, List<Code>> byFunction = new HashMap<>();
  private final Map<Integer, Integer> frameVariables = new HashMap<>();
  private final List<ModuleReport.Method> methods = new ArrayList<>();
  private final Names names;
  private int classes;
  private long classBytes;
  private long resourceBytes;

  EmittedClasses(WasmModule module, CompiledModule compiled) {
    names = new Names(module);
    for (int i = module.importedFunctions(); i < module.functionCount(); i++) {
      functions.put(names.method(i), i);
    }
    String nested = compiled.className().replace('.', '/') + "$";
    compiled
        .files()
        .forEach(
            (path, content) -> {
              if (!path.endsWith(".class")) {
                resourceBytes += content.length;
                return;
              }
              classes++;
              classBytes += content.length;
              String role = path.startsWith(nested) ? path.substring(nested.length()) : "";
              read(ClassFile.of().parse(content), ROLE.matcher(role));
            });
  }

  private void read(ClassModel model, Matcher role) {
    String className = model.thisClass().asInternalName().replace('/', '.');
    String kind = role.matches() ? role.group(1) : "";
    if (kind.equals("R")) {
      long variables =
          model.fields().stream()
              .filter(field -> field.fieldName().stringValue().startsWith("v"))
              .count();
      frameVariables.merge(Integer.parseInt(role.group(2)), (int) variables, Integer::sum);
    }
    for (MethodModel method : model.methods()) {
      CodeAttribute attribute = method.findAttribute(Attributes.code()).orElse(null);
      if (attribute == null) {
        continue;
      }
      String name = method.methodName().stringValue();
      methods.add(new ModuleReport.Method(className, name, attribute.codeLength()));
      if (kind.equals("F") && functions.containsKey(name)) {
        Role part = role.group(3).isEmpty() ? Role.FUNCTION : Role.TWIN;
        add(functions.get(name), new Code(part, className, method, attribute));
      } else if (kind.equals("S")) {
        int function = Integer.parseInt(role.group(2));
        boolean piece = name.matches(Pattern.quote(names.method(function) + "$") + "\\d+");
        if (piece && !passesFrame(method.methodTypeSymbol())) {
          // Pieces that call each other pass variables as arguments, before the instance.
          int passed = method.methodTypeSymbol().parameterCount() - 1;
          frameVariables.merge(function, passed, Math::max);
        }
        Role part = piece ? Role.PIECE : Role.DISPATCHER;
        add(function, new Code(part, className, method, attribute));
      }
    }
  }

  private static boolean passesFrame(MethodTypeDesc type) {
    return type.parameterType(0).displayName().contains("$R");
  }

  private void add(int function, Code code) {
    byFunction.computeIfAbsent(function, index -> new ArrayList<>()).add(code);
  }

  int classes() {
    return classes;
  }

  long classBytes() {
    return classBytes;
  }

  long resourceBytes() {
    return resourceBytes;
  }

  /** All methods with code. */
  List<ModuleReport.Method> methods() {
    return methods;
  }

  /** The methods of a function in the order of their roles, pieces in the order of the code. */
  List<Code> methods(int function) {
    List<Code> all = new ArrayList<>(byFunction.getOrDefault(function, List.of()));
    all.sort(
        (a, b) ->
            a.role() != b.role()
                ? a.role().compareTo(b.role())
                : Integer.compare(number(a), number(b)));
    return all;
  }

  /** The number of a piece; 0 for other methods. */
  private static int number(Code code) {
    String name = code.name();
    return code.role() == Role.PIECE
        ? Integer.parseInt(name.substring(name.lastIndexOf('$') + 1))
        : 0;
  }

  /** How many variables the frames of a function have. */
  int frameVariables(int function) {
    return frameVariables.getOrDefault(function, 0);
  }
}
