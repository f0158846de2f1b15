# shellcheck shell=bash
# What was measured: lines of case, peer, metric and value in $work/results, separated by tabs. Needs common.sh and workplace.sh.
: "${work:=}"

# note CASE PEER METRIC VALUE
note() {
  printf '%s\t%s\t%s\t%s\n' "$@" >> "$work/results"
}

# medians: lines of case, peer, metric, median, least, most and how many; in the order of their first results.
medians() {
  local key
  cut -f 1-3 "$work/results" | awk '!seen[$0]++' | while IFS= read -r key; do
    awk -F '\t' -v key="$key" 'BEGIN {OFS = FS} $1 FS $2 FS $3 == key {print $4}' "$work/results" | sort -g \
      | awk -v key="$key" '{all[NR] = $1} END {
          middle = NR % 2 ? all[(NR + 1) / 2] : (all[NR / 2] + all[NR / 2 + 1]) / 2
          printf "%s\t%.6g\t%.6g\t%.6g\t%d\n", key, middle, all[1], all[NR], NR
        }'
  done
}
