import { expect, it } from 'vitest';
import { clientAddress } from './client-address.ts';

it.each([
  ['nobody in front', 0, '1.1.1.1', 'peer'],
  ['no header', 1, undefined, 'peer'],
  ['an empty header', 1, ' , ', 'peer'],
  ['one proxy', 1, 'forged, 1.1.1.1', '1.1.1.1'],
  ['two proxies', 2, 'forged, 1.1.1.1, 2.2.2.2', '1.1.1.1'],
  ['fewer hops than proxies', 3, '1.1.1.1, 2.2.2.2', '1.1.1.1'],
])('%s', (_case, proxies, header, expected) => {
  expect(clientAddress('peer', header, proxies)).toBe(expected);
});
