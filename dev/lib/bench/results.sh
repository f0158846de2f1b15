# shellcheck shell=bash
# What was measured: lines of case, peer, metric, round and value in $work/results, separated by tabs. Needs common.sh and
# workplace.sh.
: "${work:=}" "${synced:=}"

# note CASE PEER METRIC ROUND VALUE
note() {
  printf '%s\t%s\t%s\t%s\t%s\n' "$@" >> "$work/results"
}

# derive_results: lines of case, peer, metric, value, least, most and the number of rounds. A ratio is that of the same round's
# results. The value is the median, but of peaks the highest.
derive_results() {
  awk '
    function add(label, peer, metric, value,   key) {
      key = label FS peer FS metric
      if (!(key in count)) keys[++known] = key
      all[key, ++count[key]] = value
    }
    BEGIN { FS = OFS = "\t" }
    NR == FNR {
      if ($2 == "tar|nc") base[$1, $3, $4] = $5
      if ($2 == "zeros|nc") { line[substr($1, 5), $4] = $5 }
      next
    }
    {
      add($1, $2, $3, $5)
      at = index($1, "@") ? substr($1, index($1, "@")) : ""
      if ($3 == "throughput_mb_per_second" && $2 != "zeros|nc") {
        if (($1, $3, $4) in base) add($1, $2, "throughput_ratio", $5 / base[$1, $3, $4])
        if ((at, $4) in line) add($1, $2, "line_ratio", $5 / line[at, $4])
      }
      if ($3 == "cpu_seconds_per_gb" && ($1, $3, $4) in base) add($1, $2, "cpu_ratio", $5 / base[$1, $3, $4])
      if ($3 == "peak_rss_mb_source") source = $5
      if ($3 == "peak_rss_mb_target") add($1, $2, "peak_rss_mb", source > $5 ? source : $5)
    }
    END {
      for (i = 1; i <= known; i++) {
        key = keys[i]
        n = count[key]
        for (j = 1; j <= n; j++) {
          value = all[key, j] + 0
          for (k = j; k > 1 && sorted[k - 1] > value; k--) sorted[k] = sorted[k - 1]
          sorted[k] = value
        }
        middle = n % 2 ? sorted[(n + 1) / 2] : (sorted[n / 2] + sorted[n / 2 + 1]) / 2
        print key, key ~ /peak/ ? sorted[n] : middle, sorted[1], sorted[n], n
      }
    }' "$work/results" "$work/results"
}

# write_json: the same as JSON lines.
write_json() {
  jq -R -c 'split("\t") | {bench: "wire", case: .[0], metric: .[2], peer: .[1], value: (.[3] | tonumber),
    unit: (if .[2] | endswith("ratio") then "ratio" elif .[2] == "wall_seconds" then "s"
      elif .[2] == "throughput_mb_per_second" then "MB/s" elif .[2] | startswith("peak") then "MB" else "s/GB" end),
    rounds: (.[6] | tonumber), least: (.[4] | tonumber), most: (.[5] | tonumber)}' "$work/medians"
}

# show_results: a table for each case.
show_results() {
  awk -v clock="${synced:+when it is on disk: sync -f, or the sync of stream}" '
    function range(key, format,   text) {
      text = sprintf(format, value[key])
      return count[key] > 1 ? text " " sprintf("(" format "-" format ")", least[key], most[key]) : text
    }
    function ratio(key) { return key in value ? sprintf("%.2f", value[key]) : "-" }
    BEGIN { FS = "\t" }
    FILENAME ~ /sizes$/ { size[$1] = sprintf("%.3g GB, %d files", $2 / 1e9, $3); next }
    {
      key = $1 FS $2
      if (!(key in seen)) { seen[key] = 1; rows[++n] = key }
      key = key FS $3
      value[key] = $4; least[key] = $5; most[key] = $6; count[key] = $7
    }
    END {
      if (clock == "") clock = "when the data has arrived; nothing is synced"
      for (i = 1; i <= n; i++) {
        split(rows[i], part, FS)
        key = rows[i] FS
        speed = key "throughput_mb_per_second"
        cpu = key "cpu_seconds_per_gb"
        if (part[1] != last) {
          last = part[1]
          rounds = count[speed]
          if (last !~ /^line/) {
            printf "\n%s: %s; %d round%s\n", last, size[last], rounds, (rounds > 1 ? "s, medians (least-most)" : "")
            printf "the clock stops %s; ratios are to tar|nc\n", clock
            printf "%-11s %7s %16s %5s %18s %5s %7s %7s\n", "", "seconds", "MB/s", "ratio", "CPU s/GB", "ratio", "machine", "peak MB"
          } else printf "\n%s: %s MB/s, what nc carries of zeros\n", last, range(speed, "%.1f")
        }
        if (last ~ /^line/) continue
        memory = key "peak_rss_mb"
        printf "%-11s %7.2f %16s %5s %18s %5s %7.2f %7s\n", part[2], value[key "wall_seconds"], range(speed, "%.0f"),
          ratio(key "throughput_ratio"), range(cpu, "%.2f"), ratio(key "cpu_ratio"), value[key "machine_cpu_seconds_per_gb"],
          memory in value ? sprintf("%.0f", value[memory]) : "-"
      }
    }' "$work/sizes" "$work/medians"
}
