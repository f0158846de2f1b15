package com.example.rsync;

import static java.nio.file.attribute.PosixFilePermission.OTHERS_READ;

import io.orchestrator.agent.api.AgentContext;
import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.CheckResult;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.seed.ReceiveRequest;
import io.orchestrator.agent.api.seed.SeedContent;
import io.orchestrator.agent.api.seed.SeedTransport;
import io.orchestrator.agent.api.seed.SendRequest;
import io.orchestrator.agent.api.seed.Transfer;
import io.orchestrator.agent.api.seed.TransferResult;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.pf4j.Extension;

/**
 * Seeds by rsync: the receiver runs a daemon on the seed port for the time of one seed, and the
 * sender pushes to it. Both sides must use this transport, with the same secret; the data travels
 * unencrypted.
 *
 * <p>A connection that ended says nothing: it may have been cut. What says that all has arrived is
 * the exit status of the receiver's own rsync, which knows of unreadable files at the sender too.
 */
@Extension
public final class RsyncSeed implements SeedTransport {
  private final AgentContext context;
  private final Path secretFile;

  /** Called by the agent, once. */
  public RsyncSeed(AgentContext context) {
    this.context = context;
    this.secretFile = context.settings().get(RsyncPlugin.SECRET_FILE);
  }

  @Override
  public String name() {
    return "rsync";
  }

  @Override
  public SeedContent content() {
    return SeedContent.SNAPSHOT;
  }

  @Override
  public CheckResult check() {
    if (context.commands().find("rsync").isEmpty()) {
      return CheckResult.unusable("rsync is not installed: install it");
    }
    if (!System.getProperty("user.name").equals("root")) {
      return CheckResult.unusable("Only root can give files their owners: run the agent as root");
    }
    try {
      secret();
      return CheckResult.usable("rsync, with the secret in " + secretFile);
    } catch (IOException unusable) {
      return CheckResult.unusable("The RsyncSecretFile can't be used: " + unusable.getMessage());
    }
  }

  @Override
  public TransferResult send(SendRequest request, Transfer transfer) throws InterruptedException {
    return new Sending(request, transfer, secretFile).run();
  }

  @Override
  public TransferResult receive(ReceiveRequest request, Transfer transfer)
      throws InterruptedException {
    try {
      Path folder = Files.createTempDirectory(context.workDirectory(), "seed-");
      try {
        return new Receiving(request, transfer, folder).run(secret());
      } finally {
        try (Stream<Path> all = Files.walk(folder)) {
          all.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        }
      }
    } catch (IOException failed) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      String message = "Could not receive into " + request.datadir() + " by rsync: " + failed;
      throw new AgentException(ErrorCode.IO_FAILED, message, failed);
    }
  }

  /** Read anew each time: it may be changed while the agent runs. */
  private String secret() throws IOException {
    String secret = Files.readString(secretFile).strip();
    if (secret.isEmpty() || Files.getPosixFilePermissions(secretFile).contains(OTHERS_READ)) {
      throw new IOException(secretFile + " is empty, or everybody can read it");
    }
    return secret;
  }
}
