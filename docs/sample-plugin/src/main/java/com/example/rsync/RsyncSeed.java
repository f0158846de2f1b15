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
 * sender pushes to it. Both sides must use this transport, with the same secret.
 *
 * <p><b>How the receiver knows that the sender has finished.</b> A connection that ended says
 * nothing: it may have been cut. So the sender speaks by a small file, which it pushes into a
 * module of its own: "sending" before the data, and "complete" when rsync has sent all of it and
 * exited with 0; if it fails, "failed" and why. The file's name is new for each send, so that a
 * second sender is noticed. A sender that has not finished and is not connected for ten seconds is
 * gone.
 *
 * <p>Nobody can write to the daemon without the secret. The data travels unencrypted.
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
    return inAFolder(
        "send " + request.source(),
        (folder, secret) -> new Sending(request, transfer, folder, secret).run());
  }

  @Override
  public TransferResult receive(ReceiveRequest request, Transfer transfer)
      throws InterruptedException {
    return inAFolder(
        "receive into " + request.datadir(),
        (folder, secret) -> new Receiving(request, transfer, folder).run(secret));
  }

  private interface Work {
    TransferResult run(Path folder, String secret) throws IOException, InterruptedException;
  }

  /** Gives the work a private folder for its small files, and deletes that whatever happens. */
  private TransferResult inAFolder(String what, Work work) throws InterruptedException {
    try {
      String secret = secret();
      Path folder = Files.createTempDirectory(context.workDirectory(), "seed-");
      try {
        return work.run(folder, secret);
      } finally {
        try (Stream<Path> all = Files.walk(folder)) {
          all.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        }
      }
    } catch (IOException failed) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      String message = "Could not " + what + " by rsync: " + failed;
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
