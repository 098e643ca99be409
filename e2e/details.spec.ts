import sharp from 'sharp';
import { complaints, expectAccessible, expectNoSidewaysScroll } from './testing/page-checks.ts';
import { call, makePerson, signIn, unique } from './testing/people.ts';
import { picture, storePictures } from './testing/pictures.ts';
import { expect, type Page, test } from './testing/test.ts';

/** Left half red, right half blue. */
function halves(width: number, height: number): Promise<Buffer> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <rect width="50%" height="100%" fill="#f00"/><rect x="50%" width="50%" height="100%" fill="#00f"/></svg>`;
  return sharp(Buffer.from(svg)).jpeg({ quality: 95 }).toBuffer();
}

async function withPlace(file: Buffer): Promise<Buffer> {
  return sharp(file)
    .withExif({
      IFD0: { Make: 'Camera of the tests' },
      IFD3: {
        GPSLatitudeRef: 'N',
        GPSLatitude: '48/1 12/1 0/1',
        GPSLongitudeRef: 'E',
        GPSLongitude: '16/1 22/1 0/1',
      },
    })
    .jpeg()
    .toBuffer();
}

async function colourOf(page: Page, address: string): Promise<'red' | 'blue' | 'mixed'> {
  const answer = await page.request.get(address);
  const { channels } = await sharp(await answer.body()).stats();
  const [red = 0, , blue = 0] = channels.map(({ mean }) => mean);
  return red > 200 && blue < 50 ? 'red' : blue > 200 && red < 50 ? 'blue' : 'mixed';
}

const about = (page: Page) => page.getByRole('complementary', { name: 'About this image' });
const tab = (page: Page, name: string) => page.getByRole('tab', { name });
const chooseAction = async (page: Page, name: string) => {
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name }).click();
};

/** Some of these go through several pages, with a picture of millions of pixels. */
test.describe.configure({ timeout: 60_000 });

test.beforeEach(({ page }) => signIn(page));

test('a large picture is shown at once, in every detail by keys, and the page has nothing to complain of', async ({
  page,
}) => {
  const folder = `/${unique('zoom')}`;
  await storePictures(page.request, folder, { 'large.jpg': await picture(1, 3000, 2000) });
  const heard = complaints(page);
  const tiles: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('tile=')) tiles.push(request.url());
  });
  await page.goto(`/details/?src=${folder.slice(1)}/large.jpg`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('large.jpg');
  await expect(page.getByRole('img', { name: 'large.jpg' })).toBeVisible();
  const stage = page.getByRole('application', { name: /large\.jpg, zoomable/ });
  await expect(stage).toBeVisible({ timeout: 15_000 });
  const scale = page.getByRole('button', { name: /Show every pixel/ });
  const percent = async () => Number.parseInt((await scale.textContent()) ?? '', 10);
  await expect.poll(percent).toBeGreaterThan(10);
  const whole = await percent();
  await stage.focus();
  await page.keyboard.press('+');
  await expect.poll(percent).toBeGreaterThan(whole);
  await page.keyboard.press('0');
  await expect.poll(percent).toBe(whole);
  await scale.click();
  await expect.poll(percent).toBe(100);
  await expect
    .poll(() => tiles.some((url) => url.includes('tile=') && !url.includes('width=1500')))
    .toBe(true);
  await page.getByRole('button', { name: 'Fit' }).click();
  await expect.poll(percent).toBe(whole);
  // Letters of the viewer's own are left to the page.
  await stage.focus();
  await page.keyboard.press('r');
  expect(heard).toEqual([]);
});

test('what is behind the picture is chosen once for all pictures', async ({ page }) => {
  const folder = `/${unique('ground')}`;
  await storePictures(page.request, folder, { 'a.jpg': await picture(1), 'b.jpg': await picture(2) });
  await page.goto(`/details/?src=${folder.slice(1)}/a.jpg`);
  await page.getByRole('button', { name: 'Background' }).click();
  const saved = page.waitForResponse((answer) => answer.url().endsWith('/account/preferences/'));
  await page.getByRole('menuitemradio', { name: 'Black' }).click();
  await saved;
  await page.goto(`/details/?src=${folder.slice(1)}/b.jpg`);
  await expect(page.getByRole('region', { name: 'Picture' })).toHaveCSS('background-color', 'rgb(0, 0, 0)');
  await call(page.request, 'PUT', '/account/preferences/', { stage: 'neutral' });
});

test('title and description are edited in place; what somebody else changed meanwhile is not lost', async ({
  page,
}) => {
  const folder = `/${unique('words')}`;
  await storePictures(page.request, folder, { 'a.jpg': await picture(3) });
  const src = `${folder.slice(1)}/a.jpg`;
  await page.goto(`/details/?src=${src}`);
  await page.getByRole('button', { name: 'Edit title' }).click();
  await page.getByRole('textbox', { name: 'Title' }).fill('A first title');
  await page.keyboard.press('Enter');
  await expect(about(page).getByText('A first title')).toBeVisible();
  await tab(page, 'History').click();
  await expect(page.getByRole('list', { name: 'History' })).toContainText('Title: A first title');
  expect(new URL(page.url()).searchParams.get('tab')).toBe('history');
  await tab(page, 'Info').click();

  const { id } = await call<{ id: number }>(page.request, 'GET', `/details/?src=${src}`);
  await page.getByRole('button', { name: 'Edit title' }).click();
  await page.getByRole('textbox', { name: 'Title' }).fill('Mine');
  await call(page.request, 'PUT', `/admin/images/${id}/`, { title: 'Theirs' });
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(about(page).getByRole('alert')).toContainText('Stored now: Theirs');
  await expect(page.getByRole('textbox', { name: 'Title' })).toHaveValue('Mine');
  await page.getByRole('button', { name: 'Save mine' }).click();
  await expect(about(page).getByText('Mine')).toBeVisible();
  await expect
    .poll(async () => (await call<any>(page.request, 'GET', `/details/?src=${src}`)).title)
    .toBe('Mine');

  await page.getByRole('combobox', { name: 'New tag' }).fill('Red boat');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Remove the tag Red boat' })).toBeVisible();
  await page.reload();
  await page.getByRole('button', { name: 'Remove the tag Red boat' }).click();
  await expect(page.getByRole('button', { name: 'Remove the tag Red boat' })).toBeHidden();
});

test('no other site hears of a picture before its map is asked for', async ({ page, baseURL }) => {
  const folder = `/${unique('map')}`;
  await storePictures(page.request, folder, { 'a.jpg': await withPlace(await picture(4)) });
  const foreign: string[] = [];
  await page.route('https://www.openstreetmap.org/**', (route) => {
    foreign.push(route.request().url());
    return route.fulfill({ contentType: 'text/html', body: '<title>A map</title>' });
  });
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    if (protocol.startsWith('http') && origin !== baseURL && !origin.includes('openstreetmap')) {
      foreign.push(request.url());
    }
  });
  await page.goto(`/details/?src=${folder.slice(1)}/a.jpg`);
  await tab(page, 'Metadata').click();
  await expect(about(page).getByText('The original says where it was taken', { exact: false })).toBeVisible();
  await page.getByRole('searchbox', { name: 'Filter metadata' }).fill('camera of');
  await expect(about(page).getByText('Camera of the tests')).toBeVisible();
  await expect(page.getByRole('region', { name: 'GPS' })).toBeHidden();
  await tab(page, 'Map').click();
  await expect(about(page).getByText('48.200000, 16.366667')).toBeVisible();
  expect(foreign).toEqual([]);
  await page.getByRole('button', { name: 'Show the map' }).click();
  await expect.poll(() => foreign.length).toBe(1);
  expect(foreign[0]).toContain('marker=48.200000%2C16.366667');
});

test('neighbours follow the list by keys, and Back leads to it', async ({ page }) => {
  const folder = `/${unique('list')}`;
  const files = { 'a.jpg': await picture(1), 'b.jpg': await picture(2), 'c.jpg': await picture(3) };
  await storePictures(page.request, folder, files);
  const from = `path=${folder}&recursive=false&sort=-name`;
  await page.goto(`/list/?${from}`);
  await page.goto(`/details/?src=${folder.slice(1)}/b.jpg&from=${encodeURIComponent(from)}`);
  const title = page.getByRole('heading', { level: 1 });
  await expect(page.getByText('2 of 3')).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await expect(title).toHaveText('a.jpg');
  await expect(page.getByRole('button', { name: 'Next image' })).toBeDisabled();
  await expect(page.getByText('3 of 3')).toBeVisible();
  await page.keyboard.press('k');
  await expect(title).toHaveText('b.jpg');
  await expect(page.getByText('2 of 3')).toBeVisible();
  await page.keyboard.press('k');
  await expect(title).toHaveText('c.jpg');
  // Keys of the tabs are the tabs' own.
  await tab(page, 'Info').focus();
  await page.keyboard.press('ArrowRight');
  await expect(tab(page, 'Metadata')).toBeFocused();
  await expect(title).toHaveText('c.jpg');
  await page.getByRole('link', { name: 'Back to the list' }).click();
  await expect(page).toHaveURL(new RegExp(`/list/\\?path=${folder}`));
});

test('a focal point is chosen by keys and numbers, and changes what is cut', async ({ page }) => {
  const folder = `/${unique('focus')}`;
  await storePictures(page.request, folder, { 'a.jpg': await halves(1200, 300) });
  const src = `${folder.slice(1)}/a.jpg`;
  const square = `/image?src=${src}&width=100&height=100&gravity=smart`;
  await page.goto(`/details/?src=${src}`);
  await chooseAction(page, 'Focal point…');
  const dialog = page.getByRole('dialog', { name: 'Focal point', exact: true });
  await dialog.getByRole('spinbutton', { name: 'From left, %' }).fill('20');
  const point = dialog.getByRole('button', { name: /Focal point, 20 % from the left/ });
  await point.focus();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Shift+ArrowUp');
  await expect(
    dialog.getByRole('button', { name: 'Focal point, 19 % from the left, 40 % from the top' }),
  ).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();
  expect(await colourOf(page, square)).toBe('red');

  await chooseAction(page, 'Focal point…');
  const box = await dialog.getByRole('button', { name: /^Focal point,/ }).boundingBox();
  if (!box) throw new Error('the picture is not shown');
  await page.mouse.click(box.x + box.width * 0.9, box.y + box.height / 2);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();
  expect(await colourOf(page, square)).toBe('blue');
});

test('a file is replaced under the same address, and only by one of its kind', async ({ page }) => {
  const folder = `/${unique('replace')}`;
  await storePictures(page.request, folder, { 'a.jpg': await halves(400, 400) });
  const src = `${folder.slice(1)}/a.jpg`;
  await page.goto(`/details/?src=${src}`);
  const address = page.url();
  await expect(about(page).getByText('400 × 400 px')).toBeVisible();
  await page.getByRole('button', { name: 'Replace' }).click();
  const dialog = page.getByRole('dialog', { name: 'Replace a.jpg' });
  const choose = dialog.getByLabel('Choose a file');
  await choose.setInputFiles({ name: 'new.png', mimeType: 'image/png', buffer: await picture(9) });
  await expect(dialog.getByRole('alert')).toContainText('is no .jpg file');
  await expect(dialog.getByRole('button', { name: 'Replace' })).toBeDisabled();
  const blue = await sharp({ create: { width: 640, height: 320, channels: 3, background: '#00f' } })
    .jpeg()
    .toBuffer();
  await choose.setInputFiles({ name: 'other.jpeg', mimeType: 'image/jpeg', buffer: blue });
  await expect(dialog.getByRole('img', { name: 'As it will be' })).toBeVisible();
  await dialog.getByRole('button', { name: 'Replace' }).click();
  await expect(dialog).toBeHidden();
  await expect(about(page).getByText('640 × 320 px')).toBeVisible();
  expect(page.url()).toBe(address);
  expect(await colourOf(page, `/image?src=${src}&width=50`)).toBe('blue');
  await tab(page, 'History').click();
  await expect(page.getByRole('list', { name: 'History' })).toContainText('Replaced');
});

test('an image is renamed, and deleted and brought back', async ({ page }) => {
  const folder = `/${unique('life')}`;
  await storePictures(page.request, folder, { 'a.jpg': await picture(5) });
  await page.goto(`/details/?src=${folder.slice(1)}/a.jpg`);
  await chooseAction(page, 'Rename…');
  await page.getByRole('textbox', { name: 'File name' }).fill('b.jpg');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('b.jpg');
  await expect(page).toHaveURL(new RegExp(`src=${folder.slice(1)}/b.jpg`));
  await chooseAction(page, 'Delete');
  await expect(page).toHaveURL(new RegExp(`/list/\\?path=${folder}`));
  await expect(page.getByText('Deleted', { exact: true })).toBeVisible();
  await page.goto(`/details/?src=${folder.slice(1)}/b.jpg`);
  await expect(page.getByText('This image no longer exists.')).toBeVisible();
  await tab(page, 'History').click();
  await expect(page.getByRole('list', { name: 'History' })).toContainText('Deleted');
  await page.getByRole('button', { name: 'Restore' }).click();
  await expect(page.getByText('This image no longer exists.')).toBeHidden();
  await expect(page.getByRole('img', { name: 'b.jpg' })).toBeVisible();
});

test('what was never there, may not be seen or is no picture says so', async ({ page, browser, baseURL }) => {
  const folder = `/${unique('states')}`;
  await storePictures(page.request, folder, { 'a.jpg': await picture(6) });
  await page.goto(`/details/?src=${folder.slice(1)}/none.jpg`);
  await expect(page.getByText('This image does not exist')).toBeVisible();
  await page.goto(`/edit/?src=${folder.slice(1)}/a.jpg`);
  await expect(page).toHaveURL(new RegExp(`/details/\\?src=${folder.slice(1)}/a.jpg`));

  const who = await makePerson(page.request, { [folder]: 10 });
  const context = await browser.newContext(baseURL ? { baseURL } : {});
  const other = await context.newPage();
  await signIn(other, who);
  await other.goto(`/details/?src=${folder.slice(1)}/a.jpg`);
  const download = other.getByRole('button', { name: 'Download' });
  await expect(download).toBeDisabled();
  await expect(other.getByRole('button', { name: /Edit title\. Needs “Edit” on/ })).toBeVisible();
  await other.getByRole('button', { name: 'More actions' }).click();
  await expect(other.getByRole('menuitem', { name: /Delete\s*Needs “Delete” on/ })).toBeVisible();
  await other.keyboard.press('Escape');

  const { id } = await call<{ id: number }>(
    page.request,
    'GET',
    `/admin/filesystem/folders/?path=${encodeURIComponent(folder)}`,
  );
  for (const group of [1, 2]) {
    await call(page.request, 'POST', '/admin/permissions/', { group_id: group, folder_id: id, access: 0 });
  }
  const { data: entries } = await (
    await page.request.get(`/api/v1/admin/permissions/?folder_id=${id}&group_id=${who.groupId}`)
  ).json();
  const own = (entries.results ?? entries).find(
    (entry: any) => entry.group_id === who.groupId && entry.folder_id === id,
  );
  await call(page.request, 'PUT', `/admin/permissions/${own.id}/`, { access: 0 });
  await other.goto(`/details/?src=${folder.slice(1)}/a.jpg`);
  await expect(other.getByText('You cannot see this image')).toBeVisible();
  await context.close();
});

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1440, 390]) {
    test(`accessible in ${colorScheme} at ${width} px`, async ({ page }) => {
      const folder = `/${unique('axe')}`;
      await storePictures(page.request, folder, { 'a.jpg': await withPlace(await picture(7, 1200, 800)) });
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width, height: 900 });
      await page.request.get(`/image?src=${folder.slice(1)}/a.jpg&width=100`);
      await page.goto(`/details/?src=${folder.slice(1)}/a.jpg`);
      await expect(page.getByRole('application', { name: /zoomable/ })).toBeVisible();
      await expect(about(page).getByText('no profile', { exact: false })).toBeVisible();
      await expectAccessible(page);
      for (const name of ['Metadata', 'Map', 'History', 'Usage']) {
        await tab(page, name).click();
        await expect(about(page).getByRole('tabpanel', { name })).not.toBeEmpty();
        await expectAccessible(page);
      }
      await page.getByRole('switch', { name: 'As a table' }).click();
      await expectAccessible(page);
      await expectNoSidewaysScroll(page);
      await page.setViewportSize({ width: 320, height: 800 });
      await expectNoSidewaysScroll(page);
    });
  }
}

test('files that cannot be read have a page that says so', async ({ page }) => {
  const folder = `/${unique('unread')}`;
  const whole = await picture(2, 900, 600);
  await storePictures(page.request, folder, {
    'cut.jpg': whole.subarray(0, whole.length / 2),
    'cut.psd': Buffer.concat([Buffer.from('8BPS\0\u0001', 'latin1'), Buffer.alloc(40)]),
  });
  for (const [name, size] of [
    ['cut.jpg', '900 × 600 px'],
    ['cut.psd', 'Not readable'],
  ] as const) {
    const answer = await page.goto(`/details/?src=${folder.slice(1)}/${name}`);
    expect(answer?.status()).toBe(200);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
    await expect(page.getByText('This picture cannot be shown.')).toBeVisible();
    await expect(about(page)).toContainText(size);
  }
  await page.getByRole('button', { name: 'More actions' }).click();
  await expect(page.getByRole('menuitem', { name: 'Focal point' })).toBeDisabled();
});
