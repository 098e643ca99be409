import { cpus, totalmem } from 'node:os';

/** How busy the machine of this process is, in percent. */
export type MachineLoad = {
  /** Of all processors, since the last call. */
  cpu: number;
  /** Of the memory that this process may use: that of its container, else that of the machine. */
  memory: number;
};

/** Makes a function that reads the load; its first call speaks of the time since the machine was started. */
export function createLoadMeter(): () => MachineLoad {
  let before = { busy: 0, all: 0 };
  return () => {
    const now = processorTime();
    const all = now.all - before.all;
    const cpu = all > 0 ? (100 * (now.busy - before.busy)) / all : 0;
    before = now;
    return { cpu: percent(cpu), memory: percent(usedMemory()) };
  };
}

function processorTime(): { busy: number; all: number } {
  let busy = 0;
  let all = 0;
  for (const { times } of cpus()) {
    const working = times.user + times.nice + times.sys + times.irq;
    busy += working;
    all += working + times.idle;
  }
  return { busy, all };
}

function usedMemory(): number {
  const machine = totalmem();
  // 0 or more than there is: no container sets a limit.
  const limit = process.constrainedMemory();
  const total = limit > 0 && limit < machine ? limit : machine;
  return 100 * (1 - process.availableMemory() / total);
}

function percent(value: number): number {
  return Math.min(100, Math.max(0, value));
}
