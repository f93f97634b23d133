/**
 * Executable jars in containers that hold a Java run time and nothing else. Builds its images from
 * scratch: no registry is asked for anything.
 */
@NullMarked
package dev.kiln.it.container;

import org.jspecify.annotations.NullMarked;
