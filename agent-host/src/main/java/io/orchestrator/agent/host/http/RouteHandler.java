package io.orchestrator.agent.host.http;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one route: may the caller, what does the handler say, write that. Errors end here. */
final class RouteHandler implements HttpHandler {
  private static final Logger log = LoggerFactory.getLogger(RouteHandler.class);

  private final Route route;
  private final Authentication authentication;
  private final Lanes lanes;
  private final AnswerWriter answers;
  private final ErrorWriter errors;

  RouteHandler(
      Route route,
      Authentication authentication,
      Lanes lanes,
      AnswerWriter answers,
      ErrorWriter errors) {
    this.route = route;
    this.authentication = authentication;
    this.lanes = lanes;
    this.answers = answers;
    this.errors = errors;
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) {
    if (exchange.isInIoThread()) {
      exchange.dispatch(this);
      return;
    }
    try {
      if (route.access() == Route.Access.TOKEN) {
        authentication.requireToken(exchange);
      }
      answers.write(exchange, answer(new ApiRequest(exchange)));
    } catch (AgentException e) {
      log.warn("{}: {}", route.path(), oneLine(e.getMessage()));
      log.debug("{} failed", route.path(), e);
      errors.write(exchange, e);
    } catch (InterruptedException e) {
      errors.write(exchange, new AgentException(ErrorCode.ABORTED, "The agent is stopping", e));
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      log.warn("{}: {}", route.path(), e.toString());
      errors.write(
          exchange,
          new AgentException(ErrorCode.IO_FAILED, route.path() + " failed: " + e.getMessage(), e));
    } catch (Exception | Error e) {
      log.error("{} failed by a defect", route.path(), e);
      errors.write(
          exchange, new AgentException(ErrorCode.INTERNAL, route.path() + " failed: " + e, e));
    }
  }

  private Answer answer(ApiRequest request) throws Exception {
    if (route.access() == Route.Access.OPEN) {
      return route.handler().handle(request);
    }
    if (route.pace().changes()) {
      log.info("{}{}", route.path(), request);
    }
    return lanes.of(route.pace()).run(route.path(), () -> route.handler().handle(request));
  }

  private static String oneLine(String message) {
    return message.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+", " ");
  }
}
