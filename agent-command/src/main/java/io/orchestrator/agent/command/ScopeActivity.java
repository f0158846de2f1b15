package io.orchestrator.agent.command;

/**
 * What the processes of a {@link CommandScope} have done so far, ended ones as they were last seen.
 *
 * @param cpuTicks user and system time, in clock ticks
 * @param ioBytes bytes read and written, by system calls and by the disks, and what the disks wrote
 *     for anybody while one of the processes waited for a disk, as {@code sync} does; without
 *     processes whose figures the agent must not see
 * @param processes how many live
 */
public record ScopeActivity(long cpuTicks, long ioBytes, int processes) {}
