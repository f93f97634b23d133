/** A user of the formula library. Knows its Java API, and nothing of WebAssembly. */
package dev.kiln.examples.invoice;
