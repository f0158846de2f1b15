/** MySQL as a service of systemd, or of an init script where systemd does not run. */
@NullMarked
package io.orchestrator.agent.systemd;

import org.jspecify.annotations.NullMarked;
