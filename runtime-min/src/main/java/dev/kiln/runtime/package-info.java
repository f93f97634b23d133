/**
 * The embedding API: engines, stores, modules, linkers, instances and what they import and export.
 *
 * <p>Nothing here generates code, reflects, or looks a class up by name; it may use {@code
 * dev.kiln.runtime.abi} and {@code java.base} only. A {@link dev.kiln.runtime.Store} and everything
 * that belongs to it is confined to one thread at a time; {@link dev.kiln.runtime.Engine}, {@link
 * dev.kiln.runtime.Module} and the types are immutable or synchronised and may be shared.
 */
@NullMarked
package dev.kiln.runtime;

import org.jspecify.annotations.NullMarked;
