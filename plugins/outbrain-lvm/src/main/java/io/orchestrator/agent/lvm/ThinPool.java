package io.orchestrator.agent.lvm;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How full the pool of thin volumes is.
 *
 * @param size in bytes
 * @param dataPercent of the size
 * @param metadataPercent of the pool's metadata
 */
record ThinPool(String name, long size, double dataPercent, double metadataPercent) {
  /** The fields that {@link #find} reads. */
  static final String FIELDS = "lv_name,pool_lv,lv_size,data_percent,metadata_percent";

  private static final double MOST_METADATA_PERCENT = 90;

  /**
   * The pool of a volume among the rows of a report of its group.
   *
   * @return empty if it is in none, or nothing is known of the pool
   * @throws IllegalArgumentException if a field is no number where one has to be
   */
  static Optional<ThinPool> find(List<Map<?, ?>> rows, String volume) {
    return rows.stream()
        .filter(row -> name(row, "lv_name").equals(volume))
        .map(row -> name(row, "pool_lv"))
        .flatMap(pool -> rows.stream().filter(row -> name(row, "lv_name").equals(pool)))
        .filter(row -> !name(row, "data_percent").isEmpty())
        .map(
            row ->
                new ThinPool(
                    name(row, "lv_name"),
                    Long.parseLong(name(row, "lv_size")),
                    Double.parseDouble(name(row, "data_percent")),
                    Double.parseDouble(name(row, "metadata_percent"))))
        .findFirst();
  }

  /** The text of a field; hidden volumes have brackets around their names. */
  private static String name(Map<?, ?> row, String field) {
    return row.get(field) instanceof String text ? text.strip().replaceAll("[\\[\\]]", "") : "";
  }

  /** May so much more be written into it? A pool that runs full stops its origin's server. */
  boolean hasRoomFor(long bytes) {
    return size * (100 - dataPercent) / 100 >= bytes && metadataPercent <= MOST_METADATA_PERCENT;
  }
}
