# shellcheck shell=bash
# CPU time of processes and of what they have started, ended or not: accounts, which are control groups. Needs common.sh.

account_folder=
account_mount=

# open_accounts: they are gone after close_accounts.
open_accounts() {
  local mounted
  mounted=$(findmnt -n -t cgroup2 -o TARGET | head -n 1)
  [[ -n $mounted ]] && account_folder=$(mktemp -d "$mounted/bench.XXXXXX" 2> /dev/null) && return
  # Not below the work directory, whose removal must never reach the system's groups.
  account_mount=$(mktemp -d)
  mount -t cgroup2 none "$account_mount" && account_folder=$(mktemp -d "$account_mount/bench.XXXXXX") \
    || fail "could not make a control group (version 2)"
}

# close_accounts: those whose processes have ended.
close_accounts() {
  [[ -z $account_folder ]] || find "$account_folder" -depth -type d -exec rmdir {} + 2> /dev/null || true
  if [[ -n $account_mount ]]; then
    umount "$account_mount" 2> /dev/null || true
    rmdir "$account_mount" || true
  fi
  account_folder=
  account_mount=
}

# join_account NAME: what this process does from now on, and what it starts, counts there.
join_account() {
  mkdir -p "$account_folder/$1"
  echo "$BASHPID" > "$account_folder/$1/cgroup.procs"
}

# account NAME: its microseconds so far.
account() {
  mkdir -p "$account_folder/$1"
  awk '$1 == "usage_usec" {print $2}' "$account_folder/$1/cpu.stat"
}

# machine_time: microseconds that all CPUs together were busy since the machine was started.
machine_time() {
  awk -v hz="$(getconf CLK_TCK)" '$1 == "cpu" {printf "%.0f\n", ($2 + $3 + $4 + $7 + $8) * 1e6 / hz}' /proc/stat
}
