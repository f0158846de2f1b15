/** Starting and stopping the MySQL server. */
@NullMarked
package io.orchestrator.agent.api.service;

import org.jspecify.annotations.NullMarked;
