package io.orchestrator.agent.testkit.orchestrator;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Takes the place of the orchestrator server: agents register with it and ping it, and a {@link
 * SeedRun} drives them. Its database is in memory. Usable from any thread.
 */
public final class StandInOrchestrator implements AutoCloseable {
  private static final int MAX_REQUESTS = 32;

  private final HttpServer server;
  private final ExecutorService requests =
      Executors.newFixedThreadPool(MAX_REQUESTS, DaemonThreads.named("stand-in-orchestrator"));
  private final AgentTable table = new AgentTable();
  private final SubmissionDesk desk = new SubmissionDesk();
  private final AtomicLong pings = new AtomicLong();
  private final AgentCall calls;
  private final Optional<AgentPolls> polls;

  /**
   * Starts listening.
   *
   * @param listen where; port 0 lets the system pick one
   * @param calls how agents are called
   * @param pollsAgents true to ask each agent that registers for its info, twice, in the
   *     background, as the real server does
   * @throws IOException if it can't listen there
   */
  public StandInOrchestrator(InetSocketAddress listen, AgentCall calls, boolean pollsAgents)
      throws IOException {
    this.calls = calls;
    this.polls = pollsAgents ? Optional.of(new AgentPolls(calls)) : Optional.empty();
    this.server = HttpServer.create(listen, 0);
    server.setExecutor(requests);
    server.createContext("/", new OrchestratorApi(table, desk, pings, this::register));
    server.start();
  }

  /**
   * For tests: on the loopback address and a port that the system picks, without calls to agents
   * that nobody asked for.
   *
   * @throws IOException if it can't listen
   */
  public static StandInOrchestrator onLoopback() throws IOException {
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    return new StandInOrchestrator(anyPort, new AgentCall(), false);
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  /** What an agent's {@code AgentsServer} has to be, {@code AgentsServerPort} left empty. */
  public String url() {
    return "http://" + address().getAddress().getHostAddress() + ":" + address().getPort();
  }

  /** Stores an agent as if it had submitted itself. */
  public void register(RegisteredAgent agent) {
    table.replace(agent);
    polls.ifPresent(started -> started.submitted(agent));
  }

  /** The registered agents by host name, in alphabetical order. */
  public List<RegisteredAgent> agents() {
    return table.all();
  }

  /**
   * Waits until an agent is registered.
   *
   * @throws TimeoutException if it is not within the limit
   * @throws InterruptedException if the calling thread is interrupted
   */
  public RegisteredAgent awaitAgent(String host, Duration limit)
      throws InterruptedException, TimeoutException {
    return table.await(host, limit);
  }

  /** Empties the database: no agents, and seed numbers start again at 1. */
  public void forgetAgents() {
    table.empty();
  }

  /** Chooses how submissions are answered from now on, those that hang included. */
  public void answerSubmissions(SubmitAnswer answer) {
    desk.answerWith(answer);
  }

  /** How many submissions came, whatever they were answered. */
  public long submits() {
    return desk.submits();
  }

  /** How many pings came. */
  public long pings() {
    return pings.get();
  }

  /**
   * Sends one command to a registered agent, such as {@code abort-seed/1}.
   *
   * @throws AgentCallException if no such agent is registered, or as {@link AgentCall#get}
   */
  public AgentReply call(String host, String command) throws AgentCallException {
    return calls.get(row(host), command);
  }

  /**
   * Asks a registered agent for everything.
   *
   * @throws AgentCallException if no such agent is registered; nothing else is an error here
   */
  public AgentInfo info(String host) throws AgentCallException {
    return AgentInfo.of(calls, row(host));
  }

  long nextSeed() {
    return table.nextSeed();
  }

  private RegisteredAgent row(String host) throws AgentCallException {
    return table
        .find(host)
        .orElseThrow(() -> new AgentCallException("no agent is registered for host " + host));
  }

  /** Stops listening and ends its threads; the port is free afterwards. */
  @Override
  public void close() {
    desk.close();
    polls.ifPresent(AgentPolls::close);
    server.stop(0);
    requests.shutdownNow();
  }
}
