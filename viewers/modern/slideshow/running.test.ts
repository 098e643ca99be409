import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createRunning } from './running.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function begin() {
  const told: Array<[started: boolean, going: boolean]> = [];
  let ticks = 0;
  const running = createRunning(
    () => 1000,
    () => {
      ticks++;
      running.rewind();
    },
    () => told.push([running.isStarted, running.isGoing]),
  );
  return { running, told, ticks: () => ticks };
}

test('ticks after each delay from its start to its stop', () => {
  const { running, told, ticks } = begin();
  vi.advanceTimersByTime(5000);
  expect(ticks()).toBe(0);
  running.start();
  running.start();
  vi.advanceTimersByTime(3500);
  expect(ticks()).toBe(3);
  running.stop();
  vi.advanceTimersByTime(5000);
  expect(ticks()).toBe(3);
  expect(told).toEqual([
    [true, true],
    [false, false],
  ]);
});

test('waits until nothing hinders any more, and then for the whole delay', () => {
  const { running, told, ticks } = begin();
  running.start();
  vi.advanceTimersByTime(900);
  running.hinder('hover', true);
  running.hinder('hidden', true);
  running.hinder('hover', false);
  vi.advanceTimersByTime(5000);
  expect(ticks()).toBe(0);
  expect(told.at(-1)).toEqual([true, false]);
  running.hinder('hidden', false);
  vi.advanceTimersByTime(999);
  expect(ticks()).toBe(0);
  vi.advanceTimersByTime(1);
  expect(ticks()).toBe(1);
});
