package dev.kiln.examples.plugins;

import dev.kiln.runtime.abi.ModuleClass;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;

/** Gives a text to five plugins, of which four are not to be trusted. */
public final class Main {
  private Main() {}

  /** Prints what comes of each. */
  public static void main(String[] args) {
    run(args.length == 0 ? "Hello, plugins" : args[0], System.out);
  }

  static void run(String text, PrintStream out) {
    Map<String, ModuleClass> modules = new LinkedHashMap<>();
    modules.put("hoard", new Hoard());
    modules.put("spin", new Spin());
    modules.put("crash", new Crash());
    modules.put("pry", new Pry());
    modules.put("shout", new Shout());
    try (PluginHost host = new PluginHost(line -> out.println("  log: " + line))) {
      modules.forEach(
          (name, module) -> {
            String result;
            try {
              result = host.load(module).transform(text);
            } catch (PluginException e) {
              result = "stopped: " + e.getMessage();
            }
            out.println(name + ": " + result);
          });
    }
  }
}
