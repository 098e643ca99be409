import { expectAccessible, expectNoSidewaysScroll } from './testing/page-checks.ts';
import { call, makePerson, signIn, unique } from './testing/people.ts';
import { picture, storePictures } from './testing/pictures.ts';
import { expect, type Page, test } from './testing/test.ts';

/** A folder of small pictures, `01.jpg` and so on. */
async function makeFolder(page: Page, name: string, count: number): Promise<string> {
  const folder = `/${unique(name)}`;
  const numbers = Array.from({ length: count }, (_, index) => index + 1);
  const files = await Promise.all(
    numbers.map(
      async (number) => [`${String(number).padStart(2, '0')}.jpg`, await picture(number, 80, 60)] as const,
    ),
  );
  await storePictures(page.request, folder, Object.fromEntries(files));
  return folder;
}

const nameOf = (folder: string) => folder.slice(folder.lastIndexOf('/') + 1);
const cell = (page: Page, name: string) => page.getByRole('gridcell', { name: new RegExp(`^${name}`) });
const picturePart = { position: { x: 70, y: 50 } };
const bar = (page: Page) => page.getByRole('toolbar', { name: 'Selected images' });
const message = (page: Page, text: string | RegExp) => page.getByRole('dialog').filter({ hasText: text });

test.beforeEach(async ({ page }) => {
  await signIn(page);
});

test('folders are walked by tree, chips, breadcrumbs and typed path', async ({ page }) => {
  const folder = await makeFolder(page, 'walk', 2);
  await call(page.request, 'POST', '/admin/filesystem/folders/', { path: `${folder}/inner` });
  await page.goto('/list/');
  await page.getByRole('treeitem', { name: nameOf(folder) }).click();
  await expect(page).toHaveURL(`/list/?path=${folder}`);
  await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', '1');
  await expect(page.getByRole('region', { name: 'About this list' })).toContainText('2 images');
  await page.getByRole('navigation', { name: 'Folders here' }).getByRole('link', { name: 'inner' }).click();
  await expect(page.getByText('This folder is empty')).toBeVisible();
  await page
    .getByRole('navigation', { name: 'Path' })
    .getByRole('link', { name: nameOf(folder) })
    .click();
  await expect(cell(page, '01.jpg')).toBeVisible();
  await page.getByRole('button', { name: 'Type a path' }).click();
  await page.getByRole('textbox', { name: 'Path of a folder' }).fill('/no/such/folder');
  await page.keyboard.press('Enter');
  await expect(page.getByText('There is no folder /no/such/folder')).toBeVisible();
  await page.goBack();
  await expect(cell(page, '01.jpg')).toBeVisible();
});

test('a search, a filter and an order stand in the address', async ({ page }) => {
  const folder = await makeFolder(page, 'find', 3);
  const word = unique('needle');
  await storePictures(page.request, folder, { [`${word}.jpg`]: await picture(9, 400, 300) });
  await page.goto(`/list/?path=${folder}`);
  await expect(cell(page, '01.jpg')).toBeVisible();
  await page.keyboard.press('/');
  await page.keyboard.type(word);
  await expect(page).toHaveURL(new RegExp(`q=${word}`));
  await expect(cell(page, '01.jpg')).toHaveCount(0);
  await expect(cell(page, word)).toBeVisible();
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await page.getByRole('button', { name: 'Pixels', exact: true }).click();
  await page.getByRole('textbox', { name: 'Width from' }).fill('300');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/min_width=300/);
  await expect(page.getByRole('region', { name: 'About this list' })).toContainText('1 image,');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Take off the filter Pixels' }).click();
  await page.getByRole('button', { name: /^Order/ }).click();
  await page.getByRole('menuitemradio', { name: 'Name, Z to A' }).click();
  await expect(page).toHaveURL(/sort=-name/);
  await expect(page.getByRole('gridcell').first()).toHaveAccessibleName(new RegExp(`^${word}`));
  await page.goto(`/list/?path=${folder}&q=${unique('nothing')}`);
  await expect(page.getByText('Nothing found')).toBeVisible();
});

test('ranges are selected by mouse and keys, also of images that are not loaded', async ({ page }) => {
  const folder = await makeFolder(page, 'range', 12);
  await page.goto(`/list/?path=${folder}`);
  await cell(page, '02.jpg').click(picturePart);
  await cell(page, '05.jpg').click({ ...picturePart, modifiers: ['Shift'] });
  await expect(bar(page)).toContainText('4 selected');
  await cell(page, '03.jpg').click({ ...picturePart, modifiers: ['ControlOrMeta'] });
  await expect(bar(page)).toContainText('3 selected');
  await page.keyboard.press('Escape');
  await expect(bar(page)).toBeHidden();
  await cell(page, '01.jpg').focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Shift+ArrowRight');
  await expect(bar(page)).toContainText('3 selected');
  await page.keyboard.press('Shift+ArrowLeft');
  await expect(bar(page)).toContainText('2 selected');
  await page.keyboard.press('Control+Space');
  await expect(bar(page)).toContainText('1 selected');
  await page.keyboard.press('ControlOrMeta+a');
  await expect(bar(page)).toContainText('12 selected');
});

test('a range over pages that are not loaded loads them', async ({ page }) => {
  const folder = await makeFolder(page, 'pages', 6);
  const listing = await (await page.request.get(`/api/v1/browse/?path=${folder}&limit=500`)).json();
  const [first] = listing.data.images;
  // 1000 images would take long to store: the answers of the server are multiplied.
  await page.route('**/api/v1/browse/?*', async (route) => {
    const start = Number(new URL(route.request().url()).searchParams.get('start'));
    const images = Array.from({ length: Math.min(200, 1000 - start) }, (_, index) => ({
      ...first,
      id: start + index + 1,
      filename: `${start + index + 1}.jpg`,
    }));
    await route.fulfill({ json: { ...listing, data: { ...listing.data, total: 1000, images } } });
  });
  await page.goto(`/list/?path=${folder}`);
  await cell(page, '1.jpg').first().focus();
  await page.keyboard.press('Shift+Control+End');
  await expect(bar(page)).toContainText('1,000 selected');
  await expect(cell(page, '1000.jpg')).toBeFocused();
  expect(await page.getByRole('gridcell').count()).toBeLessThan(300);
});

test('images are moved, deleted and renamed, and all of it is taken back', async ({ page }) => {
  const folder = await makeFolder(page, 'change', 4);
  const other = `${folder}/other`;
  await call(page.request, 'POST', '/admin/filesystem/folders/', { path: other });
  await page.goto(`/list/?path=${folder}`);
  await cell(page, '01.jpg').click(picturePart);
  await cell(page, '02.jpg').click({ ...picturePart, modifiers: ['Shift'] });
  await bar(page).getByRole('button', { name: 'Move to…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Move 2 images to…' });
  await expect(dialog.getByRole('button', { name: 'Move here' })).toHaveAttribute('aria-disabled', 'true');
  await dialog.getByRole('treeitem', { name: nameOf(folder) }).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await dialog.getByRole('button', { name: 'Move here' }).click();
  await expect(cell(page, '01.jpg')).toHaveCount(0);
  await message(page, `Moved 2 images to ${other}`).getByRole('button', { name: 'Undo' }).click();
  await expect(cell(page, '01.jpg')).toBeVisible();

  await cell(page, '03.jpg').focus();
  await page.keyboard.press('Delete');
  await expect(cell(page, '03.jpg')).toHaveCount(0);
  await message(page, 'Deleted 03.jpg').getByRole('button', { name: 'Undo' }).click();
  await expect(cell(page, '03.jpg')).toBeVisible();

  await cell(page, '04.jpg').focus();
  await page.keyboard.press('F2');
  await page.getByRole('textbox', { name: 'New name' }).fill('last.jpg');
  await page.keyboard.press('Enter');
  await message(page, 'Renamed to last.jpg').getByRole('button', { name: 'Undo' }).click();
  await expect(cell(page, '04.jpg')).toBeVisible();
});

test('everything that a list has is selected and tagged, and found by the tag', async ({ page }) => {
  const folder = await makeFolder(page, 'tag', 3);
  const tag = unique('tag');
  await page.goto(`/list/?path=${folder}`);
  await cell(page, '01.jpg').click(picturePart);
  await bar(page).getByRole('button', { name: 'Select all 3 images' }).click();
  await bar(page).getByRole('button', { name: 'Tag…' }).click();
  await page.getByRole('textbox', { name: 'Add a tag' }).fill(tag);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(message(page, 'Changed the tags of 3 images')).toBeVisible();
  await page.goto(`/list/?tag=${tag}`);
  await expect(page.getByRole('region', { name: 'About this list' })).toContainText('3 images');
});

test('the selection is downloaded as a zip', async ({ page }) => {
  const folder = await makeFolder(page, 'zip', 2);
  await page.goto(`/list/?path=${folder}`);
  await cell(page, '01.jpg').focus();
  await page.keyboard.press('ControlOrMeta+a');
  const download = page.waitForEvent('download');
  await bar(page).getByRole('button', { name: 'Download' }).click();
  expect((await download).suggestedFilename()).toMatch(/\.zip$/);
});

test('images are dragged onto a folder', async ({ page }) => {
  const folder = await makeFolder(page, 'drag', 2);
  await call(page.request, 'POST', '/admin/filesystem/folders/', { path: `${folder}/box` });
  await page.goto(`/list/?path=${folder}`);
  const box = page.getByRole('navigation', { name: 'Folders here' }).getByRole('link', { name: 'box' });
  await cell(page, '01.jpg').dragTo(box, { sourcePosition: picturePart.position });
  await expect(message(page, `Moved 01.jpg to ${folder}/box`)).toBeVisible();
  await expect(cell(page, '01.jpg')).toHaveCount(0);
});

test('a quick look at one image after the other', async ({ page }) => {
  const folder = await makeFolder(page, 'look', 3);
  await page.goto(`/list/?path=${folder}`);
  await cell(page, '01.jpg').focus();
  await page.keyboard.press('Space');
  const dialog = page.getByRole('dialog', { name: '01.jpg' });
  await expect(dialog).toContainText('1 of 3 images');
  await expect(dialog.getByRole('img', { name: 'Picture of 01.jpg' })).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('dialog', { name: '02.jpg' })).toContainText('2 of 3 images');
  await expectAccessible(page);
  await page.keyboard.press('Space');
  await expect(cell(page, '02.jpg')).toBeFocused();
});

test('Back leads to where the list was left', async ({ page }) => {
  const folder = await makeFolder(page, 'back', 40);
  await page.goto(`/list/?path=${folder}`);
  await cell(page, '01.jpg').focus();
  await page.keyboard.press('Control+End');
  await expect(cell(page, '40.jpg')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/details\//);
  await page.goBack();
  await expect(cell(page, '40.jpg')).toBeInViewport();
  await expect(cell(page, '40.jpg')).toHaveAttribute('tabindex', '0');
});

test('folders are made, renamed and deleted, and come back', async ({ page }) => {
  const folder = await makeFolder(page, 'folder', 1);
  await page.goto(`/list/?path=${folder}`);
  const openMenu = () => page.getByRole('button', { name: 'Actions of this folder' }).click();
  await openMenu();
  await page.getByRole('menuitem', { name: 'New folder…' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('.hidden');
  await page.keyboard.press('Enter');
  await expect(page.getByText('A name cannot begin with a dot.')).toBeVisible();
  await page.getByRole('textbox', { name: 'Name' }).fill('made');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('navigation', { name: 'Folders here' })).toContainText('made');
  await openMenu();
  await page.getByRole('menuitem', { name: 'Rename…' }).click();
  await page.getByRole('textbox', { name: 'New name' }).fill(`${nameOf(folder)}-b`);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(`/list/?path=${folder}-b`);
  await openMenu();
  await page.getByRole('menuitem', { name: 'Delete folder…' }).click();
  await page.getByRole('button', { name: 'Delete folder' }).click();
  await expect(page).toHaveURL('/list/');
  await message(page, `Deleted ${folder}-b`).getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('treeitem', { name: `${nameOf(folder)}-b` })).toBeVisible();
});

test('who may only look is told which right is missing', async ({ page, browser }) => {
  const folder = await makeFolder(page, 'rights', 2);
  const person = await makePerson(page.request, { [folder]: 10 });
  const theirs = await browser.newPage();
  await signIn(theirs, person);
  await theirs.goto(`/list/?path=${folder}`);
  await expect(theirs.getByRole('region', { name: 'About this list' })).toContainText('You can: view');
  await cell(theirs, '01.jpg').click(picturePart);
  const remove = bar(theirs).getByRole('button', { name: 'Delete' });
  await expect(remove).toHaveAttribute('aria-disabled', 'true');
  await remove.hover();
  await expect(theirs.getByText(`Needs “Delete” on ${folder}`)).toBeVisible();
  await theirs.getByRole('button', { name: 'Actions of this folder' }).click();
  await expect(theirs.getByRole('menuitem', { name: /New folder/ })).toContainText('Needs “Create folders”');
  await theirs.close();
});

test('the list is as good as the grid', async ({ page }) => {
  const folder = await makeFolder(page, 'list', 3);
  await page.goto(`/list/?path=${folder}&view=list`);
  await expect(page.getByRole('row')).toHaveCount(4);
  await page.getByRole('columnheader', { name: 'Size' }).getByRole('button').click();
  await expect(page).toHaveURL(/sort=-size/);
  await expect(page.getByRole('columnheader', { name: 'Size' })).toHaveAttribute('aria-sort', 'descending');
  await expectAccessible(page);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`nothing stands in anybody's way, in ${colorScheme} and on a phone`, async ({
    browser,
    page: admin,
  }) => {
    const folder = await makeFolder(admin, 'access', 5);
    await call(admin.request, 'POST', '/admin/filesystem/folders/', { path: `${folder}/inner` });
    for (const viewport of [
      { width: 1440, height: 900 },
      { width: 390, height: 800 },
    ]) {
      const context = await browser.newContext({ colorScheme, viewport });
      const page = await context.newPage();
      await signIn(page);
      await page.goto(`/list/?path=${folder}`);
      await expect(cell(page, '01.jpg')).toBeVisible();
      await expectAccessible(page);
      await expectNoSidewaysScroll(page);
      await cell(page, '01.jpg').click(picturePart);
      await expect(bar(page)).toBeVisible();
      await expectAccessible(page);
      await expectNoSidewaysScroll(page);
      if (viewport.width < 700) {
        await page.getByRole('button', { name: 'Show the folder tree' }).click();
        await expect(page.getByRole('dialog', { name: 'Folders' })).toBeVisible();
        await expectAccessible(page);
      }
      await context.close();
    }
  });
}
