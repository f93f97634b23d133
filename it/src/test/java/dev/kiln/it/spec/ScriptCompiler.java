package dev.kiln.it.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.compiler.api.WasmException;
import dev.kiln.it.support.EmittedClasses;
import dev.kiln.it.support.Jars;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Compiles the modules of one JSON script and settles what needs no execution. Accepts both
 * converters' dialects: they differ in signs and in the {@code $} of names, which is kept as it is.
 */
final class ScriptCompiler {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Errors of WebAssembly 1.0 that scripts of the threads proposal still expect. */
  private static final Set<String> LIFTED = Set.of("multiple tables", "multiple memories");

  private final String name;
  private final Path folder;
  private final EmittedClasses emitted;
  private final Map<String, byte[]> entries = new TreeMap<>();
  private final Map<String, SuiteModule> modules = new HashMap<>();

  private ScriptCompiler(String name, Path folder, EmittedClasses emitted) {
    this.name = name;
    this.folder = folder;
    this.emitted = emitted;
  }

  /**
   * Compiles a script.
   *
   * @param name its path below the suite
   * @param json the script; its modules are beside it
   * @param output where the jar goes
   * @return how many assertions it has
   */
  static int compile(String name, Path json, Path output, EmittedClasses emitted)
      throws IOException {
    ScriptCompiler compiler = new ScriptCompiler(name, json.getParent(), emitted);
    List<Command> commands = new ArrayList<>();
    int assertions = 0;
    for (JsonNode command : JSON.readTree(json.toFile()).get("commands")) {
      commands.add(compiler.command(command));
      assertions += command.get("type").textValue().startsWith("assert_") ? 1 : 0;
    }
    compiler.entries.put(SuiteExecutor.SCRIPT, SuiteJson.write(commands));
    Jars.write(SuiteExecutor.jar(output, name), compiler.entries);
    return assertions;
  }

  private Command command(JsonNode c) throws IOException {
    int line = c.get("line").intValue();
    String type = c.get("type").textValue();
    String text = c.path("text").asText("");
    switch (type) {
      case "module":
        return new Command.Module(line, c.path("name").asText(""), module(c).source());
      case "module_definition":
        return new Command.Definition(line, c.path("name").asText(""), module(c).source());
      case "module_instance":
        return new Command.InstanceOf(
            line, c.path("instance").asText(""), c.path("module").asText(""));
      case "register":
        return new Command.Register(line, c.path("name").asText(""), c.get("as").textValue());
      case "action":
        return new Command.Run(line, action(c.get("action")));
      case "assert_return":
        return new Command.AssertReturn(line, action(c.get("action")), expected(c.get("expected")));
      case "assert_trap":
      case "assert_exhaustion":
        return new Command.AssertTrap(line, action(c.get("action")), text);
      case "assert_exception":
        return new Command.AssertException(line, action(c.get("action")));
      case "assert_unlinkable":
        return new Command.AssertUnlinkable(line, module(c).source(), text);
      case "assert_uninstantiable":
        return new Command.AssertUninstantiable(line, module(c).source(), text);
      case "assert_malformed":
        return rejected(c, line, WasmException.Reason.MALFORMED, text);
      case "assert_invalid":
        return rejected(c, line, WasmException.Reason.INVALID, text);
      case "assert_malformed_custom":
      case "assert_invalid_custom":
        return new Command.Settled(line, isText(c) ? Outcome.TEXT : Outcome.CUSTOM, "");
      default:
        throw new IOException(name + ": unknown command " + type);
    }
  }

  private Command rejected(JsonNode c, int line, WasmException.Reason kind, String text)
      throws IOException {
    if (isText(c)) {
      return new Command.Settled(line, Outcome.TEXT, "");
    }
    Command.Settled settled = module(c).rejectedAs(line, kind, text);
    return settled.outcome() == Outcome.FAILED && LIFTED.contains(text) && isThreads()
        ? new Command.Settled(line, Outcome.LIFTED, "")
        : settled;
  }

  /** These scripts are older than the core they are beside. */
  private boolean isThreads() {
    return name.startsWith("proposals/threads/");
  }

  /** Text that the converter did not translate; some modules are there in both forms. */
  private static boolean isText(JsonNode c) {
    return c.path("module_type").asText("").equals("text") && !c.has("binary_filename");
  }

  private SuiteModule module(JsonNode c) throws IOException {
    String file = c.path("binary_filename").asText(c.path("filename").asText());
    if (isText(c)) {
      throw new IOException(name + ": " + file + " is a text module that has to run");
    }
    SuiteModule known = modules.get(file);
    if (known == null) {
      String className = "spec." + name.replaceAll("\\W", "_") + ".M" + modules.size();
      known =
          SuiteModule.compile(
              file, Files.readAllBytes(folder.resolve(file)), className, emitted, entries);
      modules.put(file, known);
    }
    return known;
  }

  private static Command.Action action(JsonNode a) {
    List<Value> args = new ArrayList<>();
    for (JsonNode arg : a.path("args")) {
      args.add(value(arg));
    }
    return new Command.Action(
        a.get("type").textValue().equals("invoke"),
        a.path("module").asText(""),
        a.get("field").textValue(),
        args);
  }

  private static List<Value.Expected> expected(JsonNode values) {
    List<Value.Expected> expected = new ArrayList<>();
    for (JsonNode value : values) {
      List<Value> alternatives = new ArrayList<>();
      if (value.get("type").textValue().equals("either")) {
        value.get("values").forEach(v -> alternatives.add(value(v)));
      } else {
        alternatives.add(value(value));
      }
      expected.add(new Value.Expected(alternatives));
    }
    return expected;
  }

  /** A vector's text is {@code i32x4:1,2,3,4}, by its lane type and lanes. */
  private static Value value(JsonNode v) {
    String type = v.get("type").textValue();
    if (!type.equals("v128")) {
      return new Value(type, v.path("value").asText(""));
    }
    List<String> lanes = new ArrayList<>();
    v.get("value").forEach(lane -> lanes.add(lane.asText()));
    return new Value(type, v.get("lane_type").textValue() + ":" + String.join(",", lanes));
  }
}
