package io.orchestrator.agent.testkit.tools;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test or test class that needs programs on the PATH or in {@code /usr/sbin:/usr/bin:/sbin:/bin}.
 * Without them it is skipped with a reason that names what is missing; with the system property
 * {@code agent.test.tools=required} it fails with that reason.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(ToolCondition.class)
public @interface RequiresTool {
  /** The programs. */
  String[] value();
}
