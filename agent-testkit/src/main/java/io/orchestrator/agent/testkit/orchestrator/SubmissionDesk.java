package io.orchestrator.agent.testkit.orchestrator;

/** Decides how submissions are answered; those that are to hang wait here. */
final class SubmissionDesk {
  private SubmitAnswer answer = SubmitAnswer.ACCEPT;
  private long submits;
  private boolean closed;

  synchronized void answerWith(SubmitAnswer next) {
    answer = next;
    notifyAll();
  }

  synchronized long submits() {
    return submits;
  }

  /** Counts a submission; blocks while it is to hang. */
  synchronized SubmitAnswer next() throws InterruptedException {
    submits++;
    while (answer == SubmitAnswer.HANG && !closed) {
      wait();
    }
    return answer;
  }

  synchronized void close() {
    closed = true;
    notifyAll();
  }
}
