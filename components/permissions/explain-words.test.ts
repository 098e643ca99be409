import { describe, expect, it } from 'vitest';
import { chainOf, explanationOf } from './explain-words.ts';
import type { GroupShare, PermissionTrace } from './rights.ts';

const share = (group_id: number, name: string, over: Partial<GroupShare> = {}): GroupShare => ({
  group_id,
  name,
  access: null,
  folder: null,
  inherited: false,
  overrides: [],
  ...over,
});

const ann = {
  id: 5,
  username: 'ann',
  first_name: 'Ann',
  last_name: 'Lee',
  email: '',
  auth_type: 1,
  allow_api: false,
  status: 1 as const,
};

const trace = (over: Partial<PermissionTrace>): PermissionTrace => ({
  path: '/a/b',
  folder_id: 1,
  user: ann,
  public: share(1, 'Public', { access: 10, folder: '/', inherited: true }),
  groups: [],
  granted: 10,
  overrides: [],
  access: 10,
  allows: ['view'],
  ...over,
});

describe('the explanation', () => {
  it('names the group that decides and where it is from', () => {
    const given = trace({
      groups: [share(7, 'Editors', { access: 30, folder: '/a', inherited: true }), share(8, 'Press')],
      granted: 30,
      access: 30,
    });
    expect(explanationOf(given)).toEqual([
      'Ann Lee has “Edit” on /a/b, because Editors has it on /a.',
      'Of all groups that count, the highest level wins; a lower one elsewhere takes nothing away.',
    ]);
    expect(chainOf(given).map(({ name, decides }) => [name, decides])).toEqual([
      ['Public', false],
      ['Editors', true],
      ['Press', false],
    ]);
  });

  it('is about people who are not signed in', () => {
    expect(
      explanationOf(
        trace({ user: null, public: share(1, 'Public', { access: 10, folder: '/a/b', inherited: false }) }),
      ),
    ).toEqual(['Anybody who is not signed in has “View” on /a/b, because Public has it right here.']);
  });

  it('tells no access from no level at all', () => {
    const none = { granted: 0, access: 0, allows: [] };
    expect(
      explanationOf(
        trace({ ...none, public: share(1, 'Public', { access: 0, folder: '/', inherited: true }) }),
      ),
    ).toEqual([
      'Ann Lee cannot see /a/b.',
      'Every group that counts has “No access” here or on a folder above.',
    ]);
    expect(explanationOf(trace({ ...none, public: share(1, 'Public') }))[1]).toContain(
      'No group that counts',
    );
  });

  it('says what overrides levels', () => {
    const given = trace({
      groups: [share(3, 'Administrators', { overrides: ['admin_files', 'admin_all'] })],
      overrides: ['admin_files', 'admin_all'],
      access: 70,
    });
    expect(explanationOf(given)).toEqual([
      'Ann Lee may do everything in every folder, because the group Administrators grants the permission “Administer files and folders” and “Super user”.',
      'Without it, folder levels alone would give “View”.',
    ]);
  });

  it('says that a disabled account is of no use', () => {
    expect(explanationOf(trace({ user: { ...ann, status: 0 } }))[0]).toContain('disabled');
  });
});
