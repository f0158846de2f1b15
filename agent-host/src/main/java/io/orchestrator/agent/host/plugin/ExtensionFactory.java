package io.orchestrator.agent.host.plugin;

import io.orchestrator.agent.api.AgentContext;
import io.orchestrator.agent.api.AgentExtension;
import io.orchestrator.agent.api.seed.SeedTransport;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;

/** Creates the extensions of one plugin. */
final class ExtensionFactory {
  private final String pluginId;
  private final AgentContext context;

  ExtensionFactory(String pluginId, AgentContext context) {
    this.pluginId = pluginId;
    this.context = context;
  }

  /** The extensions of these classes. */
  List<LoadedExtension> createAll(List<Class<?>> types) throws ReflectiveOperationException {
    List<LoadedExtension> extensions = new ArrayList<>();
    for (Class<?> type : types) {
      extensions.addAll(create(type));
    }
    return List.copyOf(extensions);
  }

  /**
   * The extension, once for each extension point that the class implements.
   *
   * @throws ReflectiveOperationException if it can't be created; the message says why
   */
  private List<LoadedExtension> create(Class<?> type) throws ReflectiveOperationException {
    List<ExtensionKind> kinds = ExtensionKind.of(type);
    if (kinds.isEmpty()) {
      throw new ReflectiveOperationException(
          type.getName() + " implements none of agent-api's extension points");
    }
    Object extension = instance(type);
    return kinds.stream().map(kind -> loaded(kind, extension)).toList();
  }

  private LoadedExtension loaded(ExtensionKind kind, Object extension) {
    AgentExtension guarded = GuardedExtension.guard(pluginId, kind.point(), extension);
    String name = guarded.name();
    if (!name.matches("[a-z0-9][a-z0-9-]{0,63}")) {
      throw new IllegalStateException(
          "its extension "
              + extension.getClass().getName()
              + " has a name with other characters than a-z, 0-9 and -");
    }
    if (guarded instanceof SeedTransport transport) {
      askOnce(transport);
    }
    return new LoadedExtension(kind, name, pluginId, guarded);
  }

  // Here a plugin that throws or hangs harms itself alone; later they are asked all over the agent.
  private static void askOnce(SeedTransport transport) {
    transport.content();
    if (transport.usesWire()) {
      transport.resumes();
    }
  }

  private Object instance(Class<?> type) throws ReflectiveOperationException {
    try {
      for (Constructor<?> constructor : type.getConstructors()) {
        Class<?>[] parameters = constructor.getParameterTypes();
        if (parameters.length == 1 && parameters[0] == AgentContext.class) {
          return constructor.newInstance(context);
        }
      }
      return type.getConstructor().newInstance();
    } catch (NoSuchMethodException e) {
      throw new ReflectiveOperationException(
          type.getName() + " has no public constructor that takes an AgentContext or nothing", e);
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new ReflectiveOperationException(
          "creating " + type.getName() + " failed: " + Thrown.text(cause), cause);
    }
  }
}
