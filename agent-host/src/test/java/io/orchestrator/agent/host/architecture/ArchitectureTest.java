package io.orchestrator.agent.host.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * The lines that docs/architecture.md draws; {@link io.orchestrator.agent.host} is where they are.
 */
@AnalyzeClasses(
    packages = {"io.orchestrator.agent.host", "io.orchestrator.agent.api"},
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String HOST = "io.orchestrator.agent.host..";

  @ArchTest
  static final ArchRule packagesAreFreeOfCycles =
      slices().matching("io.orchestrator.agent.host.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule onlyTheRootAndTheCommandLineKnowHowThePartsAreWired =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.orchestrator.agent.host", "io.orchestrator.agent.host.cli")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.orchestrator.agent.host", "io.orchestrator.agent.host.cli");

  @ArchTest
  static final ArchRule onlyModulesAndStartersKnowGuice =
      noClasses()
          .that()
          .resideInAPackage(HOST)
          .and()
          .haveSimpleNameNotEndingWith("Module")
          .and()
          .doNotHaveFullyQualifiedName("io.orchestrator.agent.host.Serve")
          .and()
          .doNotHaveFullyQualifiedName("io.orchestrator.agent.host.cli.LoadedPlugins")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.google.inject..");

  @ArchTest
  static final ArchRule onlyHttpKnowsUndertow =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.orchestrator.agent.host.http..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.undertow..", "org.xnio..");

  @ArchTest
  static final ArchRule onlyThePluginPackageKnowsPf4j =
      noClasses()
          .that()
          .resideInAPackage(HOST)
          .and()
          .resideOutsideOfPackage("io.orchestrator.agent.host.plugin..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.pf4j..");

  @ArchTest
  static final ArchRule onlyTheCommandLineKnowsPicocli =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.orchestrator.agent.host.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("picocli..");

  @ArchTest
  static final ArchRule theHostKnowsNoPlugin =
      noClasses()
          .that()
          .resideInAPackage(HOST)
          .should()
          .dependOnClassesThat(
              are(
                  resideInAPackage("io.orchestrator.agent..")
                      .and(
                          JavaClass.Predicates.resideOutsideOfPackages(
                              HOST,
                              "io.orchestrator.agent.api..",
                              "io.orchestrator.agent.command..",
                              "io.orchestrator.agent.wire.."))));

  @ArchTest
  static final ArchRule theApiNeedsTheJdkAndThreeSmallLibraries =
      classes()
          .that()
          .resideInAPackage("io.orchestrator.agent.api..")
          .should()
          .onlyDependOnClassesThat(
              are(
                  resideInAnyPackage(
                      "io.orchestrator.agent.api..",
                      "java..",
                      "org.pf4j..",
                      "org.slf4j..",
                      "org.jspecify..")));

  @ArchTest
  static final ArchRule answersAreWrittenByTheCommandLineAlone =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.orchestrator.agent.host.cli..")
          .should()
          .accessField(System.class, "out");

  @ArchTest
  static final ArchRule nobodyUsesTheLoggingOfTheJdk =
      noClasses().should().dependOnClassesThat().resideInAPackage("java.util.logging..");
}
