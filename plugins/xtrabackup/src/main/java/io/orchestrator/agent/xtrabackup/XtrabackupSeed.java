package io.orchestrator.agent.xtrabackup;

import io.orchestrator.agent.api.AgentContext;
import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.CheckResult;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.CommandRunner;
import io.orchestrator.agent.api.seed.ReceiveRequest;
import io.orchestrator.agent.api.seed.SeedContent;
import io.orchestrator.agent.api.seed.SeedTransport;
import io.orchestrator.agent.api.seed.SendRequest;
import io.orchestrator.agent.api.seed.Transfer;
import io.orchestrator.agent.api.seed.TransferResult;
import io.orchestrator.agent.live.client.Credentials;
import io.orchestrator.agent.live.client.SpacedLook;
import io.orchestrator.agent.live.datadir.ClosedDatadir;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.pf4j.Extension;

/** Copies a running server by xtrabackup or mariadb-backup, whichever fits it. */
@Extension
public final class XtrabackupSeed implements SeedTransport {
  private static final Duration QUICK_LOOK = Duration.ofSeconds(5);

  private final AgentContext context;
  private final Credentials credentials;
  private final ToolOptions options;
  private final SpacedLook lookAtNames = new SpacedLook();

  /** For PF4J. */
  public XtrabackupSeed(AgentContext context) {
    this.context = context;
    this.credentials = new Credentials(context.settings(), context.mysql());
    this.options = ToolOptions.of(context.settings());
  }

  @Override
  public String name() {
    return "xtrabackup";
  }

  @Override
  public SeedContent content() {
    return SeedContent.LIVE;
  }

  @Override
  public boolean usesWire() {
    return true;
  }

  @Override
  public CheckResult check() throws InterruptedException {
    try {
      Path datadir = context.mysql().datadir();
      LiveSource source = source(context.commands(), datadir);
      lookAtNames.require(
          () -> TablesElsewhere.requireNone(context.commands(), datadir, QUICK_LOOK));
      return CheckResult.usable(source.summary());
    } catch (AgentException missing) {
      return CheckResult.unusable(missing.getMessage());
    }
  }

  @Override
  public TransferResult send(SendRequest request, Transfer transfer) throws InterruptedException {
    LiveSource source = source(transfer.commands(), request.source());
    return new Backup(source, credentials, options, context.workDirectory(), request, transfer)
        .run();
  }

  @Override
  public TransferResult receive(ReceiveRequest request, Transfer transfer)
      throws InterruptedException {
    return new Restore(options, context.workDirectory(), request, transfer).run();
  }

  @Override
  public void recover() {
    try {
      ClosedDatadir.giveBack(context.workDirectory());
    } catch (IOException failed) {
      throw new AgentException(
          ErrorCode.IO_FAILED,
          "Could not give a data directory back that was received into: " + failed,
          failed);
    }
  }

  private LiveSource source(CommandRunner commands, Path datadir) throws InterruptedException {
    return LiveSource.require(commands, credentials, datadir);
  }
}
