package io.orchestrator.agent.host.orchestrator;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Optional;

/**
 * What a server says about which agents it knows.
 *
 * @param known is this agent one of them? Empty if it does not say
 * @param bytes how long the list is
 */
record HostList(Optional<Boolean> known, int bytes) {
  private static final JsonFactory JSON = new JsonFactory();

  /** Reads {@code ["host", …]}; anything else says nothing. */
  static HostList read(Answer answer, String hostname) throws IOException {
    return new HostList(search(answer, hostname), answer.count());
  }

  private static Optional<Boolean> search(Answer answer, String hostname) throws IOException {
    boolean found = false;
    try (JsonParser parser = JSON.createParser(answer)) {
      if (parser.nextToken() != JsonToken.START_ARRAY) {
        return Optional.empty();
      }
      while (parser.nextToken() == JsonToken.VALUE_STRING) {
        found |= parser.getText().equalsIgnoreCase(hostname);
      }
      return parser.currentToken() == JsonToken.END_ARRAY ? Optional.of(found) : Optional.empty();
    }
  }
}
