/** Loading plugins, each on its own, and finding their extensions by name. */
@NullMarked
package io.orchestrator.agent.host.plugin;

import org.jspecify.annotations.NullMarked;
