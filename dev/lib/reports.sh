# shellcheck shell=bash
# Maven's test reports. Needs common.sh.
: "${root:?}"

# report_folders: those that there are, each ended by a NUL.
report_folders() {
  find "$root" -type d \( -name surefire-reports -o -name failsafe-reports \) -path '*/target/*' -print0
}

# forget_reports: so that only the coming run counts.
forget_reports() {
  report_folders | xargs -0 -r rm -rf
}

# totals: passed, failed and skipped, as three numbers.
totals() {
  report_folders | xargs -0 -r -I{} find {} -name 'TEST-*.xml' -print0 \
    | xargs -0 -r grep -ho '<testsuite [^>]*>' | awk '
      function number(key) {
        return match($0, " " key "=\"[0-9]+\"") ? substr($0, RSTART + length(key) + 3) + 0 : 0
      }
      {
        failed += number("failures") + number("errors")
        skipped += number("skipped")
        all += number("tests")
      }
      END { print all - failed - skipped, failed + 0, skipped + 0 }'
}
