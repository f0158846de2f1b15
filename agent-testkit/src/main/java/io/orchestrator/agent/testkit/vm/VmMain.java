package io.orchestrator.agent.testkit.vm;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs test classes inside the machine; each result is a line of JSON in a file. */
public final class VmMain {
  private VmMain() {}

  /**
   * Runs the tests.
   *
   * @param arguments the file of results, then the names of the test classes
   */
  public static void main(String[] arguments) throws IOException {
    Path results = Path.of(arguments[0]);
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(Arrays.stream(arguments).skip(1).map(name -> selectClass(name)).toList())
            .build();
    try (BufferedWriter lines =
        Files.newBufferedWriter(
            results, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING)) {
      LauncherFactory.create().execute(request, new VmResultWriter(lines));
    }
    // Threads that a failed test has left must not keep the machine running.
    System.exit(0);
  }
}
