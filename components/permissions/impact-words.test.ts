import { expect, it } from 'vitest';
import { impactLines } from './impact-words.ts';
import type { Impact } from './rights.ts';

const nothing: Impact = {
  folder_id: 1,
  path: '/',
  effects: [],
  anonymous: [],
  folders: [],
  people: [],
  people_total: 0,
  you: null,
  truncated: false,
};
const texts = (impact: Partial<Impact>) => impactLines({ ...nothing, ...impact }).map(({ text }) => text);

it('says what is taken away, from whom and where', () => {
  expect(texts({ effects: [{ level: 20, gains: false, people: 14, folders: 62 }] })).toEqual([
    'Removes Download for 14 people in 62 folders.',
  ]);
});

it('puts levels together that go the same way', () => {
  expect(
    texts({
      effects: [
        { level: 10, gains: false, people: 1, folders: 1 },
        { level: 20, gains: true, people: 2, folders: 3 },
        { level: 30, gains: true, people: 2, folders: 3 },
        { level: 40, gains: true, people: 2, folders: 3 },
        { level: 50, gains: true, people: 1, folders: 3 },
      ],
    }),
  ).toEqual([
    'Removes View for 1 person in 1 folder.',
    'Gives Download, Edit and Upload to 2 people in 3 folders.',
    'Gives Delete to 1 person in 3 folders.',
  ]);
});

it('speaks of those who are not signed in, and of oneself', () => {
  expect(
    texts({
      anonymous: [{ level: 10, gains: true, folders: 4 }],
      you: { before: 20, after: 0 },
    }),
  ).toEqual([
    'Gives View to anybody without signing in, in 4 folders.',
    'You yourself have “No access” here instead of “Download”.',
  ]);
});

it('says when nothing follows', () => {
  expect(texts({})).toEqual(['Nobody gains or loses anything for now.']);
});
