package dev.kiln.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command for one module: what all of them have in common. */
abstract class ModuleCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Mixin final ModuleFile file = new ModuleFile();

  @Mixin private final HelpOption help = new HelpOption();

  /** Prints text on standard output. */
  final void print(String text) {
    PrintWriter out = spec.commandLine().getOut();
    out.print(text);
    out.flush();
  }
}
