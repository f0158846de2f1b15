package io.orchestrator.agent.testkit.demo;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A command line taken apart: operands, options with a value, and flags. */
final class Arguments {
  private final List<String> operands = new ArrayList<>();
  private final Map<String, String> options = new HashMap<>();

  /**
   * Options may stand anywhere; after {@code --} everything is an operand.
   *
   * @param valued the options that have a value
   * @param flags those that have none
   */
  Arguments(List<String> words, Set<String> valued, Set<String> flags) {
    for (int index = 0; index < words.size(); index++) {
      String word = words.get(index);
      if (word.equals("--")) {
        operands.addAll(words.subList(index + 1, words.size()));
        return;
      } else if (flags.contains(word)) {
        options.put(word, "");
      } else if (valued.contains(word)) {
        index++;
        if (index == words.size()) {
          throw new UsageException(word + " needs a value");
        }
        options.put(word, words.get(index));
      } else if (word.startsWith("--")) {
        throw new UsageException("unknown option " + word);
      } else {
        operands.add(word);
      }
    }
  }

  List<String> operands(int count) {
    if (operands.size() != count) {
      throw new UsageException("expected " + count + " operands, not " + operands.size());
    }
    return List.copyOf(operands);
  }

  boolean has(String flag) {
    return options.containsKey(flag);
  }

  String required(String option) {
    String value = options.get(option);
    if (value == null || value.isEmpty()) {
      throw new UsageException(option + " is missing");
    }
    return value;
  }

  long number(String option, long otherwise) {
    String value = options.get(option);
    return value == null ? otherwise : number(option, value);
  }

  static long number(String what, String text) {
    if (!text.matches("\\d{1,15}")) {
      throw new UsageException(what + " must be a number of 0 or more, not " + text);
    }
    return Long.parseLong(text);
  }
}
