package io.orchestrator.agent.host.plugin;

import java.util.List;

/** What a plugin sees of the agent: the JDK, the API, PF4J and SLF4J, and nothing else. */
final class ApiOnlyClassLoader extends ClassLoader {
  private static final String API = "io.orchestrator.agent.api.";
  private static final List<String> SHARED = List.of(API, "org.pf4j.", "org.slf4j.");

  private final ClassLoader host;

  ApiOnlyClassLoader(ClassLoader host) {
    super("agent-api", ClassLoader.getPlatformClassLoader());
    this.host = host;
  }

  /** An API class that the agent lacks is of another version: it would not fit to the others. */
  static boolean isApi(String className) {
    return className.startsWith(API);
  }

  static boolean isShared(String className) {
    return SHARED.stream().anyMatch(className::startsWith);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    if (isShared(name)) {
      return host.loadClass(name);
    }
    throw new ClassNotFoundException(name);
  }
}
