/** The configuration: where it is read from, its keys and rules, one record a concern. */
@NullMarked
package io.orchestrator.agent.host.config;

import org.jspecify.annotations.NullMarked;
