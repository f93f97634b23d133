package dev.kiln.it.spec;

import dev.kiln.compiler.CompiledModule;
import dev.kiln.compiler.Compiler;
import dev.kiln.compiler.api.CompileOptions;
import dev.kiln.compiler.api.WasmException;
import dev.kiln.compiler.decode.ModuleDecoder;
import dev.kiln.it.support.EmittedClasses;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the compiler made of one module of the suite.
 *
 * @param source for the commands that use it
 * @param rejected why there are no classes, where the compiler said so
 */
record SuiteModule(Source source, @Nullable WasmException rejected) {
  private static final Pattern QUOTED = Pattern.compile("\"([^\"]+)\"");

  /**
   * Compiles a module and checks its classes.
   *
   * @param classes gets the class files
   */
  static SuiteModule compile(
      String file,
      byte[] wasm,
      String className,
      EmittedClasses emitted,
      Map<String, byte[]> classes) {
    CompiledModule module;
    try {
      module = Compiler.compile(file, wasm, new CompileOptions(className, 1));
    } catch (WasmException e) {
      return new SuiteModule(
          e.reason() == WasmException.Reason.UNSUPPORTED
              ? new Source.Refused(proposals(e), importedModules(file, wasm))
              : new Source.Broken(e.reason() + " " + e.getMessage()),
          e);
    } catch (RuntimeException | StackOverflowError | AssertionError e) {
      StackTraceElement[] trace = e.getStackTrace();
      return broken(
          file + ": the compiler threw " + e + (trace.length > 0 ? " at " + trace[0] : ""));
    }
    List<String> problems = emitted.check(module);
    if (!problems.isEmpty()) {
      return broken(file + ": " + String.join("; ", problems));
    }
    classes.putAll(module.files());
    return new SuiteModule(new Source.Compiled(className), null);
  }

  private static SuiteModule broken(String message) {
    return new SuiteModule(new Source.Broken(message), null);
  }

  /** The names in quotes. */
  private static String proposals(WasmException refusal) {
    TreeSet<String> names = new TreeSet<>();
    Matcher quoted = QUOTED.matcher(refusal.detail());
    while (quoted.find()) {
      names.add(quoted.group(1));
    }
    return String.join(" + ", names);
  }

  /** Whether the module was rejected as {@code reason}, which the suite words as {@code text}. */
  Command.Settled rejectedAs(int line, WasmException.Reason reason, String text) {
    if (source instanceof Source.Refused refused) {
      return new Command.Settled(line, Outcome.REFUSED, refused.proposals());
    }
    WasmException why = rejected;
    if (why != null && why.reason() == reason) {
      return new Command.Settled(line, Outcome.PASSED, "");
    }
    String got = source instanceof Source.Broken broken ? broken.message() : "it compiled";
    return new Command.Settled(
        line, Outcome.FAILED, "expected " + reason + " \"" + text + "\", got: " + got);
  }

  /** The names of the modules that a module imports from. It need not be valid. */
  private static List<String> importedModules(String file, byte[] wasm) {
    TreeSet<String> names = new TreeSet<>();
    ModuleDecoder.decodeAll(file, wasm).imports().forEach(item -> names.add(item.module()));
    return List.copyOf(names);
  }
}
