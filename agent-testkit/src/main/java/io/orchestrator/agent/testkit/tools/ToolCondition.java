package io.orchestrator.agent.testkit.tools;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** What {@link RequiresTool} does. */
final class ToolCondition implements ExecutionCondition {
  private static final List<String> STANDARD = List.of("/usr/sbin", "/usr/bin", "/sbin", "/bin");

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    List<String> missing =
        AnnotationSupport.findAnnotation(context.getElement(), RequiresTool.class).stream()
            .flatMap(needed -> Stream.of(needed.value()))
            .filter(tool -> !isInstalled(tool))
            .toList();
    return missing.isEmpty()
        ? ConditionEvaluationResult.enabled("all tools are installed")
        : Requirement.unmet("not installed: " + String.join(", ", missing));
  }

  private static boolean isInstalled(String tool) {
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.concat(Stream.of(path.split(File.pathSeparator, -1)), STANDARD.stream())
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, tool))
        .anyMatch(file -> Files.isRegularFile(file) && Files.isExecutable(file));
  }
}
