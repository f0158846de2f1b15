package io.orchestrator.agent.api.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a sender does that knows nothing of content that is made when it is sent. */
class WireSenderTest {
  private final List<ByteBuffer> sent = new ArrayList<>();
  private final WireSender sender =
      new WireSender() {
        @Override
        public OutputStream output() {
          return OutputStream.nullOutputStream();
        }

        @Override
        public InputStream input() {
          return InputStream.nullInputStream();
        }

        @Override
        public void sendFile(long id, long position, int length, Path file) {
          throw new UnsupportedOperationException();
        }

        @Override
        public void sendBytes(long id, long position, ByteBuffer bytes) {
          sent.add(bytes);
        }

        @Override
        public void awaitDelivered() {}
      };

  @Test
  void makesTheContentAtOnce() throws Exception {
    sender.sendContent(1, 2, 3, into -> into.put(new byte[] {7, 8, 9}));

    assertThat(sent).containsExactly(ByteBuffer.wrap(new byte[] {7, 8, 9}));
  }

  @Test
  void saysWhyTheContentCouldNotBeMade() {
    BlockContent broken =
        into -> {
          throw new IOException("Input/output error");
        };

    assertThatThrownBy(() -> sender.sendContent(1, 2, 3, broken))
        .isInstanceOf(AgentException.class)
        .hasFieldOrPropertyWithValue("code", ErrorCode.IO_FAILED)
        .hasMessageContaining("Input/output error");
  }
}
