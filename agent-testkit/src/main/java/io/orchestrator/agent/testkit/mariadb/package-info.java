/** A real MariaDB server for tests. */
@NullMarked
package io.orchestrator.agent.testkit.mariadb;

import org.jspecify.annotations.NullMarked;
