/** WASI preview 1 for modules that Kiln compiled. */
module dev.kiln.wasi {
  requires transitive dev.kiln.runtime;
  requires static org.jspecify;

  exports dev.kiln.wasi;
}
