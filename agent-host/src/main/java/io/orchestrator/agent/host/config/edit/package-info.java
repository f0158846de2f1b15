/** Changes configuration files in place, keeping their formatting, comments and order. */
@NullMarked
package io.orchestrator.agent.host.config.edit;

import org.jspecify.annotations.NullMarked;
