import { expect, test } from 'vitest';
import { admin, jpeg, server, setUpUploads } from './testing/uploads/ground.ts';
import { protocolTests } from './testing/uploads/protocol.ts';
import { rightsTests } from './testing/uploads/rights.ts';
import { storedTests } from './testing/uploads/stored.ts';

setUpUploads();
protocolTests();
storedTests();
rightsTests();

test('what would become of files is told before they are sent', async () => {
  await admin.create({ filename: 'here.jpg', folder: '/shop', overwrite: 'replace' }, jpeg.length, {
    body: jpeg,
  });
  const { data } = await server.call('POST', '/api/v1/uploads/check/', {
    token: server.admin,
    json: { folder: '/shop', names: ['here.jpg', 'free?.jpg', 'a/b/new.jpg', 'x.exe', 'a.b'] },
  });
  expect(data.folder).toBe('/shop');
  expect(data.files).toMatchObject([
    { name: 'here.jpg', stored: 'here.jpg', src: 'shop/here.jpg', taken: true, image: { width: 40 } },
    { name: 'free?.jpg', stored: 'free.jpg', taken: false, image: null, refused: null },
    { name: 'a/b/new.jpg', stored: 'new.jpg', src: 'shop/a/b/new.jpg', taken: false },
    { name: 'x.exe', stored: null, refused: expect.stringContaining('.exe') },
    { name: 'a.b', stored: null, refused: expect.stringContaining('5 to 255') },
  ]);
});
