/**
 * The MySQL or MariaDB server on this host: what it is set to, whether it runs, what it takes, what
 * it logs.
 */
@NullMarked
package io.orchestrator.agent.host.mysql;

import org.jspecify.annotations.NullMarked;
