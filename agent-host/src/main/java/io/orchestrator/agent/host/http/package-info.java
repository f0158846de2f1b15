/** The HTTP API: server, routes, who may call, and how answers and errors are written. */
@NullMarked
package io.orchestrator.agent.host.http;

import org.jspecify.annotations.NullMarked;
