package io.orchestrator.agent.host.plugin;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.AgentExtension;
import io.orchestrator.agent.api.ErrorCode;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Stands before an extension: sets the plugin's class loader as context class loader, and turns
 * whatever is not in the contract (another exception, an Error, a result that makes no sense) into
 * an error that names the plugin. What the API promises to be the same at each call is asked once.
 */
final class GuardedExtension implements InvocationHandler {
  private static final Set<String> ASKED_ONCE = Set.of("name", "content", "usesWire", "resumes");

  private final String pluginId;
  private final Object extension;
  private final Map<String, Object> answers = new ConcurrentHashMap<>();

  private GuardedExtension(String pluginId, Object extension) {
    this.pluginId = pluginId;
    this.extension = extension;
  }

  static <T extends AgentExtension> T guard(String pluginId, Class<T> point, Object extension) {
    return point.cast(
        Proxy.newProxyInstance(
            point.getClassLoader(),
            new Class<?>[] {point},
            new GuardedExtension(pluginId, extension)));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    if (method.getName().equals("equals") && arguments != null) {
      return proxy == arguments[0];
    }
    if (!ASKED_ONCE.contains(method.getName())) {
      return call(method, arguments);
    }
    Object known = answers.get(method.getName());
    if (known != null) {
      return known;
    }
    Object answer = Objects.requireNonNull(call(method, arguments));
    answers.put(method.getName(), answer);
    return answer;
  }

  private @Nullable Object call(Method method, Object @Nullable [] arguments) throws Throwable {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(extension.getClass().getClassLoader());
    try {
      Object result = method.invoke(extension, arguments);
      return method.getReturnType() == void.class ? null : accepted(method, result);
    } catch (InvocationTargetException e) {
      Throwable thrown = e.getCause() == null ? e : e.getCause();
      if (thrown instanceof AgentException
          || thrown instanceof InterruptedException
          || (thrown instanceof VirtualMachineError && !(thrown instanceof StackOverflowError))) {
        throw thrown;
      }
      throw broken(method, "failed with " + Thrown.text(thrown), thrown);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private Object accepted(Method method, @Nullable Object result) {
    try {
      return PluginResults.accepted(result);
    } catch (PluginResults.NonsenseException e) {
      throw broken(method, e.what(), e);
    } catch (RuntimeException e) {
      throw broken(method, "returned what can't be read: " + e, e);
    }
  }

  private AgentException broken(Method method, String what, Throwable cause) {
    String message =
        "The plugin "
            + pluginId
            + " has a defect: "
            + method.getName()
            + "() "
            + what
            + "; report it to the plugin's author, or disable the plugin";
    return new AgentException(ErrorCode.INTERNAL, message, cause);
  }
}
