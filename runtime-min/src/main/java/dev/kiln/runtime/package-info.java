/**
 * The embedding API: engines, stores, modules, linkers, instances and what they import and export.
 *
 * <p>Nothing here generates code, reflects, or looks a class up by name; it may use {@code
 * dev.kiln.runtime.abi} and {@code java.base} only. A {@link dev.kiln.runtime.Store} and everything
 * that belongs to it is confined to one thread at a time; {@link dev.kiln.runtime.Engine}, {@link
 * dev.kiln.runtime.Module} and the types are immutable or synchronised and may be shared.
 *
 * <p>Compiled code calls some of these classes itself, such as {@link dev.kiln.runtime.FuncRef},
 * {@link dev.kiln.runtime.Instance} and {@link dev.kiln.runtime.Instantiation}: a signature that it
 * uses needs a new {@link dev.kiln.runtime.abi.Abi#VERSION}, too.
 */
@NullMarked
package dev.kiln.runtime;

import org.jspecify.annotations.NullMarked;
