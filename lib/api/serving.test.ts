import { describe, expect, it, vi } from 'vitest';
import { answerTests } from './testing/serving/answers.ts';
import { changeTests } from './testing/serving/changes.ts';
import { image, original, setUpServing, tracked } from './testing/serving/ground.ts';
import { originalTests } from './testing/serving/originals.ts';

setUpServing();
answerTests();
originalTests();
changeTests();

describe('tracking', () => {
  it('calls the tracking address on each 200, with the reference encoded, and not on a 304', async () => {
    tracked.length = 0;
    const { headers } = await image('src=a.jpg&width=140&xref=one%26two');
    await image('src=a.jpg&width=140&xref=one%26two');
    await image('src=a.jpg&width=140&xref=one%26two', { 'If-None-Match': headers.get('etag') ?? '' });
    await original('src=open/b.jpg&xref=three');
    await vi.waitFor(() => expect(tracked).toHaveLength(3), { timeout: 5000 });
    expect(tracked.toSorted()).toEqual(['/seen?ref=one%26two', '/seen?ref=one%26two', '/seen?ref=three']);
  });
});
