# shellcheck shell=bash
# The packaged agent, and the class path of the demo's program. Needs common.sh.
: "${root:?}" "${name:?}"

agent=$root/agent-host/target/orchestrator-agent/bin/orchestrator-agent
# Written last by a build.
archive=$root/agent-host/target/orchestrator-agent.tar.gz
class_path=$root/agent-testkit/target/class-path

# is_built: is there a distribution that is newer than everything it is made from?
is_built() {
  [[ -x $agent && -s $class_path && -e $archive ]] || return 1
  local newer
  newer=$(cd "$root" && find pom.xml ./*/pom.xml ./*/src plugins/*/pom.xml plugins/*/src conf LICENSE ./*.md \
    -newer "$archive" ! -path '*/src/test/*' -print -quit 2> /dev/null) || true
  [[ -z $newer ]]
}

build() {
  if is_built; then
    step "the distribution is up to date: agent-host/target/orchestrator-agent"
    return
  fi
  step "building the distribution; on a new machine Maven fetches a lot first"
  (cd "$root" && mvn -B -q -ntp -Pquick -Dmaven.test.skip -Dmdep.outputFile=target/class-path \
    -Dmdep.includeScope=runtime package dependency:build-classpath < /dev/null) || fail "the build failed, see above"
  [[ -x $agent && -s $class_path ]] || fail "the build left no distribution at $agent"
  touch "$archive"
}

# demo_program WORD…: runs the testkit's DemoMain; replaces the shell it is called in.
demo_program() {
  exec java -Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 \
    -cp "$root/agent-testkit/target/classes:$(< "$class_path")" io.orchestrator.agent.testkit.demo.DemoMain "$@"
}
