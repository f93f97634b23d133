/**
 * The embedding API: engines, stores, modules, linkers, instances and what they import and export.
 *
 * <p>Nothing here generates code, reflects, or looks a class up by name; it may use {@code
 * dev.kiln.runtime.abi} and {@code java.base} only. A {@link dev.kiln.runtime.Store} and everything
 * that belongs to it is confined to one thread at a time; {@link dev.kiln.runtime.Engine}, {@link
 * dev.kiln.runtime.Module} and the types are immutable or synchronised and may be shared.
 *
 * <p>A WASI program that only prints a line loads 38 classes of Kiln, and each costs a quarter of a
 * millisecond. So there are rules for the code on its way to {@code main}: {@code Engine}, {@code
 * Module}, the reading of descriptors, {@code Store}, {@code Instantiation}, {@code Instance} and
 * {@code FuncRef}. This code has no lambda. It catches and throws no exception class of its own,
 * but asks {@code Failures} for one. It makes objects of types only where somebody asks for them.
 * The rules do not hold for what such a program never reaches: {@code Linker}, {@code HostBody},
 * {@code TypedFunc}, {@code TypedCall}, {@code InstancePre}, {@code UnknownImports}, {@code Caller}
 * and the value types. Write those as usual. Only string concatenation is the compiler's choice for
 * the whole module: without invokedynamic the jar is smaller.
 *
 * <p>Compiled code calls some of these classes itself, such as {@link dev.kiln.runtime.FuncRef},
 * {@link dev.kiln.runtime.Instance} and {@link dev.kiln.runtime.Instantiation}: a signature that it
 * uses needs a new {@link dev.kiln.runtime.abi.Abi#VERSION}, too.
 */
@NullMarked
package dev.kiln.runtime;

import org.jspecify.annotations.NullMarked;
