import { describe, expect, it } from 'vitest';
import { resultWords, taskKind, taskState } from './task-words.ts';

const done = { status: 2, failed: false, cancel_requested: false };

describe('resultWords', () => {
  it.each([
    [
      { folders: 3, files: 1, created: 1, revived: 0, changed: 0, deleted: 2 },
      '3 folders, 1 file, 1 new, 2 gone',
    ],
    [{ trash: 2, images: 4, folders: 0 }, '4 images, 2 things of the trash'],
    [{ images: 0 }, '0 images'],
    [
      { done: 12, failures: 1, failed: [{}], trash: [1, 2] },
      '12 images done, 2 things of the trash, 1 failure',
    ],
    [{ id: 3, name: '/a', path: '/a', parent_id: 1, status: 1 }, '/a'],
    [null, undefined],
  ])('%j', (result, words) => {
    expect(resultWords({ ...done, result })).toBe(words);
  });

  it('tells why a task failed', () => {
    const result = { exception: { type: 'DoesNotExistError', message: 'There is no folder 7.', repr: '' } };
    expect(resultWords({ ...done, failed: true, result })).toBe('There is no folder 7.');
    expect(resultWords({ ...done, failed: true, result: null })).toContain('log');
  });

  it('says nothing of what goes on', () => {
    expect(resultWords({ ...done, status: 1, result: null })).toBeUndefined();
  });
});

it.each([
  [{ ...done, status: 0, result: null }, 'waiting'],
  [{ ...done, status: 1, result: null }, 'running'],
  [{ ...done, status: 1, cancel_requested: true, result: null }, 'stopping'],
  [{ ...done, result: null }, 'done'],
  [{ ...done, failed: true, result: { exception: { type: 'CancelledError', message: '' } } }, 'cancelled'],
  [{ ...done, failed: true, result: {} }, 'failed'],
])('%j is %s', (task, state) => {
  expect(taskState(task)).toBe(state);
});

it('has words for functions that it does not know', () => {
  expect(taskKind('sync_tree')).toBe('Comparison with the disk');
  expect(taskKind('make_new_things')).toBe('Make new things');
});
