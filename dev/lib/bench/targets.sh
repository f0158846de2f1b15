# shellcheck shell=bash
# What is to be reached. Needs common.sh and workplace.sh.
: "${work:=}"

# One a line: case, peer, metric, at least or at most, value; separated by commas.
targets='
generated,stream raw,throughput_ratio,>=,3.0
generated,stream raw,cpu_ratio,<=,0.35
generated,stream tls,throughput_ratio,>=,1.5
mariadb,stream raw,throughput_ratio,>=,3.0
mariadb,stream raw,cpu_ratio,<=,0.35
mariadb,stream tls,throughput_ratio,>=,1.5
small,stream raw,throughput_ratio,>=,2.0
compressible@1gbit,stream zstd,throughput_ratio,>=,2.5
incompressible@1gbit,stream zstd,line_ratio,>=,0.97
large-data,stream raw,peak_rss_mb,<=,128
large-data,stream zstd,peak_rss_mb,<=,128
large-data,stream tls,peak_rss_mb,<=,128
large-files,stream raw,peak_rss_mb,<=,128
large-files,stream zstd,peak_rss_mb,<=,128
large-files,stream tls,peak_rss_mb,<=,128
'

# show_targets: those that were measured; its status is 1 if one is not reached.
show_targets() {
  awk -F '\t' '
    FILENAME == "-" {
      if (split($0, part, ",") == 5) targets[++n] = $0
      next
    }
    { value[$1 "," $2 "," $3] = $4 }
    END {
      for (i = 1; i <= n; i++) {
        split(targets[i], part, ",")
        key = part[1] "," part[2] "," part[3]
        if (!(key in value)) continue
        reached = part[4] == ">=" ? value[key] >= part[5] + 0 : value[key] <= part[5] + 0
        if (!reached) failed = 1
        if (!shown++) print "\ntargets"
        printf "%-11s  %-20s %-11s %-16s %6.2f, %s %s\n", reached ? "reached" : "not reached", part[1], part[2], part[3], value[key], part[4], part[5]
      }
      exit failed
    }' - "$work/medians" <<< "$targets"
}
