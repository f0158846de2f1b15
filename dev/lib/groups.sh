# shellcheck shell=bash
# The groups of tests: JUnit tags, but for unit. Needs common.sh.

# One a line: name, blanks, what it tests.
groups='
unit      what needs no tools to speak of: every unit test without a tag
processes time limits and endings of process trees, services by configured commands
selftest  the contracts of the testkit against transports and services, good and broken
plugins   loading plugins from real jars, broken ones included; the sample plugin, built alone and seeded with
netcat    seeds over each of the netcats, their failures included
lvm       the packaged agent and its LVM plugin on real volumes, in a small machine
systemd   MySQL as a service of a real systemd, and by its init script, in a small machine
btrfs     the btrfs plugin on a loop device, a whole seed included
stream    seeds over the connection between agents: odd trees, hostile senders, failures
mariadb   option files, binary and relay logs, against a real MariaDB server
methods   seeds from a running server by its backup and dump tools, failures included
seed      whole seeds between two packaged agents
'

list_groups() {
  printf '%s' "${groups#$'\n'}"
}

# group_names: separated by commas.
group_names() {
  list_groups | awk '{printf "%s%s", sep, $1; sep = ", "}'
}

# is_group NAME
is_group() {
  list_groups | awk -v name="$1" '$1 == name {found = 1} END {exit !found}'
}
