/** Certificates and keys: for serving HTTPS, and for calling orchestrator. */
@NullMarked
package io.orchestrator.agent.host.tls;

import org.jspecify.annotations.NullMarked;
