/**
 * Contract test and fake of service managers. {@link
 * io.orchestrator.agent.testkit.service.ServiceManagerContract} has a table of what is asked.
 */
@NullMarked
package io.orchestrator.agent.testkit.service;

import org.jspecify.annotations.NullMarked;
