package io.orchestrator.agent.testkit.seed;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.seed.SeedContent;
import io.orchestrator.agent.api.seed.SeedTransport;
import io.orchestrator.agent.api.seed.TransferResult;
import io.orchestrator.agent.testkit.context.FakeAgentContext;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The part of {@link SeedTransportContract} that is about what a transport tells the host. */
abstract class SeedReportContract extends SeedTreeContract {
  private static final int A_FEW_WORDS = 120;
  private static final int ONE_LINE = 300;

  @Test
  void sendsSnapshots() throws Exception {
    SeedTransport transport = transport(FakeAgentContext.in(folder.resolve("alone")));
    assertThat(transport.content())
        .as("content() must be the same at each call; this contract is for SNAPSHOT")
        .isEqualTo(SeedContent.SNAPSHOT)
        .isEqualTo(transport.content());
  }

  @Test
  void tellsTheSameOfItselfAtEachCall() throws Exception {
    SeedTransport transport = rig().source();
    boolean usesWire = transport.usesWire();
    boolean resumes = transport.resumes();
    folders().fillWithOneFile();
    rig().seed();
    assertThat(transport.usesWire())
        .as("usesWire() must be the same at each call")
        .isEqualTo(usesWire);
    assertThat(transport.resumes())
        .as("resumes() must be the same at each call")
        .isEqualTo(resumes);
    assertThat(resumes && !usesWire)
        .as("resumes() is for transports that usesWire(): the host resumes no others")
        .isFalse();
  }

  @Test
  void saysOnceThatItListens() throws Exception {
    folders().fillWithOneFile();
    TransferRun receive = rig().receive();
    rig().send().result(patience());
    receive.result(patience());
    assertThat(receive.transfer().timesListening())
        .as("calls of listening(): once, as soon as receive() listens")
        .isEqualTo(1);
  }

  @Test
  void saysWhatItDoes() throws Exception {
    folders().fillWithOneFile();
    TransferRun receive = rig().receive();
    TransferRun send = rig().send();
    send.result(patience());
    receive.result(patience());
    requireFewWords("receive()", receive.transfer().phases());
    requireFewWords("send()", send.transfer().phases());
  }

  private static void requireFewWords(String call, List<String> phases) {
    assertThat(phases)
        .as("calls of phase() in %s: tell people what is being done now", call)
        .isNotEmpty();
    assertThat(phases)
        .as("what %s gives to phase(): a few words in one line", call)
        .allMatch(phase -> isLine(phase, A_FEW_WORDS));
  }

  @Test
  void saysInOneLineWhatItMoved() throws Exception {
    folders().fillWithOneFile();
    TransferRun receive = rig().receive();
    TransferRun send = rig().send();
    for (TransferResult result : List.of(send.result(patience()), receive.result(patience()))) {
      assertThat(result.summary())
          .as("summary() of a result: one line for the log, such as \"12 files by rsync\"")
          .matches(summary -> isLine(summary, ONE_LINE), "is one line of 1 to 300 characters");
    }
  }

  private static boolean isLine(String text, int longest) {
    return !text.isBlank() && text.length() <= longest && text.chars().noneMatch(c -> c < ' ');
  }

  @Test
  void tellsItsProgressWhileItReceives() throws Exception {
    Assumptions.assumeTrue(supportsProgress(), "this transport can't count what arrives");
    TransferRun receive = rig().receive();
    Relay relay = rig().relay(2 * MIDDLE);
    TransferRun send = sendToTheHold(relay);
    Awaitility.await("receive() must tell by transferred() what has arrived, while more is to come")
        .atMost(patience())
        .until(() -> receive.transfer().transferred() > 0);
    long before = receive.transfer().transferred();
    relay.release();
    send.result(patience());
    receive.result(patience());
    assertThat(receive.transfer().transferred())
        .as(
            "the last number given to transferred() must count what came since: it is the total"
                + " since the start, not what came since the last call")
        .isGreaterThan(before);
  }
}
