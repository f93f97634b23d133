/** The {@code kiln} command. Not a library: it exports nothing. */
module dev.kiln.cli {
  requires dev.kiln.compiler;
  requires dev.kiln.runtime;
  requires dev.kiln.wasi;
  requires info.picocli;
  requires static org.jspecify;

  // The command line parser sets the fields of the commands.
  opens dev.kiln.cli to
      info.picocli;
}
