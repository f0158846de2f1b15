package io.orchestrator.agent.host.orchestrator;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/**
 * GET, one call at a time: no redirects, no proxy, a bounded answer in bounded time. It is built on
 * {@link HttpURLConnection} because a client with threads of its own is much for a call a minute.
 */
final class HttpGet {
  private final SSLContext tls;
  private final Duration timeout;
  private final AtomicReference<HttpURLConnection> current = new AtomicReference<>();
  private volatile boolean cancelled;

  HttpGet(SSLContext tls, Duration timeout) {
    this.tls = tls;
    this.timeout = timeout;
  }

  /** Makes something of an answer with status 200. */
  interface Reader<T> {
    T read(Answer answer) throws IOException;
  }

  /**
   * Calls, and reads the answer.
   *
   * @param limit how many bytes the answer may have
   * @throws CallFailed also if the status is not 200
   */
  <T> T get(URI uri, int limit, Reader<T> reader) throws CallFailed {
    // Such exceptions may quote the URL, which has the token in it: their messages go nowhere.
    try {
      return exchange(uri, limit, reader);
    } catch (UnknownHostException unknown) {
      // Not getHost(), which knows no name with an underscore.
      throw new CallFailed(
          "the host name of " + uri.getAuthority() + " is not known: check AgentsServer");
    } catch (ConnectException refused) {
      throw new CallFailed(
          "no connection: is orchestrator running, with ServeAgentsHttp, and is this its agents'"
              + " port?");
    } catch (SocketTimeoutException late) {
      throw new CallFailed("no answer within " + timeout.toSeconds() + " s (HttpTimeoutSeconds)");
    } catch (SSLException wrong) {
      throw new CallFailed(
          "TLS failed: " + wrong.getMessage() + "; check SSLCAFile and the server's certificate");
    } catch (IOException broken) {
      throw new CallFailed("the call broke: " + broken.getClass().getSimpleName());
    } catch (RuntimeException torn) {
      // The JDK's own state, when another thread cancels.
      if (cancelled) {
        throw new CallFailed("the agent is stopping");
      }
      throw torn;
    } finally {
      current.set(null);
    }
  }

  private <T> T exchange(URI uri, int limit, Reader<T> reader) throws IOException, CallFailed {
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection(Proxy.NO_PROXY);
    if (connection instanceof HttpsURLConnection https) {
      https.setSSLSocketFactory(tls.getSocketFactory());
    }
    int millis = Math.toIntExact(timeout.toMillis());
    connection.setConnectTimeout(millis);
    connection.setReadTimeout(millis);
    connection.setInstanceFollowRedirects(false);
    connection.setUseCaches(false);
    connection.setRequestProperty("Connection", "close");
    connection.setRequestProperty("User-Agent", "orchestrator-agent");
    current.set(connection);
    try {
      if (cancelled) {
        throw new CallFailed("the agent is stopping");
      }
      int status = connection.getResponseCode();
      if (status != 200) {
        throw new CallFailed(
            "it answers with HTTP status "
                + status
                + ": is this orchestrator's agents' port (AgentsServer, AgentsServerPort)?",
            status < 500);
      }
      try (InputStream body = connection.getInputStream();
          Answer answer = new Answer(body, limit, timeout)) {
        return reader.read(answer);
      }
    } finally {
      connection.disconnect();
    }
  }

  boolean cancelled() {
    return cancelled;
  }

  /** Breaks off a call that is going on, and refuses later ones. */
  void cancel() {
    cancelled = true;
    HttpURLConnection connection = current.get();
    if (connection != null) {
      connection.disconnect();
    }
  }
}
