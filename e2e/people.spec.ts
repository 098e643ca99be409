import { complaints, expectAccessible, expectNoSidewaysScroll } from './testing/page-checks.ts';
import { call, makePerson, signIn, unique } from './testing/people.ts';
import { expect, test } from './testing/test.ts';

test('an account is made with a password that is shown once, and must be changed', async ({
  page,
  browser,
}) => {
  const heard = complaints(page);
  await signIn(page);
  const { groupId } = await makePerson(page.request);
  const group = await call<{ name: string }>(page.request, 'GET', `/admin/groups/${groupId}/`);
  const username = unique('made');
  await page.goto('/admin/users/');
  await page.getByRole('link', { name: 'New user' }).click();

  await page.getByRole('button', { name: 'Create user' }).click();
  await expect(
    page.getByText('Expected text of 1 to 120 characters.').or(page.getByText('Expected text of 8')),
  ).toBeVisible();
  await page.getByRole('textbox', { name: 'User name' }).fill(username);
  await page.getByLabel('First name').fill('Mara');
  await page.getByLabel('Last name').fill('Made');
  await page.getByRole('button', { name: 'Generate' }).click();
  await page
    .getByRole('searchbox', { name: 'Search for groups' })
    .or(page.getByRole('heading', { name: 'Groups' }))
    .first()
    .waitFor();
  const search = page.getByRole('searchbox', { name: 'Search for groups' });
  if (await search.isVisible()) await search.fill(group.name);
  await page.getByRole('checkbox', { name: group.name }).click();
  await page.getByRole('button', { name: 'Create user' }).click();

  await expect(page.getByRole('heading', { name: `${username} may sign in` })).toBeVisible();
  const password = (await page.locator('code').textContent()) ?? '';
  expect(password).toMatch(/^[a-z0-9]{5}(-[a-z0-9]{5}){3}$/);
  await page.getByRole('link', { name: 'Open the account' }).click();
  await expect(page.getByRole('heading', { name: 'Mara Made' })).toBeVisible();
  await expect(page.getByRole('link', { name: group.name })).toBeVisible();
  await expect(page.getByText('Must choose a new password at the next page')).toBeVisible();
  await expect(page.getByText(password)).toHaveCount(0);

  const theirs = await (await browser.newContext()).newPage();
  await theirs.goto('/login/');
  await theirs.getByRole('textbox', { name: /^user ?name$/i }).fill(username);
  await theirs.getByLabel('Password', { exact: true }).fill(password);
  await theirs.getByRole('button', { name: 'Sign in' }).click();
  await expect(theirs).toHaveURL(/\/account\/password\//);
  await theirs.context().close();
  expect(heard.filter((text) => !text.includes('400'))).toEqual([]);
});

test('people are searched, filtered and sorted, and the address remembers it', async ({ page }) => {
  await signIn(page);
  const { username, id } = await makePerson(page.request);
  await page.goto('/admin/users/');
  await page.getByRole('searchbox', { name: 'Search for people' }).fill(username);
  await expect(page.getByRole('table').getByRole('row')).toHaveCount(2);
  await expect(page.getByRole('link', { name: username })).toBeVisible();
  await call(page.request, 'DELETE', `/admin/users/${id}/`);
  await page.reload();
  await expect(page.getByText('Nobody is found')).toBeVisible();
  await page.getByRole('combobox', { name: 'Status' }).click();
  await page.getByRole('option', { name: 'Disabled', exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`q=${username}.*status=disabled`));
  await expect(page.getByRole('cell', { name: 'Disabled' })).toBeVisible();
  await page.getByRole('button', { name: 'Last seen' }).click();
  await expect(page.getByRole('columnheader', { name: 'Last seen' })).toHaveAttribute(
    'aria-sort',
    'ascending',
  );
});

test('disabling ends a session at once, and can be undone', async ({ page, browser }) => {
  await signIn(page);
  const person = await makePerson(page.request);
  const theirs = await (await browser.newContext()).newPage();
  await signIn(theirs, person);
  const me = async () => (await (await theirs.request.get('/api/v1/whoami/')).json()).data.user;
  expect(await me()).not.toBeNull();

  await page.goto(`/admin/users/${person.id}/`);
  await expect(
    page.getByRole('table', { name: 'Sessions' }).or(page.getByText('Chrome').first()),
  ).toBeVisible();
  await page.getByRole('button', { name: 'Disable' }).click();
  await expect(page.getByText(`${person.username} is disabled`)).toBeVisible();
  expect(await me()).toBeNull();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText(`${person.username} may sign in again`)).toBeVisible();
  await signIn(theirs, person);
  expect(await me()).not.toBeNull();

  await page.reload();
  await page.getByRole('button', { name: /^End the session/ }).click();
  await expect(page.getByText('The session has ended')).toBeVisible();
  expect(await me()).toBeNull();
  await theirs.context().close();
});

test('what the server refuses is told at the field, and lost edits are prevented', async ({ page }) => {
  await signIn(page);
  const person = await makePerson(page.request);
  const other = await makePerson(page.request);
  await page.goto(`/admin/users/${person.id}/`);
  await page.getByRole('textbox', { name: 'User name' }).fill(other.username);
  await page.getByRole('button', { name: 'Save details' }).click();
  await expect(page.getByText(`A user named ${other.username} already exists.`)).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'User name' })).toHaveAttribute('aria-invalid', 'true');
  await page.getByRole('button', { name: 'Discard' }).click();

  await page.getByLabel('First name').fill('Mine');
  await call(page.request, 'PUT', `/admin/users/${person.id}/`, { first_name: 'Theirs' });
  await page.getByRole('button', { name: 'Save details' }).click();
  await expect(page.getByRole('alert').getByText('Not saved: this was changed meanwhile')).toBeVisible();
  await expect(page.getByRole('alert').getByText(/By admin at/)).toBeVisible();
  await page.getByRole('button', { name: 'Load what is saved now' }).click();
  await expect(page.getByLabel('First name')).toHaveValue('Theirs');
});

test('what one may not change is locked, with the reason', async ({ page }) => {
  await signIn(page);
  const keeper = await makePerson(page.request, {}, { access_admin_users: true });
  const { id } = await call<{ id: number }>(page.request, 'POST', '/admin/users/', {
    username: unique('ldap'),
    password: 'never used at all',
    first_name: '',
    last_name: '',
    email: '',
    auth_type: 2,
  });
  await page.goto(`/admin/users/${id}/`);
  await expect(page.getByRole('textbox', { name: 'User name' })).toBeDisabled();
  await expect(page.getByText('Comes from where this person signs in')).toBeVisible();
  await expect(page.getByText('The password is kept elsewhere (LDAP directory)')).toBeVisible();
  await page.goto('/admin/users/1/');
  const disable = page.getByRole('button', { name: 'Disable' });
  await expect(disable).toBeDisabled();
  await disable.focus();
  await expect(page.getByText('The first administrator cannot be disabled')).toBeVisible();

  await signIn(page, keeper);
  await page.goto('/admin/users/1/');
  await expect(page.getByRole('textbox', { name: 'User name' })).toBeDisabled();
  await expect(page.getByText('so that you cannot set its password')).toBeVisible();
  await page.goto('/admin/groups/');
  await expect(page.getByRole('button', { name: 'New group' })).toBeDisabled();
});

test('a group is made, filled, taken from and deleted', async ({ page }) => {
  const heard = complaints(page);
  await signIn(page);
  const one = await makePerson(page.request);
  const two = await makePerson(page.request);
  const name = unique('group');
  await page.goto('/admin/groups/0/');
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByRole('checkbox', { name: 'Administer portfolios' }).click();
  await expect(page.getByRole('checkbox', { name: /^Create portfolios included/ })).toBeVisible();
  await page.getByRole('button', { name: 'Create group' }).click();
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();

  const outside = page.getByRole('region', { name: 'Not in the group' });
  const inside = page.getByRole('region', { name: 'In the group', exact: true });
  for (const { username } of [one, two]) {
    await outside.getByRole('searchbox').fill(username);
    await outside.getByRole('button', { name: `Add ${username}` }).click();
    await expect(inside.getByText(username)).toBeVisible();
  }
  await expect(page.getByText('2 people', { exact: true })).toBeVisible();
  await inside.getByRole('checkbox', { name: 'All shown' }).press('Space');
  await inside.getByRole('button', { name: 'Remove 2' }).press('Enter');
  await expect(inside.getByText('Nobody is in this group.')).toBeVisible();
  const told = page.getByRole('dialog', { name: /^2 people taken out/ });
  await told.getByRole('button', { name: 'Undo' }).click();
  await expect(inside.getByText(two.username)).toBeVisible();

  await page.getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByRole('alertdialog')).toContainText('2 people lose what it grants');
  await page.getByRole('button', { name: 'Delete group' }).click();
  await expect(page).toHaveURL(/\/admin\/groups\/$/);
  await expect(page.getByRole('link', { name })).toHaveCount(0);
  expect(heard).toEqual([]);
});

test('nobody locks themselves out', async ({ page }) => {
  await signIn(page);
  await page.goto('/admin/users/1/');
  await page.getByRole('button', { name: 'Take out of Administrators' }).click();
  await expect(page.getByRole('alertdialog')).toContainText('Super user');
  await page.getByRole('button', { name: 'Leave the group' }).click();
  await expect(page.getByText('This would lock you out of administration.').first()).toBeVisible();
  await expect(page.getByRole('link', { name: 'Administrators' })).toBeVisible();
});

for (const [colorScheme, width] of [
  ['light', 1440],
  ['dark', 390],
] as const) {
  test(`every page passes axe, ${colorScheme} at ${width}, and does not scroll sideways`, async ({
    page,
  }) => {
    await signIn(page);
    const person = await makePerson(page.request);
    await page.emulateMedia({ colorScheme });
    for (const [path, sight] of [
      ['/admin/users/', page.getByRole('table')],
      ['/admin/users/0/', page.getByRole('button', { name: 'Create user' })],
      [`/admin/users/${person.id}/`, page.getByText('Not signed in anywhere.')],
      ['/admin/groups/', page.getByRole('table')],
      [
        `/admin/groups/${person.groupId}/`,
        page.getByRole('button', { name: 'Remove', exact: false }).first(),
      ],
    ] as const) {
      await page.setViewportSize({ width, height: 900 });
      await page.goto(path);
      await expect(sight).toBeVisible();
      await expectAccessible(page);
      await expectNoSidewaysScroll(page);
      await page.setViewportSize({ width: 320, height: 700 });
      await expectNoSidewaysScroll(page);
    }
  });
}
