import { openOtherSite } from './testing/other-site.ts';
import { complaints } from './testing/page-checks.ts';
import { ADMIN, call, endFirstRun, makePerson, signIn, unique } from './testing/people.ts';
import { picture, storePictures } from './testing/pictures.ts';
import { expect, type Locator, listening, type Page, test } from './testing/test.ts';

type File = { name: string; mimeType: string; buffer: Buffer };

/**
 * Pictures of 1600 x 1200 pixels, `p01.jpg` and so on.
 * @param from number on the first one: two uploads of the same content are asked about
 */
function pictures(count: number, from: number): Promise<File[]> {
  return Promise.all(
    Array.from({ length: count }, async (_, index) => ({
      name: `p${String(index + 1).padStart(2, '0')}.jpg`,
      mimeType: 'image/jpeg',
      buffer: await picture(from + index, 1600, 1200),
    })),
  );
}

const cell = (page: Page, name: string) => page.getByRole('gridcell', { name: new RegExp(`^${name}`) });
const bar = (page: Page) => page.getByRole('toolbar', { name: 'Selected images' });
const frame = (page: Page) => page.getByRole('button', { name: /^Crop frame/ });
const level = (page: Page, group: string, folder: string) =>
  page.getByRole('radiogroup', { name: `Level of ${group} on ${folder}` });

/** What a visitor of another site sees of some markup: the size of the box and of the picture in it. */
async function seenElsewhere(page: Page, markup: string) {
  const site = await openOtherSite(markup);
  try {
    await page.goto(site.address);
    const image = page.locator('img');
    await expect
      .poll(() => image.evaluate((each: HTMLImageElement) => each.complete && each.naturalWidth))
      .toBeTruthy();
    return await image.evaluate((each: HTMLImageElement) => ({
      box: [each.width, each.height],
      file: [each.naturalWidth, each.naturalHeight],
    }));
  } finally {
    site.close();
  }
}

test.beforeAll(async ({ request }) => {
  await signIn({ request });
  await endFirstRun(request);
});

test('from signing in to a picture on another site, and rights that are explained', async ({
  page,
  browser,
}) => {
  test.setTimeout(120_000);
  const heard = complaints(page);
  const name = unique('journey');
  await page.goto('/list/');
  await page.getByLabel('Username').fill(ADMIN.username);
  await page.getByLabel('Password').fill(ADMIN.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('tree', { name: 'Folders' })).toBeVisible();
  await listening(page);

  await test.step('folders', async () => {
    for (const each of [name, 'chosen']) {
      await page.getByRole('button', { name: 'Actions of this folder' }).click();
      await page.getByRole('menuitem', { name: 'New folder…' }).click();
      await page.getByRole('textbox', { name: 'Name' }).fill(each);
      await page.keyboard.press('Enter');
      const made = page.getByRole('navigation', { name: 'Folders here' }).getByRole('link', { name: each });
      await expect(made).toBeVisible();
      if (each === name) await made.click();
    }
  });

  await test.step('upload', async () => {
    await page.getByLabel('Files to upload').setInputFiles(await pictures(12, 101));
    await expect(cell(page, 'p12.jpg')).toBeVisible({ timeout: 60_000 });
    await expect(page.getByRole('region', { name: 'About this list' })).toContainText('12 images');
    await page.getByRole('button', { name: 'Clear the list' }).click();
  });

  await test.step('find, select a range, move', async () => {
    await page.getByRole('searchbox').first().fill('p0');
    await page.getByRole('button', { name: /^Order/ }).click();
    await page.getByRole('menuitemradio', { name: 'Name, A to Z' }).click();
    await expect(cell(page, 'p12.jpg')).toHaveCount(0);
    // In the order that was chosen, whatever was shown before.
    await expect(page.getByRole('gridcell').first()).toHaveAccessibleName(/^p01/);
    const part = { position: { x: 70, y: 50 } };
    await cell(page, 'p02.jpg').click(part);
    await cell(page, 'p05.jpg').click({ ...part, modifiers: ['Shift'] });
    await expect(bar(page)).toContainText('4 selected');
    await bar(page).getByRole('button', { name: 'Move to…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Move 4 images to…' });
    await dialog.getByRole('treeitem', { name }).focus();
    await page.keyboard.press('ArrowRight');
    await dialog.getByRole('treeitem', { name: 'chosen' }).click();
    await dialog.getByRole('button', { name: 'Move here' }).click();
    await expect(page.getByText(`Moved 4 images to /${name}/chosen`)).toBeVisible();
  });

  let markup = '';
  await test.step('publish with a crop', async () => {
    await page.goto(`/list/?path=/${name}/chosen`);
    await cell(page, 'p03.jpg').focus();
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'Publish' }).click();
    await page.getByRole('group', { name: 'View' }).getByRole('button', { name: 'Crop' }).click();
    const box = await frame(page).boundingBox();
    if (!box) throw new Error('the crop frame is not shown');
    await page.getByRole('button', { name: 'Bottom right corner of the crop frame' }).hover();
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 4 });
    await page.mouse.up();
    await expect(frame(page)).toHaveAccessibleName(/800 × 600 pixels at 0, 0/);
    await page.getByRole('group', { name: 'View' }).getByRole('button', { name: 'Result' }).click();
    await page.getByRole('combobox', { name: 'As', exact: true }).click();
    await page
      .getByRole('option', { name: /^HTML image tag/ })
      .first()
      .click();
    await page.getByLabel('What the picture shows').fill('A number');
    await expect(page.getByTestId('markup')).toContainText('width="800" height="600"');
    markup = (await page.getByTestId('markup').textContent()) ?? '';
  });
  const visitor = await (await browser.newContext()).newPage();
  expect(await seenElsewhere(visitor, markup)).toEqual({ box: [800, 600], file: [800, 600] });

  await test.step('rights and their explanation', async () => {
    const folder = `/${name}/chosen`;
    await page.goto(`/admin/permissions/?path=${folder}&user=public`);
    const explained = page.getByRole('region', { name: 'Explain' });
    await expect(explained).toContainText('View');
    await level(page, 'Public', folder).getByRole('radio', { name: 'No access' }).click();
    const unsaved = page.getByRole('region', { name: 'Unsaved changes' });
    await expect(unsaved).toContainText(/Removes View/);
    await unsaved.getByRole('button', { name: 'Save 1 change' }).click();
    await expect(explained).toContainText(/cannot see/);
    // What is revoked is revoked for the published picture too, whether it was cached or not.
    const address = /src="([^"]+)"/.exec(markup)?.[1]?.replaceAll('&amp;', '&') ?? '';
    expect((await visitor.request.get(address)).status()).toBe(403);
  });
  await visitor.context().close();
  expect(heard).toEqual([]);
});

/** Presses Tab until something has the focus: whoever has no mouse goes the same way. */
async function tabTo(page: Page, target: Locator, most = 120): Promise<void> {
  await expect(target.first()).toBeVisible();
  for (let presses = 0; presses < most; presses++) {
    if (await target.first().evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`${most} presses of Tab did not lead to ${String(target)}`);
}

/** Presses the arrow down in a menu that has opened until an entry of it has the focus. */
async function downTo(page: Page, entry: Locator): Promise<void> {
  await expect(entry).toBeVisible();
  await expect(async () => {
    if (await entry.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('ArrowDown');
    await expect(entry).toBeFocused({ timeout: 100 });
  }).toPass();
}

test('all of it by keyboard alone', async ({ page, context }) => {
  test.setTimeout(120_000);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const name = unique('keys');

  await test.step('sign in', async () => {
    await page.goto('/login/');
    await expect(page.getByLabel('Username')).toBeFocused();
    await page.keyboard.type(ADMIN.username);
    await page.keyboard.press('Tab');
    await page.keyboard.type(ADMIN.password);
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL('/list/');
  });

  await test.step('make a folder and go there by the palette', async () => {
    await tabTo(page, page.getByRole('button', { name: 'Actions of this folder' }));
    await page.keyboard.press('Enter');
    await downTo(page, page.getByRole('menuitem', { name: 'New folder…' }));
    await page.keyboard.press('Enter');
    await expect(page.getByRole('textbox', { name: 'Name' })).toBeFocused();
    await page.keyboard.type(name);
    await page.keyboard.press('Enter');
    await expect(
      page.getByRole('navigation', { name: 'Folders here' }).getByRole('link', { name }),
    ).toBeVisible();
    await page.keyboard.press('ControlOrMeta+k');
    await expect(page.getByRole('combobox').first()).toBeFocused();
    await page.keyboard.type(name);
    const found = page
      .getByRole('group', { name: 'Folders' })
      .getByRole('option', { name: new RegExp(name) });
    await expect(found).toBeVisible();
    for (let presses = 0; presses < 10; presses++) {
      if ((await found.getAttribute('data-highlighted')) !== null) break;
      await page.keyboard.press('ArrowDown');
    }
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(`/list/?path=/${name}`);
  });

  await test.step('upload', async () => {
    await expect(page.getByRole('button', { name: 'Upload', exact: true })).toBeEnabled();
    const chooser = page.waitForEvent('filechooser');
    await page.keyboard.press('u');
    await (await chooser).setFiles(await pictures(6, 201));
    await expect(cell(page, 'p06.jpg')).toBeVisible({ timeout: 60_000 });
    await expect(page.getByRole('region', { name: 'About this list' })).toContainText('6 images');
  });

  await test.step('find, select a range, tag it, move it', async () => {
    await page.keyboard.press('/');
    await page.keyboard.type('p0');
    await expect(page).toHaveURL(/q=p0/);
    await tabTo(page, page.getByRole('button', { name: /^Order/ }));
    await page.keyboard.press('Enter');
    await downTo(page, page.getByRole('menuitemradio', { name: 'Name, A to Z' }));
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/sort=name/);
    await tabTo(page, cell(page, 'p01.jpg'));
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('Shift+ArrowRight');
    await expect(bar(page)).toContainText('3 selected');
    await page.keyboard.press('t');
    await expect(page.getByRole('textbox', { name: 'Add a tag' })).toBeFocused();
    await page.keyboard.type(`${name}-tag`);
    await page.keyboard.press('Enter');
    await tabTo(page, page.getByRole('button', { name: 'Save' }));
    await page.keyboard.press('Enter');
    await expect(page.getByText('Changed the tags of 3 images')).toBeVisible();
    await expect(bar(page)).toContainText('3 selected');
    await tabTo(page, cell(page, 'p04.jpg'));
    await page.keyboard.press('m');
    const dialog = page.getByRole('dialog', { name: 'Move 3 images to…' });
    await tabTo(page, dialog.getByRole('button', { name: 'New folder' }));
    await page.keyboard.press('Enter');
    await page.keyboard.type('chosen');
    await page.keyboard.press('Enter');
    await expect(dialog.getByText(`/${name}/chosen`)).toBeVisible();
    await tabTo(page, dialog.getByRole('button', { name: 'Move here' }));
    await page.keyboard.press('Enter');
    await expect(page.getByText(`Moved 3 images to /${name}/chosen`)).toBeVisible();
  });

  await test.step('look, publish with a crop, copy the markup', async () => {
    await page.goto(`/list/?path=/${name}/chosen`);
    await tabTo(page, cell(page, 'p02.jpg'));
    await page.keyboard.press('Space');
    await expect(page.getByRole('dialog', { name: 'p02.jpg' })).toBeVisible();
    await page.keyboard.press('Space');
    await expect(cell(page, 'p02.jpg')).toBeFocused();
    await page.keyboard.press('Enter');
    await tabTo(page, page.getByRole('link', { name: 'Publish' }));
    await page.keyboard.press('Enter');
    await tabTo(page, page.getByRole('group', { name: 'View' }).getByRole('button', { name: 'Crop' }));
    await page.keyboard.press('Enter');
    await tabTo(page, page.getByRole('button', { name: 'Right edge of the crop frame' }));
    for (let presses = 0; presses < 10; presses++) await page.keyboard.press('Shift+ArrowLeft');
    await expect(frame(page)).toHaveAccessibleName(/1500 × 1200 pixels at 0, 0/);
    await tabTo(page, page.getByRole('combobox', { name: 'As', exact: true }));
    await page.keyboard.press('Enter');
    await expect(page.getByRole('option').first()).toBeVisible();
    await page.keyboard.type('HTML image tag');
    await page.keyboard.press('Enter');
    await tabTo(page, page.getByLabel('What the picture shows'));
    await page.keyboard.type('A number');
    await expect(page.getByTestId('markup')).toContainText('width="1500" height="1200"');
    await tabTo(page, page.getByRole('button', { name: 'Copy', exact: true }));
    await page.keyboard.press('Enter');
    await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toContain('width="1500" height="1200"');
  });

  await test.step('give a right and read why somebody has it', async () => {
    const folder = `/${name}/chosen`;
    const person = await makePerson(page.request);
    await page.goto(`/admin/permissions/?path=${folder}`);
    await tabTo(page, page.getByRole('searchbox', { name: 'Search for groups' }));
    await page.keyboard.type(person.username);
    const mine = level(page, person.username, folder);
    await tabTo(page, mine.getByRole('radio', { name: 'No access' }));
    for (let presses = 0; presses < 7; presses++) {
      if (await mine.getByRole('radio', { name: 'Edit' }).isChecked()) break;
      await page.keyboard.press('ArrowRight');
    }
    await expect(mine.getByRole('radio', { name: 'Edit' })).toBeChecked();
    await tabTo(page, page.getByRole('button', { name: 'Save 1 change' }));
    await page.keyboard.press('Enter');
    await expect(page.getByText(`The levels of ${folder} are saved`)).toBeVisible();
    await tabTo(page, page.getByRole('combobox', { name: 'Person' }));
    await page.keyboard.type(person.username);
    await expect(page.getByRole('option')).toHaveCount(1);
    await expect(page.getByRole('option', { name: person.username })).toBeVisible();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('region', { name: 'Explain' })).toContainText('has “Edit”');
  });
});

test('what one person sees, another does not: rights hold in lists, searches, zips and pixels', async ({
  page,
  browser,
}) => {
  await signIn(page);
  const open = `/${unique('open')}`;
  const closed = `/${unique('closed')}`;
  const word = unique('word');
  for (const folder of [open, closed]) {
    await storePictures(page.request, folder, { [`${word}.jpg`]: await picture(1) });
  }
  const { folder_id } = await call<{ folder_id: number }>(
    page.request,
    'GET',
    `/admin/permissions/folder/?path=${closed}`,
  );
  await call(page.request, 'PUT', '/admin/permissions/folder/', {
    folder_id,
    changes: [
      { group_id: 1, access: 0 },
      { group_id: 2, access: 0 },
    ],
  });
  const ann = await makePerson(page.request, { [open]: 20 });
  const theirs = await (await browser.newContext()).newPage();
  await signIn(theirs, ann);
  await theirs.goto(`/list/?q=${word}`);
  await expect(theirs.getByRole('region', { name: 'About this list' })).toContainText('1 image');
  await theirs.goto(`/list/?path=${closed}`);
  await expect(theirs.getByText(/cannot see|may not|No access/i).first()).toBeVisible();
  await theirs.goto(`/details/?src=${closed.slice(1)}/${word}.jpg`);
  await expect(theirs.getByText(/cannot see|may not|No access/i).first()).toBeVisible();
  expect((await theirs.request.get(`/image?src=${closed.slice(1)}/${word}.jpg&width=50`)).status()).toBe(403);
  const count = await call<{ images: number }>(theirs.request, 'POST', '/selection/count/', {
    selection: { search: { path: '/', recursive: true, q: word } },
  });
  expect(count.images).toBe(1);
  await theirs.context().close();
});
