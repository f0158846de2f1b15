package io.orchestrator.agent.host.plugin;

import static io.orchestrator.agent.host.plugin.PluginRig.checkOf;
import static io.orchestrator.agent.host.plugin.PluginRig.service;
import static io.orchestrator.agent.host.plugin.PluginRig.statusOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.AgentContext;
import io.orchestrator.agent.api.AgentExtension;
import io.orchestrator.agent.api.CheckResult;
import io.orchestrator.agent.api.service.ServiceManager;
import io.orchestrator.agent.api.service.ServiceStatus;
import io.orchestrator.agent.testkit.plugin.PluginJarBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("plugins")
class PluginIsolationTest {
  @TempDir Path root;
  private PluginRig rig;

  @BeforeEach
  void makeRig() throws IOException {
    rig = new PluginRig(root);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "io.undertow.Undertow",
        "com.fasterxml.jackson.databind.ObjectMapper",
        "com.google.inject.Guice",
        "ch.qos.logback.classic.Logger",
        "picocli.CommandLine",
        "io.orchestrator.agent.host.Main",
        "io.orchestrator.agent.host.config.AgentConfig",
        "io.orchestrator.agent.command.ProcessRunner"
      })
  void hidesTheAgentsOwnClasses(String name) throws InterruptedException {
    assertThat(lookingFor(name)).isEqualTo("ClassNotFoundException");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "io.orchestrator.agent.api.AgentContext",
        "org.pf4j.Extension",
        "org.slf4j.LoggerFactory",
        "java.net.http.HttpClient",
        "java.sql.Connection"
      })
  void showsTheApiAndTheJdk(String name) throws InterruptedException {
    assertThat(lookingFor(name)).isEqualTo("found");
  }

  @Test
  void hidesTheAgentsOwnResources() throws InterruptedException {
    assertThat(
            check(
                "return CheckResult.usable(\"\""
                    + " + getClass().getClassLoader().getResource(\"io/undertow/version.properties\")"
                    + " + getClass().getClassLoader().getResource(\"logback-test.xml\"));"))
        .isEqualTo("nullnull");
  }

  @Test
  void usesTheAgentsApiEvenIfThePluginBundlesACopy() throws InterruptedException {
    PluginJarBuilder.plugin("acme", "1.0.0")
        .source("acme.Service", service("acme", ""))
        .bundling(
            AgentExtension.class,
            AgentContext.class,
            CheckResult.class,
            ServiceManager.class,
            ServiceStatus.class,
            org.pf4j.Extension.class,
            org.pf4j.ExtensionPoint.class)
        .buildIn(rig.folder());

    assertThat(checkOf(rig.load("acme"), "acme")).isEqualTo("fine");
  }

  @Test
  void prefersAPluginsOwnCopyOfALibraryOfTheAgent() throws InterruptedException {
    PluginJarBuilder.plugin("acme", "1.0.0")
        .source(
            "com.google.inject.Guice",
            "package com.google.inject; public class Guice { public static int own = 42; }")
        .source(
            "acme.Service",
            service(
                "Service",
                "acme",
                "",
                "return CheckResult.usable(\"\" + com.google.inject.Guice.own);"))
        .buildIn(rig.folder());

    assertThat(checkOf(rig.load("acme"), "acme")).isEqualTo("42");
  }

  @ParameterizedTest
  @ValueSource(strings = {"org.slf4j.bridge", "org.pf4j.update"})
  void takesFromThePluginWhatOnlyLivesInASharedPackage(String where) throws InterruptedException {
    bundling(where);

    assertThat(checkOf(rig.load("acme"), "acme")).isEqualTo("42");
  }

  @Test
  void takesNoClassOfAnotherApiFromThePlugin() throws InterruptedException {
    bundling("io.orchestrator.agent.api");

    assertThat(statusOf(rig.load("acme"), "acme").reason())
        .contains("io.orchestrator.agent.api.Absent is neither in the plugin nor in the JDK");
  }

  /** With a class Absent, which the agent lacks, in that package. */
  private void bundling(String where) {
    PluginJarBuilder.plugin("acme", "1.0.0")
        .source(
            where + ".Absent",
            "package " + where + "; public class Absent { public int own = 42; }")
        .source(
            "acme.Service",
            service(
                "Service",
                "acme",
                "private final int own = new " + where + ".Absent().own;",
                "return CheckResult.usable(\"\" + own);"))
        .buildIn(rig.folder());
  }

  @Test
  void keepsPluginsOutOfEachOther() throws InterruptedException {
    PluginJarBuilder.plugin("other", "1.0.0")
        .entry("other.txt", "x".getBytes(StandardCharsets.UTF_8))
        .source("other.Thing", "package other; public class Thing {}")
        .index("")
        .buildIn(rig.folder());

    assertThat(lookingFor("other.Thing", "other", "acme")).isEqualTo("ClassNotFoundException");
  }

  private String lookingFor(String name, String... enabled) throws InterruptedException {
    return check(
        "try { Class.forName(\""
            + name
            + "\"); return CheckResult.usable(\"found\"); }"
            + " catch (ClassNotFoundException e) {"
            + " return CheckResult.usable(e.getClass().getSimpleName()); }",
        enabled);
  }

  private String check(String check, String... enabled) throws InterruptedException {
    PluginJarBuilder.plugin("acme", "1.0.0")
        .source("acme.Service", service("Service", "acme", "", check))
        .buildIn(rig.folder());
    return checkOf(rig.load(enabled.length == 0 ? new String[] {"acme"} : enabled), "acme");
  }
}
