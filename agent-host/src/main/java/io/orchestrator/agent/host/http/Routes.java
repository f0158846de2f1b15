package io.orchestrator.agent.host.http;

import java.util.List;

/** Some of the API's routes. */
interface Routes {
  /** The same at each call. */
  List<Route> routes();
}
