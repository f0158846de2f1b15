package io.orchestrator.agent.host.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * TLS for the agent's API and for its calls to orchestrator.
 *
 * @param enabled serve HTTPS
 * @param mutual ask callers for a certificate ({@code UseMutualTLS})
 * @param skipVerify do not verify orchestrator's certificate
 * @param privateKey PEM
 * @param certificate PEM, may hold a chain
 * @param ca PEM, certificates to trust; the system's if empty
 * @param validOus organizational units that a caller's certificate may have; empty for any
 * @param verifyStatusOu the status endpoint asks for one of them too
 */
public record TlsConfig(
    boolean enabled,
    boolean mutual,
    boolean skipVerify,
    Optional<Path> privateKey,
    Optional<Path> certificate,
    Optional<Path> ca,
    List<String> validOus,
    boolean verifyStatusOu) {}
