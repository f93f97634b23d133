package dev.kiln.it.spec;

import dev.kiln.it.spec.Command.Action;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads what {@link ScriptWriter} wrote. */
final class ScriptReader {
  private final String[] parts;
  private int next;

  private ScriptReader(String line) {
    this.parts = line.split("\t", -1);
  }

  /** All commands. */
  static List<Command> read(BufferedReader in) throws IOException {
    List<Command> commands = new ArrayList<>();
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      commands.add(new ScriptReader(line).command());
    }
    return commands;
  }

  private Command command() {
    int line = number();
    String kind = part();
    switch (kind) {
      case "module":
        return new Command.Module(line, part(), source());
      case "definition":
        return new Command.Definition(line, part(), source());
      case "instance":
        return new Command.InstanceOf(line, part(), part());
      case "register":
        return new Command.Register(line, part(), part());
      case "run":
        return new Command.Run(line, action());
      case "return":
        return new Command.AssertReturn(line, action(), expected());
      case "trap":
        return new Command.AssertTrap(line, action(), part());
      case "exception":
        return new Command.AssertException(line, action());
      case "unlinkable":
        return new Command.AssertUnlinkable(line, source(), part());
      case "uninstantiable":
        return new Command.AssertUninstantiable(line, source(), part());
      case "settled":
        return new Command.Settled(line, Outcome.valueOf(part()), part());
      default:
        throw new IllegalArgumentException("unknown command " + kind);
    }
  }

  private Source source() {
    String kind = part();
    switch (kind) {
      case "compiled":
        return new Source.Compiled(part());
      case "refused":
        String proposals = part();
        List<String> imports = new ArrayList<>();
        for (int n = number(); n > 0; n--) {
          imports.add(part());
        }
        return new Source.Refused(proposals, imports);
      case "broken":
        return new Source.Broken(part());
      default:
        throw new IllegalArgumentException("unknown source " + kind);
    }
  }

  private Action action() {
    return new Action(part().equals("invoke"), part(), part(), values());
  }

  private List<Value> values() {
    List<Value> values = new ArrayList<>();
    for (int n = number(); n > 0; n--) {
      values.add(new Value(part(), part()));
    }
    return values;
  }

  private List<Value.Expected> expected() {
    List<Value.Expected> expected = new ArrayList<>();
    for (int n = number(); n > 0; n--) {
      expected.add(new Value.Expected(values()));
    }
    return expected;
  }

  private int number() {
    return Integer.parseInt(part());
  }

  private String part() {
    return unescape(parts[next++]);
  }

  /** Undoes {@link ScriptWriter#escape}. */
  static String unescape(String text) {
    if (text.indexOf('\\') < 0) {
      return text;
    }
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
        c =
            switch (text.charAt(i)) {
              case 't' -> '\t';
              case 'n' -> '\n';
              case 'r' -> '\r';
              default -> '\\';
            };
      }
      plain.append(c);
    }
    return plain.toString();
  }
}
