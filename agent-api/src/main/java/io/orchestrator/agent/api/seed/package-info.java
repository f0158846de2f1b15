/** Moving the data of one MySQL server into the datadir of another. */
@NullMarked
package io.orchestrator.agent.api.seed;

import org.jspecify.annotations.NullMarked;
