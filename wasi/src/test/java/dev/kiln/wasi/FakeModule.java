package dev.kiln.wasi;

import dev.kiln.runtime.Instance;
import dev.kiln.runtime.abi.Code;
import dev.kiln.runtime.abi.ModuleClass;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Stands for a compiled module of which only a part matters. */
class FakeModule extends ModuleClass {
  private final String fileName;
  private final int abiVersion;

  FakeModule(String fileName, int abiVersion) {
    this.fileName = fileName;
    this.abiVersion = abiVersion;
  }

  @Override
  public int abiVersion() {
    return abiVersion;
  }

  @Override
  public String compilerVersion() {
    return "test";
  }

  @Override
  public String fileName() {
    return fileName;
  }

  @Override
  public String sha256() {
    return "";
  }

  @Override
  public String options() {
    return "";
  }

  @Override
  public @Nullable String descriptor(int part) {
    return null;
  }

  @Override
  public Code code(int index) {
    throw new IllegalStateException();
  }

  @Override
  public Code adapter(int index) {
    throw new IllegalStateException();
  }

  @Override
  public Instance newInstance() {
    throw new IllegalStateException();
  }

  @Override
  public @Nullable InputStream openData() {
    return null;
  }
}
