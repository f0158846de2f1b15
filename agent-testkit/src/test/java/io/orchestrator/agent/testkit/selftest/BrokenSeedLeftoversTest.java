package io.orchestrator.agent.testkit.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Transports that leave one thing each running or open. */
@Tag("selftest")
class BrokenSeedLeftoversTest {
  @Test
  void oneThatStartsProcessesBehindTheHostsBackFails() throws Exception {
    assertThat(ContractRun.complaintOf(StartsStrays.class, "movesASingleFile", "sendsSnapshots"))
        .contains("other means than Transfer.commands()");
    StartsStrays.stray.destroyForcibly().waitFor();
  }

  static class StartsStrays extends BrokenSeedContract.Hasty {
    private static Process stray;

    StartsStrays() {
      super(
          BrokenTransport.afterReceiving(
              request -> stray = new ProcessBuilder("sleep", "60").start()));
    }
  }

  @Test
  void oneThatKeepsItsPortFails() throws Exception {
    assertThat(ContractRun.complaintOf(KeepsItsPort.class, "movesASingleFile", "sendsSnapshots"))
        .contains("The seed port must be free");
    KeepsItsPort.kept.close();
  }

  static class KeepsItsPort extends BrokenSeedContract.Hasty {
    private static ServerSocket kept;

    KeepsItsPort() {
      super(
          BrokenTransport.afterReceiving(
              request -> {
                kept = new ServerSocket();
                kept.setReuseAddress(true);
                kept.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), request.port()));
              }));
    }
  }

  @Test
  void oneThatKeepsASocketFails() throws Exception {
    assertThat(ContractRun.complaintOf(KeepsASocket.class, "movesASingleFile", "sendsSnapshots"))
        .contains("sockets at the seed's port");
    KeepsASocket.kept.close();
  }

  static class KeepsASocket extends BrokenSeedContract.Hasty {
    private static Socket kept;

    KeepsASocket() {
      super(
          BrokenTransport.afterReceiving(
              request -> {
                try (ServerSocket server =
                    new ServerSocket(request.port(), 1, InetAddress.getLoopbackAddress())) {
                  kept = new Socket(InetAddress.getLoopbackAddress(), request.port());
                  server.accept().close();
                }
              }));
    }
  }

  @Test
  void oneThatLeavesAThreadFails() {
    assertThat(ContractRun.complaintOf(LeavesAThread.class, "movesASingleFile", "sendsSnapshots"))
        .contains("end them, and wait until they have ended")
        .contains("seed-progress");
    LeavesAThread.END.countDown();
  }

  static class LeavesAThread extends BrokenSeedContract.Hasty {
    private static final CountDownLatch END = new CountDownLatch(1);

    private static void run() {
      try {
        END.await();
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      }
    }

    LeavesAThread() {
      super(
          BrokenTransport.afterReceiving(
              request -> {
                Thread thread = new Thread(LeavesAThread::run, "seed-progress");
                thread.setDaemon(true);
                thread.start();
              }));
    }
  }
}
