import { readFile } from 'node:fs/promises';
import { call, makePerson, signIn, unique } from './testing/people.ts';
import { picture, storePictures } from './testing/pictures.ts';
import { type APIRequestContext, expect, type Page, test } from './testing/test.ts';

const NAMES = ['arch.jpg', 'beach.jpg', 'cliff.jpg'];

type Person = Awaited<ReturnType<typeof makePerson>>;

/** A folder of three pictures that only its person may see, and the person, who may make portfolios. */
async function prepare(admin: APIRequestContext): Promise<{ folder: string; person: Person }> {
  await signIn({ request: admin });
  const folder = `/${unique('folio')}`;
  const files = await Promise.all(
    NAMES.map(async (name, index) => [name, await picture(index + 1, 900, 600)] as const),
  );
  await storePictures(admin, folder, Object.fromEntries(files));
  const { id: folderId } = await call<{ id: number }>(
    admin,
    'GET',
    `/admin/filesystem/folders/?${new URLSearchParams({ path: folder })}`,
  );
  for (const groupId of [1, 2]) {
    await call(admin, 'POST', '/admin/permissions/', { group_id: groupId, folder_id: folderId, access: 0 });
  }
  return { folder, person: await makePerson(admin, { [folder]: 20 }, { access_folios: true }) };
}

/** A portfolio of the pictures of a folder. */
async function makePortfolio(as: APIRequestContext, folder: string, fields: object = {}) {
  const name = unique('Portfolio');
  const folio = await call<{ id: number; human_id: string }>(as, 'POST', '/portfolios/', {
    name,
    description: '',
    internal_access: 0,
    public_access: 0,
    ...fields,
  });
  await call(as, 'POST', `/portfolios/${folio.id}/images/many/`, { selection: { search: { path: folder } } });
  return { ...folio, name };
}

const order = (page: Page) =>
  page
    .getByRole('list', { name: 'Images in their order' })
    .getByRole('link')
    .evaluateAll((links) => links.map((link) => link.getAttribute('aria-label')));

test('from the basket by a portfolio and its export to the download of a visitor', async ({
  page,
  playwright,
  baseURL,
  browser,
}) => {
  // Two browsers, ten pages.
  test.setTimeout(120_000);
  const admin = await playwright.request.newContext({ baseURL: baseURL ?? '' });
  const { folder, person } = await prepare(admin);
  await signIn(page, person);

  // Collecting: from a selection, then from the page of an image. It stays.
  await page.goto(`/list/?path=${folder}&view=grid`);
  await page.getByRole('gridcell', { name: 'arch.jpg' }).first().click();
  await page
    .getByRole('toolbar', { name: 'Selected images' })
    .getByRole('button', { name: 'Add to basket' })
    .click();
  await expect(page.getByRole('link', { name: 'Basket, 1' })).toBeVisible();
  await page.goto(`/details/?src=${folder.slice(1)}/cliff.jpg`);
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Add to basket' }).click();
  await page.getByRole('link', { name: 'Basket, 2' }).click();
  await expect(page.getByRole('link', { name: 'cliff.jpg' })).toBeVisible();

  // A portfolio of it.
  const name = unique('Coast');
  await page.getByRole('button', { name: 'Make a portfolio…' }).click();
  await page.getByRole('button', { name: 'Make portfolio' }).click();
  await expect(page.getByText('Give it a name')).toBeVisible();
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByRole('button', { name: 'Make portfolio' }).click();
  await expect(page.getByRole('heading', { name })).toBeVisible();
  await expect.poll(() => order(page)).toEqual(['1. arch.jpg', '2. cliff.jpg']);

  // An export with progress and an end.
  await page.getByRole('tab', { name: 'Exports' }).click();
  await page.getByRole('button', { name: 'New export…' }).click();
  await page.getByRole('button', { name: 'Begin export' }).click();
  const download = page.getByRole('link', { name: 'Download', exact: true });
  await expect(download).toBeVisible();

  // A link with a password, for somebody who has no account.
  await page.getByRole('tab', { name: 'Share links' }).click();
  await page.getByRole('button', { name: 'New link…' }).click();
  await page.getByLabel('For whom').fill('The press');
  await page.getByLabel('What it allows').click();
  await page.getByRole('option', { name: 'View and download' }).click();
  await page.getByLabel('Password').fill('open sesame');
  await page.getByRole('button', { name: 'Make link' }).click();
  const link = await page.getByLabel('Link', { exact: true }).inputValue();
  await page.getByRole('button', { name: 'Done' }).click();

  const stranger = await browser.newContext({ baseURL: baseURL ?? '', reducedMotion: 'reduce' });
  const visit = await stranger.newPage();
  await visit.goto(new URL(link).pathname);
  await visit.getByLabel('Password').fill('something else');
  await visit.getByRole('button', { name: 'Open' }).click();
  await expect(visit.getByText('That is not the password of this link.')).toBeVisible();
  await visit.getByLabel('Password').fill('open sesame');
  await visit.getByRole('button', { name: 'Open' }).click();
  await expect(visit.getByRole('heading', { name })).toBeVisible();
  const shown = visit.getByRole('img', { name: 'arch.jpg' });
  await expect.poll(() => shown.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(800);
  const address = (await shown.getAttribute('src')) ?? '';

  const coming = visit.waitForEvent('download');
  await visit.getByRole('region', { name: 'Downloads' }).getByRole('link').click();
  const file = await coming;
  expect(file.suggestedFilename()).toBe(`${name}.zip`);
  const bytes = await readFile(await file.path());
  expect(bytes.subarray(0, 2).toString()).toBe('PK');
  for (const each of ['arch.jpg', 'cliff.jpg']) expect(bytes.includes(each)).toBe(true);

  // Counted, then revoked: the page and the pictures go.
  await expect(async () => {
    await page.reload();
    await expect(page.getByText(/1 view, 1 download/)).toBeVisible({ timeout: 2000 });
  }).toPass();
  await page.getByRole('button', { name: 'Revoke The press' }).click();
  await page.getByRole('button', { name: 'Revoke link' }).click();
  await expect(page.getByText('Revoked')).toBeVisible();
  expect((await visit.request.get(address)).status()).toBe(403);
  await visit.reload();
  await expect(visit.getByText('This link is not good any more')).toBeVisible();
  await stranger.close();
  await admin.dispose();
});

test('images are ordered by dragging, by keys and by a menu, and get names and changes of their own', async ({
  page,
  playwright,
  baseURL,
}) => {
  const admin = await playwright.request.newContext({ baseURL: baseURL ?? '' });
  const { folder, person } = await prepare(admin);
  await signIn(page, person);
  const folio = await makePortfolio(page.request, folder);
  await page.goto(`/portfolios/${folio.human_id}/edit/`);
  await expect.poll(() => order(page)).toEqual(['1. arch.jpg', '2. beach.jpg', '3. cliff.jpg']);
  const images = page.getByRole('list', { name: 'Images in their order' });

  await images.getByRole('listitem').nth(2).dragTo(images.getByRole('listitem').nth(0));
  await expect.poll(() => order(page)).toEqual(['1. cliff.jpg', '2. arch.jpg', '3. beach.jpg']);
  const arch = images.getByRole('link', { name: 'arch.jpg' });
  await arch.focus();
  await page.keyboard.press('Alt+ArrowRight');
  await expect(page.getByRole('status').filter({ hasText: 'arch.jpg is at place 3 of 3' })).toBeAttached();
  await expect(arch).toBeFocused();
  await page.getByRole('button', { name: 'Actions of cliff.jpg' }).click();
  await page.getByRole('menuitem', { name: 'Move later' }).click();
  await expect.poll(() => order(page)).toEqual(['1. beach.jpg', '2. cliff.jpg', '3. arch.jpg']);

  await page.getByRole('button', { name: 'Actions of beach.jpg' }).click();
  await page.getByRole('menuitem', { name: 'File name in zips…' }).click();
  await page.getByRole('textbox', { name: 'File name' }).fill('stränd.jpg');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText(/filename not allowed/)).toBeVisible();
  await page.getByRole('textbox', { name: 'File name' }).fill('strand.jpg');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(images.getByRole('link', { name: '1. strand.jpg' })).toBeVisible();

  await page.getByRole('button', { name: 'Actions of strand.jpg' }).click();
  await page.getByRole('menuitem', { name: 'Picture changes…' }).click();
  await page.getByLabel('Width, px').fill('300');
  await page.getByLabel('More, as in addresses').fill('left=0.25&flip=h');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(images.getByText('Changed')).toBeVisible();
  const { images: stored } = await call<{ images: Array<{ parameters: object; url: string }> }>(
    page.request,
    'GET',
    `/portfolios/${folio.id}/`,
  );
  expect(stored[0]?.parameters).toEqual({
    width: { value: 300 },
    left: { value: 0.25 },
    flip: { value: 'h' },
  });

  await page.getByRole('button', { name: 'Actions of cliff.jpg' }).click();
  await page.getByRole('menuitem', { name: 'Take out' }).click();
  await expect(images.getByRole('listitem')).toHaveCount(2);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(images.getByRole('listitem')).toHaveCount(3);
  await admin.dispose();
});

test('the public page shows what its visitor may see, as grid, gallery and show', async ({
  page,
  playwright,
  baseURL,
  browser,
}) => {
  const admin = await playwright.request.newContext({ baseURL: baseURL ?? '' });
  const { folder, person } = await prepare(admin);
  await signIn(page, person);
  const folio = await makePortfolio(page.request, folder, { public_access: 10 });
  const secret = await makePortfolio(page.request, folder);

  await page.goto(`/portfolios/${folio.human_id}/`);
  await expect(page.getByRole('heading', { name: folio.name })).toBeVisible();
  await expect(page.getByRole('img', { name: 'beach.jpg' })).toBeVisible();
  await page.getByRole('button', { name: 'Show beach.jpg larger' }).click();
  await expect(page.getByText('2 of 3', { exact: true })).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByText('3 of 3', { exact: true })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('button', { name: 'Show arch.jpg larger' })).toBeVisible();
  await page.getByRole('button', { name: 'Slideshow' }).click();
  await page.getByRole('button', { name: 'Pause the show' }).click();
  await expect(page.getByRole('button', { name: 'Play the show' })).toBeVisible();

  // Whoever may not see the folder sees the page without its pictures.
  const stranger = await browser.newContext({ baseURL: baseURL ?? '' });
  const visit = await stranger.newPage();
  expect((await visit.goto(`/portfolios/${folio.human_id}/`))?.status()).toBe(200);
  await expect(visit.getByText('3 images are not shown')).toBeVisible();
  await expect(visit.getByText('No images')).toBeVisible();
  expect((await visit.goto(`/portfolios/${secret.human_id}/`))?.status()).toBe(403);
  await expect(visit.getByRole('heading', { name: 'You may not see this portfolio' })).toBeVisible();
  expect((await visit.goto('/portfolios/none/'))?.status()).toBe(404);
  await visit.goto(`/portfolios/${folio.human_id}/edit/`);
  await expect(visit).toHaveURL(/\/login\//);
  await stranger.close();

  // Somebody else who is signed in may see, but not change it.
  const other = await makePerson(admin);
  await signIn(page, other);
  await page.goto(`/portfolios/${folio.human_id}/edit/`);
  await expect(page.getByText('Only its owner and administrators')).toBeVisible();
  await page.goto('/portfolios/');
  await expect(page.getByRole('button', { name: 'New portfolio' }).first()).toBeDisabled();
  await expect(page.getByText(folio.name)).toHaveCount(0);
  await admin.dispose();
});
