import { describe, expect, it } from 'vitest';
import type { Entry, NameCheck, OnTaken, StoredImage, Twin } from './entry.ts';
import { type Action, EMPTY, type Queue, reduce } from './queue.ts';
import { nextToSend, summarise } from './queue-summary.ts';

const IMAGE: StoredImage = { id: 7, src: 'a/x.jpg', filename: 'x.jpg', width: 4, height: 3, url: 'http://x' };
const TWIN: Twin = { id: 9, src: 'b/y.jpg', width: 4, height: 3, bytes: 10 };
const FREE: NameCheck = { src: 'a/x.jpg', taken: false, image: null, refused: null };
const TAKEN: NameCheck = { ...FREE, taken: true, image: IMAGE };

function file(id: string, relative = `${id}.jpg`) {
  return { id, name: relative, relative, size: 100, modified: 1 };
}

function run(queue: Queue, ...actions: Action[]): Queue {
  return actions.reduce(reduce, queue);
}

function added(onTaken: OnTaken, ...ids: string[]): Queue {
  const files = ids.map((id) => file(id));
  return run(EMPTY, { type: 'add', files, destination: { folder: '/a' }, onTaken });
}

const checked = (check: NameCheck, ...ids: string[]): Action => ({
  type: 'checked',
  checks: new Map(ids.map((id) => [id, check])),
});
const known = (twins: Twin[], ...ids: string[]): Action => ({
  type: 'known',
  twins: new Map(ids.map((id) => [id, twins])),
});
const of = (queue: Queue, id: string): Entry | undefined => queue.entries.find((entry) => entry.id === id);

describe('before anything is sent', () => {
  it.each<[OnTaken, NameCheck, Twin[], Entry['status']]>([
    ['ask', FREE, [], 'waiting'],
    ['ask', TAKEN, [], 'conflict'],
    ['refuse', TAKEN, [], 'failed'],
    ['rename', TAKEN, [], 'waiting'],
    ['replace', TAKEN, [], 'waiting'],
    ['ask', FREE, [TWIN], 'duplicate'],
    ['replace', TAKEN, [TWIN], 'duplicate'],
    ['ask', { ...FREE, src: null, refused: 'no' }, [], 'failed'],
  ])('%s, %j, twins %j: %s', (onTaken, check, twins, status) => {
    for (const news of [
      [checked(check, 'x'), known(twins, 'x')],
      [known(twins, 'x'), checked(check, 'x')],
    ]) {
      const queue = run(added(onTaken, 'x'), ...news);
      expect(of(queue, 'x')?.status).toBe(status);
    }
  });

  it('waits for both answers', () => {
    expect(of(run(added('ask', 'x'), checked(FREE, 'x')), 'x')?.status).toBe('hashing');
    expect(of(run(added('ask', 'x'), known([], 'x')), 'x')?.status).toBe('hashing');
  });

  it('numbers the second of two files that would get one name', () => {
    const queue = run(added('replace', 'x', 'y'), checked(FREE, 'x', 'y'), known([], 'x', 'y'));
    expect([of(queue, 'x')?.onTaken, of(queue, 'y')?.onTaken]).toEqual(['replace', 'rename']);
  });

  it('does not take a file in twice, but again once it is done with', () => {
    const once = added('ask', 'x');
    const action: Action = {
      type: 'add',
      files: [file('other', 'x.jpg')],
      destination: { folder: '/a' },
      onTaken: 'ask',
    };
    expect(reduce(once, action)).toBe(once);
    expect(reduce(once, { ...action, destination: { folder: '/b' } }).entries).toHaveLength(2);
    const done = run(once, { type: 'done', id: 'x', image: IMAGE });
    expect(reduce(done, action).entries).toHaveLength(2);
  });
});

describe('after a reload', () => {
  const own: Twin = { ...TWIN, src: IMAGE.src };
  it.each([
    ['arrived before the page was left', TAKEN, [own], 'done'],
    ['has the name of another file', TAKEN, [], 'conflict'],
    ['has a copy elsewhere', TAKEN, [TWIN], 'duplicate'],
    ['is new', FREE, [], 'waiting'],
  ] as const)('a file that %s', (_what, check, twins, status) => {
    const waiting = run(added('ask', 'x'), checked(FREE, 'x'), known([], 'x'), { type: 'start', id: 'x' });
    const queue = run(
      EMPTY,
      { type: 'restore', entries: waiting.entries },
      { type: 'taken', id: 'x' },
      // The server may be storing it at this moment.
      checked({ ...TAKEN, image: null }, 'x'),
      known([], 'x'),
      ...Array.from({ length: 3 }, () => [checked(check, 'x'), known([...twins], 'x')]).flat(),
    );
    expect(of(queue, 'x')?.status).toBe(status);
  });

  it('a file that was still looked at is looked at anew', () => {
    const left = run(added('ask', 'x'), { type: 'hashed', id: 'x', sha256: 'f00d' }, checked(FREE, 'x'));
    const queue = run(EMPTY, { type: 'restore', entries: left.entries }, known([own], 'x'));
    expect(of(queue, 'x')?.status).toBe('hashing');
    expect(of(run(queue, checked(TAKEN, 'x')), 'x')?.status).toBe('done');
  });

  it('a file that is picked anew is asked about all the same', () => {
    expect(of(run(added('ask', 'x'), checked(TAKEN, 'x'), known([own], 'x')), 'x')?.status).toBe('duplicate');
  });
});

describe('decisions', () => {
  const duplicate = run(added('ask', 'x'), checked(TAKEN, 'x'), known([TWIN], 'x'));
  const conflict = run(added('ask', 'x'), checked(TAKEN, 'x'), known([], 'x'));

  it.each([
    [duplicate, 'skip', 'skipped', 'ask'],
    [duplicate, 'upload', 'conflict', 'ask'],
    [conflict, 'skip', 'skipped', 'ask'],
    [conflict, 'rename', 'waiting', 'rename'],
    [conflict, 'replace', 'waiting', 'replace'],
  ] as const)('case %#: %s', (queue, decision, status, onTaken) => {
    const next = reduce(queue, { type: 'decide', ids: ['x'], decision });
    expect(of(next, 'x')).toMatchObject({ status, onTaken });
  });

  it('change nothing about files that need none', () => {
    const queue = added('ask', 'x');
    expect(reduce(queue, { type: 'decide', ids: ['x'], decision: 'skip' })).toBe(queue);
  });
});

describe('sending', () => {
  const ids = ['a', 'b', 'c', 'd'];
  const ready = run(
    added('rename', ...ids),
    ...ids.map((id) => checked({ ...FREE, src: `a/${id}.jpg` }, id)),
    known([], ...ids),
  );

  it('goes on with so many at a time, in order', () => {
    expect(nextToSend(ready, 3).map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    const two = run(ready, { type: 'start', id: 'a' }, { type: 'start', id: 'b' });
    expect(nextToSend(two, 3).map(({ id }) => id)).toEqual(['c']);
    expect(nextToSend({ ...two, pause: 'offline' }, 3)).toEqual([]);
  });

  it('is checking when all is sent, and done with the image', () => {
    const sending = run(ready, { type: 'start', id: 'a' }, { type: 'sent', id: 'a', sent: 40 });
    expect(of(sending, 'a')).toMatchObject({ status: 'sending', sent: 40 });
    const sent = reduce(sending, { type: 'sent', id: 'a', sent: 100 });
    expect(of(sent, 'a')?.status).toBe('checking');
    expect(of(reduce(sent, { type: 'done', id: 'a', image: IMAGE }), 'a')).toMatchObject({
      status: 'done',
      image: IMAGE,
    });
  });

  it('waits for a broken connection however often it breaks, with the address it has', () => {
    let queue = run(ready, { type: 'address', id: 'a', url: '/u/1' });
    for (let n = 0; n < 50; n += 1) {
      queue = run(queue, { type: 'start', id: 'a' }, { type: 'interrupted', id: 'a', trouble: false });
    }
    expect(of(queue, 'a')).toMatchObject({ status: 'waiting', url: '/u/1' });
  });

  it('gives up on a server that stays in trouble, unless bytes arrive in between', () => {
    const trouble = (queue: Queue) =>
      run(queue, { type: 'start', id: 'a' }, { type: 'interrupted', id: 'a', trouble: true });
    let queue = ready;
    for (let n = 0; n < 7; n += 1) queue = trouble(queue);
    expect(of(queue, 'a')?.status).toBe('waiting');
    expect(of(trouble(queue), 'a')?.status).toBe('failed');
    queue = run(queue, { type: 'start', id: 'a' }, { type: 'sent', id: 'a', sent: 10 });
    expect(of(run(queue, { type: 'interrupted', id: 'a', trouble: true }), 'a')?.status).toBe('waiting');
  });

  it('asks when the name was taken meanwhile', () => {
    const asked = run(added('ask', 'x'), checked(FREE, 'x'), known([], 'x'), { type: 'taken', id: 'x' });
    expect(of(asked, 'x')?.status).toBe('hashing');
    expect(of(reduce(asked, checked(TAKEN, 'x')), 'x')?.status).toBe('conflict');
  });

  it('looks at failed files anew', () => {
    const failed = run(ready, { type: 'failed', id: 'a', problem: 'no' });
    expect(of(failed, 'a')).toMatchObject({ status: 'failed', problem: 'no' });
    expect(of(reduce(failed, { type: 'retry', ids: ['a', 'b'] }), 'a')).toMatchObject({
      status: 'hashing',
      problem: undefined,
    });
  });
});

describe('after a reload', () => {
  it.each<[Entry['status'], Entry['status']]>([
    ['sending', 'waiting'],
    ['checking', 'waiting'],
    ['waiting', 'waiting'],
    ['conflict', 'conflict'],
    ['done', 'done'],
  ])('%s is %s', (before, after) => {
    const [entry] = added('ask', 'x').entries;
    if (!entry) throw new Error('there is no entry');
    const queue = reduce(EMPTY, { type: 'restore', entries: [{ ...entry, status: before }] });
    expect(of(queue, 'x')?.status).toBe(after);
  });

  it('files that are missing are looked at when they are there again', () => {
    const queue = run(added('ask', 'x'), { type: 'missing', ids: ['x'] });
    expect(of(queue, 'x')?.status).toBe('missing');
    expect(of(reduce(queue, { type: 'retry', ids: ['x'] }), 'x')?.status).toBe('hashing');
  });
});

it('is summed up', () => {
  const queue = run(
    added('ask', 'x', 'y', 'z'),
    checked(FREE, 'x'),
    known([], 'x'),
    { type: 'start', id: 'x' },
    { type: 'sent', id: 'x', sent: 25 },
    { type: 'failed', id: 'y', problem: 'no' },
  );
  expect(summarise(queue)).toMatchObject({ total: 3, bytes: 200, sent: 25, undecided: 0, active: true });
});

it('forgets what is removed', () => {
  const queue = added('ask', 'x', 'y');
  expect(reduce(queue, { type: 'remove', ids: ['x'] }).entries.map(({ id }) => id)).toEqual(['y']);
  expect(reduce(queue, { type: 'remove', ids: ['nothing'] })).toBe(queue);
});
