package dev.kiln.it.support;

import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Implements {@link Needs}. */
final class NeedsCondition implements ExecutionCondition {
  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    Optional<Needs> needs = AnnotationSupport.findAnnotation(context.getElement(), Needs.class);
    if (needs.isPresent()) {
      for (Need need : needs.get().value()) {
        if (!need.isPresent()) {
          if (need.isRequired()) {
            throw new IllegalStateException(need.message());
          }
          return ConditionEvaluationResult.disabled(need.message());
        }
      }
    }
    return ConditionEvaluationResult.enabled("all it needs is here");
  }
}
