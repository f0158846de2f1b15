/** Is a snapshot good? A private server recovers a disposable copy of it and opens its tables. */
@NullMarked
package io.orchestrator.agent.host.verify;

import org.jspecify.annotations.NullMarked;
