package io.orchestrator.agent.stream;

/**
 * Whose files become whose, for MySQL's user may have another number on each host: what belongs to
 * the owner of the source's datadir becomes the property of the owner of the target's. Everything
 * else keeps its number. A datadir of root tells nothing: somebody has just made the folder.
 *
 * @param source whose the source's datadir is
 * @param target whose the target's is, before the seed
 */
record OwnerMap(Owner source, Owner target) {
  private static final int ROOT = 0;

  Entry apply(Entry entry) {
    Attributes attributes = entry.attributes();
    int uid = mapped(attributes.uid(), source.uid(), target.uid());
    int gid = mapped(attributes.gid(), source.gid(), target.gid());
    return uid == attributes.uid() && gid == attributes.gid()
        ? entry
        : entry.with(attributes.of(new Owner(uid, gid)));
  }

  private static int mapped(int number, int from, int to) {
    return number == from && from != ROOT && to != ROOT ? to : number;
  }
}
