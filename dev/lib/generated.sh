# shellcheck shell=bash
# The demo with a generated datadir: MySQL is only played. Needs common.sh, workplace.sh and distribution.sh.
: "${root:?}" "${work:=}" "${megabytes:=}"

needed_megabytes() {
  echo $((megabytes * 21 / 10 + 200))
}

prepare_data() {
  local role
  step "generating a datadir of $megabytes MB in $work/source"
  run demo_program generate "$work/source/snapshots/nightly/data" "${megabytes}000000" \
    || fail "could not generate the datadir"
  for role in source target; do
    printf '[mysqld]\ndatadir = %s\nlog-error = %s\n' "$work/$role/data" "$work/logs/$role-mysql.log" > "$work/$role/my.cnf"
    : > "$work/logs/$role-mysql.log"
    install -m 755 "$root/dev/lib/played-service" "$work/$role/mysql-service"
  done
  step "the target has an old datadir, which orchestrator will have deleted"
  mkdir -p "$work/target/data/mysql"
  head -c 1000000 /dev/urandom > "$work/target/data/ibdata1"
  echo 'of the old server' > "$work/target/data/mysql/user.MYD"
}

# flip_byte: one bit, and the time stays as it was.
flip_byte() {
  local file=$work/target/data/shop/orders.ibd at byte
  at=$(($(stat -c %s "$file") / 2))
  byte=$(od -An -tu1 -j "$at" -N1 "$file")
  touch -r "$file" "$work/time"
  # shellcheck disable=SC2059
  printf "\\x$(printf %02x $((byte ^ 1)))" | dd of="$file" bs=1 seek="$at" conv=notrunc status=none
  touch -r "$work/time" "$file"
  step "flipped a bit of byte $at of shop/orders.ibd on the target"
}

# verify: sets bytes and files.
verify() {
  local seen=$work/verified
  step "comparing source and target: content, owner, group, mode, time, allocated blocks"
  run demo_program compare "$work/source/snapshots/nightly/data" "$work/target/data" > "$seen" || {
    cat "$seen"
    fail "the copy differs from the original, see above"
  }
  [[ -e $work/target/running ]] || fail "MySQL was not started on the target"
  # shellcheck disable=SC2034
  read -r bytes _ files _ < "$seen"
  step "they are the same: $(< "$seen")"
}
