package dev.kiln.it.support;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Skips a test where something is missing, and says what; an error instead with {@code
 * -Dkiln.require.shared=true}, {@code -Dkiln.require.jdk17=true} and {@code
 * -Dkiln.require.docker=true}.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsCondition.class)
public @interface Needs {
  /** What the test cannot do without. */
  Need[] value();
}
