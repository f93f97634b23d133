package dev.kiln.it.spec;

import dev.kiln.it.spec.Command.Action;
import java.util.List;

/**
 * Writes scripts: a command per line, its parts separated by tabs, lists preceded by their length.
 * {@link ScriptReader} reads the parts in the same order.
 */
public final class ScriptWriter {
  private final StringBuilder out = new StringBuilder();

  private ScriptWriter() {}

  /** The text of {@code commands}. */
  public static String write(List<Command> commands) {
    ScriptWriter writer = new ScriptWriter();
    for (Command command : commands) {
      writer.command(command);
      writer.out.append('\n');
    }
    return writer.out.toString();
  }

  private void command(Command command) {
    out.append(command.line());
    if (command instanceof Command.Module c) {
      part("module").part(c.name()).source(c.source());
    } else if (command instanceof Command.Definition c) {
      part("definition").part(c.name()).source(c.source());
    } else if (command instanceof Command.InstanceOf c) {
      part("instance").part(c.name()).part(c.module());
    } else if (command instanceof Command.Register c) {
      part("register").part(c.name()).part(c.as());
    } else if (command instanceof Command.Run c) {
      part("run").action(c.action());
    } else if (command instanceof Command.AssertReturn c) {
      part("return").action(c.action()).part(c.expected().size());
      c.expected().forEach(expected -> values(expected.alternatives()));
    } else if (command instanceof Command.AssertTrap c) {
      part("trap").action(c.action()).part(c.text());
    } else if (command instanceof Command.AssertException c) {
      part("exception").action(c.action());
    } else if (command instanceof Command.AssertUnlinkable c) {
      part("unlinkable").source(c.source()).part(c.text());
    } else if (command instanceof Command.AssertUninstantiable c) {
      part("uninstantiable").source(c.source()).part(c.text());
    } else if (command instanceof Command.Settled c) {
      part("settled").part(c.outcome().name()).part(c.detail());
    }
  }

  private ScriptWriter source(Source source) {
    if (source instanceof Source.Compiled s) {
      return part("compiled").part(s.className());
    }
    if (source instanceof Source.Refused s) {
      part("refused").part(s.proposals()).part(s.imports().size());
      s.imports().forEach(this::part);
      return this;
    }
    return part("broken").part(((Source.Broken) source).message());
  }

  private ScriptWriter action(Action action) {
    part(action.invoke() ? "invoke" : "get").part(action.module()).part(action.field());
    return values(action.args());
  }

  private ScriptWriter values(List<Value> values) {
    part(values.size());
    for (Value value : values) {
      part(value.type()).part(value.text());
    }
    return this;
  }

  private ScriptWriter part(int number) {
    out.append('\t').append(number);
    return this;
  }

  private ScriptWriter part(String text) {
    out.append('\t').append(escape(text));
    return this;
  }

  /** The text without tabs and line ends. */
  static String escape(String text) {
    return text.replace("\\", "\\\\")
        .replace("\t", "\\t")
        .replace("\n", "\\n")
        .replace("\r", "\\r");
  }
}
