/** Contract test and fake of service managers. */
@NullMarked
package io.orchestrator.agent.testkit.service;

import org.jspecify.annotations.NullMarked;
