/** What is mounted on this host. */
@NullMarked
package io.orchestrator.agent.api.mount;

import org.jspecify.annotations.NullMarked;
