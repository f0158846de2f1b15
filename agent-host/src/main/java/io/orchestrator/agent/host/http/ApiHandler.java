package io.orchestrator.agent.host.http;

/** Answers one route: takes the parameters, calls the use case, says what to answer. */
@FunctionalInterface
interface ApiHandler {
  Answer handle(ApiRequest request) throws Exception;
}
