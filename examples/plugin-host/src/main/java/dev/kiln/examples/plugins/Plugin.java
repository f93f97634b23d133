package dev.kiln.examples.plugins;

import dev.kiln.runtime.Instance;
import dev.kiln.runtime.InstancePre;
import dev.kiln.runtime.LinkException;
import dev.kiln.runtime.Memory;
import dev.kiln.runtime.Trap;
import java.nio.charset.StandardCharsets;
import java.util.function.IntSupplier;
import java.util.function.IntUnaryOperator;

/** A plugin that was loaded; see {@code src/main/c/plugin.h}. May be used by several threads. */
final class Plugin {
  private static final int BUFFER = 4096;

  private final PluginHost host;
  private final InstancePre ready;

  Plugin(PluginHost host, InstancePre ready) {
    this.host = host;
    this.ready = ready;
  }

  /**
   * Has the plugin transform a text, in an instance that ends with the call.
   *
   * @throws PluginException where it does not; the host works on
   */
  String transform(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    try {
      Instance instance = ready.instantiate(host.newStore());
      Memory memory = instance.getMemory("memory");
      IntSupplier buffer = instance.getFunction("buffer").typed().asIntSupplier();
      IntUnaryOperator transform = instance.getFunction("transform").typed().asIntUnaryOperator();
      int address = buffer.getAsInt();
      memory.write(address, utf8);
      int length = transform.applyAsInt(utf8.length);
      if (length < 0 || length > BUFFER) {
        throw new PluginException("it returned a length of " + length);
      }
      return memory.readString(address, length);
    } catch (LinkException
        | IllegalArgumentException e) { // too large, or not what a plugin exports
      throw new PluginException(e.getMessage());
    } catch (Trap trap) {
      throw new PluginException(trap.reason() + ", in " + trap.backtrace().frames());
    }
  }
}
