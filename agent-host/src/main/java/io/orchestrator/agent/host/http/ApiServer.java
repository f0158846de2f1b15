package io.orchestrator.agent.host.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.host.config.AgentConfig;
import io.orchestrator.agent.host.config.HttpConfig;
import io.orchestrator.agent.host.tls.TlsContexts;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.RoutingHandler;
import jakarta.inject.Inject;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xnio.Options;
import org.xnio.SslClientAuthMode;

/** The agent's HTTP server. */
public final class ApiServer {
  /** For what is answered at once: refusals, the host's name, the status. */
  private static final int SPARE_WORKERS = 8;

  /**
   * Anybody may connect and send half a head, which takes up to twice its size of the launcher's
   * heap, with TLS some 50 KiB more. Orchestrator keeps few connections.
   */
  private static final int MOST_CONNECTIONS = 250;

  private static final int LARGEST_HEAD = 16 * 1024;
  private static final long LARGEST_BODY = 1L << 30;
  private static final int STOP_LIMIT_MILLIS = 3_000;
  private static final int HEAD_LIMIT_MILLIS = 15_000;

  /** Longer than Go keeps an idle connection: it repeats a GET on one that was closed under it. */
  private static final int IDLE_LIMIT_MILLIS = 120_000;

  private final HttpConfig config;
  private final TlsContexts tls;
  private final Authentication authentication;
  private final List<Routes> routes;
  private final HostHandlers host;
  private final ErrorWriter errors;
  private final AnswerWriter answers;
  private final Lanes lanes;
  private @Nullable Undertow server;

  @Inject
  ApiServer(
      AgentConfig config,
      TlsContexts tls,
      Authentication authentication,
      SnapshotHandlers snapshots,
      VerifyHandlers verify,
      MySqlHandlers mysql,
      DatadirHandlers datadir,
      SeedHandlers seeds,
      LogHandlers logs,
      HostHandlers host,
      Lanes lanes) {
    this.config = config.http();
    this.tls = tls;
    this.authentication = authentication;
    this.routes = List.of(snapshots, verify, mysql, datadir, seeds, logs, host);
    this.host = host;
    this.lanes = lanes;
    ObjectMapper json = new ObjectMapper();
    this.errors = new ErrorWriter(json);
    this.answers = new AnswerWriter(json);
  }

  /**
   * Starts to listen.
   *
   * @return the port, which the system chose if the configured one is 0
   * @throws AgentException {@code IO_FAILED} if the address can't be bound
   */
  public synchronized int start() {
    String address = config.listenAddress().isEmpty() ? "0.0.0.0" : config.listenAddress();
    Undertow.Builder builder =
        Undertow.builder()
            .setIoThreads(1)
            .setWorkerThreads(Lanes.MOST + SPARE_WORKERS)
            .setBufferSize(16 * 1024)
            .setDirectBuffers(true)
            .setSocketOption(Options.CONNECTION_HIGH_WATER, MOST_CONNECTIONS)
            .setSocketOption(Options.CONNECTION_LOW_WATER, MOST_CONNECTIONS)
            .setServerOption(UndertowOptions.MAX_HEADER_SIZE, LARGEST_HEAD)
            .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, LARGEST_BODY)
            .setServerOption(UndertowOptions.REQUEST_PARSE_TIMEOUT, HEAD_LIMIT_MILLIS)
            .setServerOption(UndertowOptions.NO_REQUEST_TIMEOUT, IDLE_LIMIT_MILLIS)
            .setServerOption(UndertowOptions.IDLE_TIMEOUT, IDLE_LIMIT_MILLIS)
            .setServerOption(UndertowOptions.ENABLE_HTTP2, false)
            .setServerOption(UndertowOptions.SHUTDOWN_TIMEOUT, STOP_LIMIT_MILLIS)
            // Orchestrator encodes nothing; what it sends is judged by the route, with a reason.
            .setServerOption(UndertowOptions.ALLOW_UNESCAPED_CHARACTERS_IN_URL, true)
            .setServerOption(UndertowOptions.RECORD_REQUEST_START_TIME, false)
            .setHandler(withCaller(routing()));
    if (config.tls().enabled()) {
      builder.addHttpsListener(config.port(), address, tls.serving());
      if (config.tls().mutual()) {
        // Not required: a call without one is refused with an answer that can be read.
        builder.setSocketOption(Options.SSL_CLIENT_AUTH_MODE, SslClientAuthMode.REQUESTED);
      }
    } else {
      builder.addHttpListener(config.port(), address);
    }
    Undertow started = builder.build();
    try {
      started.start();
    } catch (RuntimeException e) {
      throw new AgentException(
          ErrorCode.IO_FAILED,
          "Could not listen on "
              + address
              + ":"
              + config.port()
              + ": "
              + (e.getCause() == null ? e : e.getCause())
              + "; is another agent running? See HTTPListenAddress and HTTPPort",
          e);
    }
    server = started;
    InetSocketAddress bound = (InetSocketAddress) started.getListenerInfo().get(0).getAddress();
    return bound.getPort();
  }

  /** Stops listening. Calls that are being answered are cut off. */
  public synchronized void stop() {
    if (server != null) {
      server.stop();
      server = null;
    }
  }

  private HttpHandler withCaller(HttpHandler next) {
    return exchange -> {
      try {
        authentication.requireCaller(exchange);
        requirePlainPath(exchange);
      } catch (AgentException e) {
        refuse(exchange, e);
        return;
      }
      String path = exchange.getRelativePath();
      if (path.length() > 1 && path.endsWith("/")) {
        exchange.setRelativePath(path.substring(0, path.length() - 1));
      }
      next.handleRequest(exchange);
    };
  }

  /** Undertow cuts what follows a semicolon off, so that the rest would be taken for the whole. */
  private static void requirePlainPath(HttpServerExchange exchange) {
    if (exchange.getRequestURI().indexOf(';') >= 0) {
      throw new AgentException(
          ErrorCode.INVALID_ARGUMENT,
          "The path must not have a semicolon; encode it if it is meant");
    }
  }

  private HttpHandler routing() {
    RoutingHandler routing = new RoutingHandler();
    List<Route> all = new ArrayList<>();
    routes.forEach(some -> all.addAll(some.routes()));
    for (Route route : all) {
      add(routing, route, "/api/" + route.path());
    }
    add(routing, Route.open(config.statusEndpoint(), host::status), config.statusEndpoint());
    routing.setFallbackHandler(
        exchange ->
            refuse(
                exchange,
                new AgentException(ErrorCode.NOT_FOUND, "There is no such route on this agent")));
    routing.setInvalidMethodHandler(
        exchange ->
            refuse(
                exchange,
                new AgentException(
                    ErrorCode.INVALID_ARGUMENT,
                    "This route is not for " + exchange.getRequestMethod())));
    return routing;
  }

  private void add(RoutingHandler routing, Route route, String path) {
    RouteHandler handler = new RouteHandler(route, authentication, lanes, answers, errors);
    routing.add(route.method(), path, handler);
    if (route.method().equals("GET")) {
      routing.add("HEAD", path, handler);
    }
  }

  private void refuse(HttpServerExchange exchange, AgentException error) {
    if (exchange.isInIoThread()) {
      exchange.dispatch((HttpHandler) off -> errors.write(off, error));
    } else {
      errors.write(exchange, error);
    }
  }
}
