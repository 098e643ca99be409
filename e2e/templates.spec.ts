import { complaints, expectAccessible, expectNoSidewaysScroll } from './testing/page-checks.ts';
import { call, makePerson, signIn, unique } from './testing/people.ts';
import { picture, storePictures } from './testing/pictures.ts';
import { expect, type Page, test } from './testing/test.ts';

// Several looks by axe in one test, while other tests use the machine.
test.setTimeout(60_000);

type Template = { id: number; name: string; template: Record<string, { value: unknown }> };

async function makeTemplate(page: Page, template: object): Promise<Template> {
  return call<Template>(page.request, 'POST', '/admin/templates/', {
    name: unique('Test'),
    description: 'Made by a test',
    template,
  });
}

const read = (page: Page, id: number) => call<Template>(page.request, 'GET', `/admin/templates/${id}/`);

async function makePicture(page: Page): Promise<string> {
  const folder = unique('templates');
  await storePictures(page.request, `/${folder}`, { 'one.jpg': await picture(3, 800, 600) });
  return `${folder}/one.jpg`;
}

test('a template is changed with its impact shown first, and an earlier version comes back', async ({
  page,
}) => {
  const heard = complaints(page);
  await signIn(page);
  const src = await makePicture(page);
  const made = await makeTemplate(page, { width: { value: 200 }, future: { value: 'kept' } });
  await page.goto(`/admin/templates/${made.id}/?src=${src}`);
  await expect(page.getByText('200 × 150 pixels')).toBeVisible({ timeout: 15_000 });

  await page.getByLabel('Width', { exact: true }).fill('300');
  await expect(page.getByText('300 × 225 pixels')).toBeVisible();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const impact = page.getByRole('dialog', { name: `Save changes to ${made.name}?` });
  await expect(impact.getByRole('row', { name: 'Width 200 px 300 px' })).toBeVisible();
  await expect(impact.getByText(/is made anew when it is asked for next/)).toBeVisible();
  const widths = () =>
    impact
      .getByRole('img')
      .evaluateAll((images: HTMLImageElement[]) => images.map((each) => each.naturalWidth));
  await expect.poll(widths).toEqual([200, 300]);
  expect((await read(page, made.id)).template.width).toEqual({ value: 200 });
  await impact.getByRole('button', { name: 'Save changes' }).click();
  await expect(page.getByText(`Template ${made.name} is stored`)).toBeVisible();
  expect((await read(page, made.id)).template).toEqual({ width: { value: 300 }, future: { value: 'kept' } });

  await expect(page.getByText('Width: 200 px → 300 px')).toBeVisible();
  await page.getByRole('button', { name: 'Restore the one before' }).click();
  await expect(page.getByLabel('Width, changed')).toHaveValue('200');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('button', { name: 'Save changes' }).click();
  await expect.poll(async () => (await read(page, made.id)).template.width).toEqual({ value: 200 });
  expect(heard).toEqual([]);
});

test('a change by somebody else is told, not overwritten', async ({ page }) => {
  await signIn(page);
  const made = await makeTemplate(page, { width: { value: 200 } });
  await page.goto(`/admin/templates/${made.id}/`);
  await page.getByLabel('Width', { exact: true }).fill('300');
  await call(page.request, 'PUT', `/admin/templates/${made.id}/`, { template: { width: { value: 250 } } });
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('button', { name: 'Save changes' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'changed meanwhile' })).toBeVisible();
  expect((await read(page, made.id)).template.width).toEqual({ value: 250 });
  await page.getByRole('button', { name: 'Load what is stored now' }).click();
  await expect(page.getByLabel('Width', { exact: true })).toHaveValue('250');
});

test('made, copied, made the default, and deleted', async ({ page }) => {
  await signIn(page);
  const name = unique('Fresh');
  await page.goto('/admin/templates/');
  await page.getByRole('link', { name: 'New template' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  await page.getByRole('button', { name: /^Browser/ }).click();
  await expect(page.getByLabel('Kept by browsers (seconds)')).toHaveValue('604800');
  await page.getByLabel('Kept by browsers (seconds)').fill('60');
  await page.getByRole('button', { name: 'Create template' }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();

  await page.getByRole('link', { name: 'Templates' }).last().click();
  await page.getByRole('link', { name: `Duplicate ${name}`, exact: true }).click();
  await expect(page.getByRole('textbox', { name: 'Name' })).toHaveValue(`${name} copy`);
  await page.getByRole('button', { name: 'Create template' }).click();
  await expect(page.getByRole('heading', { level: 1, name: `${name} copy` })).toBeVisible();

  await page.goto('/admin/templates/');
  await expect(page.getByRole('button', { name: /^Delete Default\./ })).toBeDisabled();
  await page.getByRole('combobox', { name: 'Template' }).click();
  await page.getByRole('option', { name: 'SmallJpeg' }).click();
  await page.getByRole('button', { name: 'Set default template' }).click();
  await page.getByRole('button', { name: 'Cancel' }).click();

  await page.getByRole('button', { name: `Delete ${name} copy`, exact: true }).click();
  await page.getByRole('button', { name: 'Delete template' }).click();
  await expect(page.getByText(`Template ${name} copy is deleted`)).toBeVisible();
  await expect(page.getByRole('link', { name: `${name} copy`, exact: true })).toHaveCount(0);
  const all = await call<Template[]>(page.request, 'GET', '/admin/templates/');
  expect(all.find((each) => each.name === name)?.template.expiry_secs).toEqual({ value: 60 });
});

test('others look at templates and read what they lack', async ({ page, browser }) => {
  await signIn(page);
  const person = await makePerson(page.request);
  const context = await browser.newContext();
  const theirs = await context.newPage();
  await signIn(theirs, person);
  await theirs.goto('/admin/templates/');
  await expect(theirs.getByRole('button', { name: 'New template' })).toBeDisabled();
  await theirs.getByRole('link', { name: 'Look at SmallJpeg' }).click();
  await expect(theirs.getByText(/Changing it: Needs the permission “Super user”/)).toBeVisible();
  await expect(theirs.getByLabel('Width', { exact: true })).toBeDisabled();
  await expect(theirs.getByRole('button', { name: 'Save', exact: true })).toBeDisabled();
  await context.close();
});

for (const theme of ['light', 'dark'] as const) {
  test(`templates can be used by everybody in the ${theme} theme, on a desk and on a phone`, async ({
    page,
  }) => {
    await page.emulateMedia({ colorScheme: theme });
    await signIn(page);
    const made = await makeTemplate(page, { width: { value: 200 } });
    const src = await makePicture(page);
    for (const address of [`/admin/templates/?src=${src}`, `/admin/templates/${made.id}/?src=${src}`]) {
      await page.setViewportSize({ width: 1440, height: 900 });
      await page.goto(address);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await expectAccessible(page);
      for (const width of [390, 320]) {
        await page.setViewportSize({ width, height: 800 });
        await expectNoSidewaysScroll(page);
      }
      await expectAccessible(page);
    }
    await page.getByLabel('Width', { exact: true }).fill('300');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await expectAccessible(page);
  });
}
