/** Seeds from a running server by one dump, which is loaded while it is made. */
@NullMarked
package io.orchestrator.agent.mysqldump;

import org.jspecify.annotations.NullMarked;
