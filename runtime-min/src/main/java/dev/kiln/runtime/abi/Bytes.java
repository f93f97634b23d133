package dev.kiln.runtime.abi;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Little-endian views of a {@code byte[]}. Compiled code calls {@code get} and {@code set} on these
 * constants directly, which HotSpot always inlines; a helper method around them would not be. There
 * are no more of them than needed, since each takes time when a program starts: the JDK's views of
 * floating-point numbers access integers too.
 */
public final class Bytes {
  /** 16-bit integers without a sign. */
  public static final VarHandle U16 = view(char[].class);

  /** 32-bit integers. */
  public static final VarHandle I32 = view(int[].class);

  /** 64-bit integers. */
  public static final VarHandle I64 = view(long[].class);

  private Bytes() {}

  /**
   * Makes sure that this class, and what the JDK needs for a view, is initialised: an initialiser
   * that the end of the stack strikes would leave its class unusable for ever.
   */
  public static void prepare() {
    I32.set(new byte[4], 0, 0);
  }

  private static VarHandle view(Class<?> array) {
    return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.LITTLE_ENDIAN);
  }
}
