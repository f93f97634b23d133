/**
 * What the integration tests share: where things are, other JVMs, checks of emitted classes, and a
 * builder of wasm modules. Knows no single test.
 */
@NullMarked
package dev.kiln.it.support;

import org.jspecify.annotations.NullMarked;
