package dev.kiln.it.corpus;

import dev.kiln.runtime.Trap;
import dev.kiln.runtime.abi.ModuleClass;
import dev.kiln.wasi.Wasi;
import dev.kiln.wasi.WasiCommand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/**
 * Runs a WASI command in this JVM: {@code CorpusExecutor CLASS [--dir HOST::GUEST]… -- ARGV…}.
 * Standard streams are those of the process, and so is the exit code; a trap is {@value #TRAPPED}.
 */
public final class CorpusExecutor {
  /** The exit code of a program that trapped: that of a process which aborted. */
  public static final int TRAPPED = 134;

  /** Programs recurse as deep as a native one may. */
  private static final long STACK_BYTES = 8 << 20;

  private CorpusExecutor() {}

  /** Runs it and ends this JVM. */
  public static void main(String[] args) throws ReflectiveOperationException {
    Iterator<String> rest = Arrays.asList(args).iterator();
    ModuleClass compiled =
        (ModuleClass) Class.forName(rest.next()).getDeclaredConstructor().newInstance();
    Wasi.Builder wasi = Wasi.builder().inheritStdio();
    while (rest.next().equals("--dir")) {
      String[] mapping = rest.next().split("::", 2);
      wasi.preopen(Path.of(mapping[0]), mapping[1]);
    }
    List<String> argv = new ArrayList<>();
    rest.forEachRemaining(argv::add);
    wasi.args(argv.toArray(new String[0]));
    new Thread(null, () -> System.exit(run(wasi.build(), compiled)), "program", STACK_BYTES)
        .start();
  }

  private static int run(Wasi wasi, ModuleClass compiled) {
    try {
      return WasiCommand.run(wasi, compiled);
    } catch (Trap trap) {
      trap.printStackTrace();
      return TRAPPED;
    }
  }
}
