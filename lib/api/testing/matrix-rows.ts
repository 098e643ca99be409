import type { Flag } from '#lib/identity/principal.ts';
import { LEVEL } from '#lib/permissions/levels.ts';
import type { ApiCall } from './api-server.ts';
import type { MatrixGround } from './matrix-ground.ts';

/** Who may: anyone, anyone signed in, who has all of some flags, or any of some, or a level on the folder of the row. */
export type Who =
  | 'anyone'
  | 'signed-in'
  /** `open`: anonymous callers get 403 instead of being sent to sign in. */
  | { all: readonly Flag[]; open?: boolean }
  | { any: readonly Flag[] }
  /** `open`: anonymous callers are judged by the folder like everybody else (403) instead of being sent to sign in. */
  | { level: number; open?: boolean };

/** The least request that gets as far as the rights let it. Paths are those below /api/v1. */
export type MatrixRequest = { path: string } & Pick<ApiCall, 'form' | 'json' | 'multipart'>;

export type MatrixRow = {
  who: Who;
  /** What it answers to those who may. */
  status: number;
  /** What it answers to those who are signed in and may not, when that is not 403. */
  refusal?: number;
  /** A fresh request for each call, so that one caller's success does not stand in the way of the next. */
  request(ground: MatrixGround): MatrixRequest | Promise<MatrixRequest>;
  /** The status that counts, where it stands inside a good answer. */
  statusIn?(data: any): number;
  /** Personal tokens are good for nothing here, whatever their scope. */
  refusesPersonalTokens?: boolean;
};

/** No record has it. Where rights are checked first, there is nothing to be made for a call. */
const NOBODY = 999_999;

const users = { all: ['admin_users'] } as const satisfies Who;
const permissions = { all: ['admin_permissions'] } as const satisfies Who;
const people = { any: ['admin_permissions', 'admin_users'] } as const satisfies Who;
const groups = { all: ['admin_users', 'admin_permissions'] } as const satisfies Who;
/** Whoever owns no portfolio. */
const folios = { all: ['admin_folios'], open: true } as const satisfies Who;
const reports = { all: ['reports'] } as const satisfies Who;
const superUser = { all: ['admin_all'] } as const satisfies Who;

function row(who: Who, status: number, request: string | MatrixRequest | MatrixRow['request']): MatrixRow {
  return {
    who,
    status,
    request:
      typeof request === 'function'
        ? request
        : () => (typeof request === 'string' ? { path: request } : request),
  };
}

/**
 * Rows by the name of their operation; behind a colon, what is asked of it where the rights depend on that. Every
 * operation has one at least.
 */
export const MATRIX: Readonly<Record<string, MatrixRow>> = {
  // Signing in
  createToken: row('anyone', 400, { path: '/token/', form: {} }),
  signInWithToken: row('anyone', 400, '/tokenlogin/'),
  whoAmI: row('anyone', 200, '/whoami/'),
  getDescription: row('anyone', 200, '/openapi.json'),

  // Own account
  changeOwnPassword: row('signed-in', 400, { path: '/account/password/', form: {} }),
  listOwnSessions: row('signed-in', 200, '/account/sessions/'),
  endOtherSessions: row('signed-in', 200, '/account/sessions/'),
  endOwnSession: row('signed-in', 404, '/account/sessions/none/'),
  getPreferences: row('signed-in', 200, '/account/preferences/'),
  changePreferences: row('signed-in', 200, { path: '/account/preferences/', json: { theme: 'dark' } }),
  listOwnTokens: row('signed-in', 200, '/account/tokens/'),
  createOwnToken: {
    ...row('signed-in', 200, { path: '/account/tokens/', json: { name: 'one', scopes: ['read'] } }),
    refusesPersonalTokens: true,
  },
  revokeOwnToken: row('signed-in', 404, `/account/tokens/${NOBODY}/`),

  // Pictures
  listFolder: row({ level: LEVEL.view, open: true }, 200, '/list/?path=matrix'),
  getDetails: row({ level: LEVEL.view, open: true }, 200, ({ image }) => ({
    path: `/details/?src=${image().src}`,
  })),
  browseImages: row({ level: LEVEL.view }, 200, '/browse/?path=matrix&limit=1'),
  findPlace: row({ level: LEVEL.view }, 200, ({ image }) => ({
    path: `/browse/around/?path=matrix&id=${image().id}`,
  })),
  getBranch: row({ level: LEVEL.view }, 200, '/folders/tree/?path=matrix'),
  listTags: row('signed-in', 200, '/tags/?q=matrix'),
  getTags: row({ level: LEVEL.view }, 200, ({ image }) => ({ path: `/admin/images/${image().id}/tags/` })),
  updateTags: row({ level: LEVEL.edit }, 200, ({ image }) => ({
    path: `/admin/images/${image().id}/tags/`,
    json: { tags: ['one'] },
  })),
  searchFolders: row('signed-in', 200, '/folders/search/?q=matrix'),
  countSelection: row('signed-in', 200, {
    path: '/selection/count/',
    json: { selection: { ids: [NOBODY] } },
  }),
  changeSelection: row('signed-in', 202, {
    path: '/selection/tasks/',
    json: { action: 'delete', selection: { ids: [NOBODY] } },
  }),
  'changeSelection: move': row({ level: LEVEL.upload }, 202, {
    path: '/selection/tasks/',
    json: { action: 'move', folder: '/matrix', selection: { ids: [NOBODY] } },
  }),
  offerZip: row({ level: LEVEL.download }, 200, ({ image }) => ({
    path: '/selection/zip/',
    json: { selection: { ids: [image().id] } },
  })),
  downloadZip: row('signed-in', 404, '/selection/zip/none/'),
  searchImages: row('anyone', 200, '/search/?q=matrix'),
  getImage: row({ level: LEVEL.view }, 200, ({ image }) => ({ path: `/admin/images/${image().id}/` })),
  updateImage: row({ level: LEVEL.edit }, 200, ({ image }) => ({
    path: `/admin/images/${image().id}/`,
    json: { title: 'new' },
  })),
  getImageHistory: row({ level: LEVEL.view }, 200, ({ image }) => ({
    path: `/admin/images/${image().id}/history/`,
  })),
  getImageDetails: row({ level: LEVEL.view }, 200, ({ image }) => ({
    path: `/admin/images/${image().id}/details/`,
  })),
  getImageMetadata: row({ level: LEVEL.view }, 200, ({ image }) => ({
    path: `/admin/images/${image().id}/metadata/`,
  })),
  getImagePage: row({ level: LEVEL.view }, 200, ({ image }) => ({
    path: `/admin/images/${image().id}/page/`,
  })),
  getImageUsage: row({ level: LEVEL.view }, 200, ({ image }) => ({
    path: `/admin/images/${image().id}/usage/`,
  })),
  focusImage: row({ level: LEVEL.edit }, 200, ({ image }) => ({
    path: `/admin/images/${image().id}/focus/`,
    json: { x: 0.2, y: 0.8 },
  })),
  resetImage: row({ level: LEVEL.upload }, 200, ({ image }) => ({
    path: `/admin/images/${image().id}/reset/`,
    form: {},
  })),
  changeImages: {
    ...row({ level: LEVEL.edit }, 200, ({ image }) => ({
      path: '/admin/images/bulk/',
      json: { action: 'edit', ids: [image().id], title: 'new' },
    })),
    statusIn: (results) => results[0].status,
  },
  'changeImages: delete': {
    ...row({ level: LEVEL.delete }, 200, ({ image }) => ({
      path: '/admin/images/bulk/',
      json: { action: 'delete', ids: [image().id] },
    })),
    statusIn: (results) => results[0].status,
  },
  'changeImages: move': {
    ...row({ level: LEVEL.delete }, 200, ({ image, folder }) => ({
      path: '/admin/images/bulk/',
      json: { action: 'move', ids: [image().id], folder: folder().path },
    })),
    statusIn: (results) => results[0].status,
  },
  upload: row({ level: LEVEL.upload }, 200, ({ picture }) => ({
    path: '/upload/',
    multipart: picture('matrix'),
  })),

  checkUploads: row({ level: LEVEL.upload }, 200, {
    path: '/uploads/check/',
    json: { folder: '/matrix', names: ['one.png'] },
  }),
  getUploadResult: row('signed-in', 404, '/uploads/1-none/result/'),
  findKnownImages: row('signed-in', 200, { path: '/images/known/', json: { hashes: [] } }),

  // Portfolios
  listPortfolios: row('anyone', 200, '/portfolios/'),
  createPortfolio: row({ all: ['folios'], open: true }, 400, { path: '/portfolios/', form: {} }),
  getPortfolio: row(folios, 200, ({ portfolio }) => ({ path: `/portfolios/${portfolio.id}/` })),
  updatePortfolio: row(folios, 200, ({ portfolio }) => ({
    path: `/portfolios/${portfolio.id}/`,
    json: { description: 'new' },
  })),
  deletePortfolio: row(folios, 200, async ({ extraPortfolio }) => ({
    path: `/portfolios/${await extraPortfolio()}/`,
  })),
  listPortfolioImages: row(folios, 200, ({ portfolio }) => ({ path: `/portfolios/${portfolio.id}/images/` })),
  addPortfolioImage: row(folios, 400, ({ portfolio }) => ({
    path: `/portfolios/${portfolio.id}/images/`,
    form: {},
  })),
  addPortfolioImages: row(folios, 200, ({ portfolio }) => ({
    path: `/portfolios/${portfolio.id}/images/many/`,
    json: { selection: { ids: [NOBODY] } },
  })),
  getPortfolioImage: row(folios, 404, ({ portfolio }) => ({
    path: `/portfolios/${portfolio.id}/images/${NOBODY}/`,
  })),
  updatePortfolioImage: row(folios, 404, ({ portfolio }) => ({
    path: `/portfolios/${portfolio.id}/images/${NOBODY}/`,
    json: {},
  })),
  removePortfolioImage: row(folios, 404, ({ portfolio }) => ({
    path: `/portfolios/${portfolio.id}/images/${NOBODY}/`,
  })),
  movePortfolioImage: row(folios, 404, ({ portfolio }) => ({
    path: `/portfolios/${portfolio.id}/images/${NOBODY}/position/`,
    form: { index: '0' },
  })),
  listPortfolioExports: row(folios, 200, ({ portfolio }) => ({
    path: `/portfolios/${portfolio.id}/exports/`,
  })),
  createPortfolioExport: row(folios, 400, ({ portfolio }) => ({
    path: `/portfolios/${portfolio.id}/exports/`,
    form: {},
  })),
  getPortfolioExport: row(folios, 404, ({ portfolio }) => ({
    path: `/portfolios/${portfolio.id}/exports/${NOBODY}/`,
  })),
  deletePortfolioExport: row(folios, 404, ({ portfolio }) => ({
    path: `/portfolios/${portfolio.id}/exports/${NOBODY}/`,
  })),
  listPortfolioLinks: row(folios, 200, ({ portfolio }) => ({ path: `/portfolios/${portfolio.id}/links/` })),
  createPortfolioLink: row(folios, 400, ({ portfolio }) => ({
    path: `/portfolios/${portfolio.id}/links/`,
    form: {},
  })),
  revokePortfolioLink: row(folios, 404, ({ portfolio }) => ({
    path: `/portfolios/${portfolio.id}/links/${NOBODY}/`,
  })),
  getSharedPortfolio: row('anyone', 404, '/shared/none/'),
  unlockSharedPortfolio: row('anyone', 404, { path: '/shared/none/', form: { password: 'none' } }),
  getBasket: row('signed-in', 200, '/basket/'),
  fillBasket: row('signed-in', 200, { path: '/basket/', json: { selection: { ids: [NOBODY] } } }),
  clearBasket: row('signed-in', 200, '/basket/'),

  // Files, folders, trash
  moveImage: row({ level: LEVEL.upload }, 200, ({ image, unique }) => ({
    path: `/admin/filesystem/images/${image().id}/`,
    form: { path: `matrix/${unique()}.png` },
  })),
  'moveImage: to another folder': row({ level: LEVEL.delete }, 200, ({ image, folder }) => ({
    path: `/admin/filesystem/images/${image().id}/`,
    form: { path: `${folder().path}/moved.png` },
  })),
  deleteImage: row({ level: LEVEL.delete }, 200, ({ image }) => ({
    path: `/admin/filesystem/images/${image().id}/`,
  })),
  findFolder: row({ level: LEVEL.view }, 200, '/admin/filesystem/folders/?path=/matrix'),
  getFolder: row({ level: LEVEL.view }, 200, ({ folder }) => ({
    path: `/admin/filesystem/folders/${folder().id}/`,
  })),
  createFolder: row({ level: LEVEL.createFolder }, 200, ({ unique }) => ({
    path: '/admin/filesystem/folders/',
    form: { path: `/matrix/${unique()}` },
  })),
  moveFolder: row({ level: LEVEL.createFolder }, 200, ({ folder, unique }) => ({
    path: `/admin/filesystem/folders/${folder().id}/`,
    form: { path: `/matrix/${unique()}` },
  })),
  'moveFolder: into another one': row({ level: LEVEL.deleteFolder }, 200, ({ folder }) => ({
    path: `/admin/filesystem/folders/${folder().id}/`,
    form: { path: `${folder().path}/moved` },
  })),
  deleteFolder: row({ level: LEVEL.deleteFolder }, 200, ({ folder }) => ({
    path: `/admin/filesystem/folders/${folder().id}/`,
  })),
  listTrash: row('signed-in', 200, '/trash/'),
  restore: {
    ...row({ level: LEVEL.delete }, 200, async ({ trashed }) => ({
      path: `/trash/${await trashed()}/restore/`,
      form: {},
    })),
    // The trash tells nobody else what it holds.
    refusal: 404,
  },
  getTrashThumbnail: {
    ...row({ level: LEVEL.delete }, 200, async ({ trashed }) => ({
      path: `/trash/${await trashed()}/thumbnail/`,
    })),
    refusal: 404,
  },
  restoreMany: {
    ...row({ level: LEVEL.delete }, 200, async ({ trashed }) => ({
      path: '/trash/restore/',
      json: { ids: [await trashed()] },
    })),
    refusal: 404,
    statusIn: (results) => results[0].status,
  },
  purgeTrashEntry: row({ all: ['admin_files'] }, 404, `/trash/${NOBODY}/`),
  emptyTrash: row({ all: ['admin_files'] }, 200, '/trash/'),

  // Templates, properties, tasks, audit
  listTemplates: row('signed-in', 200, '/admin/templates/'),
  createTemplate: row(superUser, 200, ({ unique }) => ({
    path: '/admin/templates/',
    form: { name: unique(), description: '', template: '{}' },
  })),
  getTemplate: row('signed-in', 404, `/admin/templates/${NOBODY}/`),
  updateTemplate: row(superUser, 404, { path: `/admin/templates/${NOBODY}/`, json: {} }),
  deleteTemplate: row(superUser, 404, `/admin/templates/${NOBODY}/`),
  getProperty: row(superUser, 404, '/admin/properties/none/'),
  updateProperty: row(superUser, 404, { path: '/admin/properties/none/', form: { value: '' } }),
  listTasks: row('signed-in', 200, '/admin/tasks/'),
  getTask: row('signed-in', 404, `/admin/tasks/${NOBODY}/`),
  startTask: row(superUser, 404, { path: '/admin/tasks/no_such_function/', form: {} }),
  cancelTask: row('signed-in', 404, `/admin/tasks/${NOBODY}/cancel/`),
  retryTask: row('signed-in', 404, `/admin/tasks/${NOBODY}/retry/`),
  queryAudit: row(superUser, 200, '/admin/audit/'),
  exportAudit: row(superUser, 200, '/admin/audit/export/'),
  getStorage: row({ all: ['admin_files'] }, 200, '/admin/storage/'),
  getFolderUsage: row({ all: ['admin_files'] }, 200, '/admin/storage/folders/'),
  forgetPictures: row({ all: ['admin_files'] }, 404, {
    path: '/admin/storage/forget/',
    json: { what: 'image', path: 'matrix/none.png' },
  }),

  // People and groups
  listUsers: row(users, 200, '/admin/users/'),
  createUser: row(users, 200, ({ unique }) => ({
    path: '/admin/users/',
    form: {
      first_name: '',
      last_name: '',
      email: '',
      username: unique(),
      password: 'long enough',
      auth_type: '1',
    },
  })),
  getUser: row(users, 404, `/admin/users/${NOBODY}/`),
  listGroupsOfUser: row(users, 404, `/admin/users/${NOBODY}/groups/`),
  updateUser: row(users, 404, { path: `/admin/users/${NOBODY}/`, json: {} }),
  deleteUser: row(users, 404, `/admin/users/${NOBODY}/`),
  searchUsers: row(people, 200, '/admin/users/search/'),
  getUserDetails: row(users, 404, `/admin/users/${NOBODY}/details/`),
  listUserSessions: row(users, 404, `/admin/users/${NOBODY}/sessions/`),
  endUserSessions: row(users, 404, `/admin/users/${NOBODY}/sessions/`),
  endUserSession: row(users, 404, `/admin/users/${NOBODY}/sessions/none/`),
  listUserTokens: row(users, 404, `/admin/users/${NOBODY}/tokens/`),
  revokeUserToken: row(users, 404, `/admin/users/${NOBODY}/tokens/1/`),
  listGroups: row(users, 200, '/admin/groups/'),
  createGroup: row(groups, 200, ({ unique }) => ({
    path: '/admin/groups/',
    form: { name: unique(), description: '', group_type: '2' },
  })),
  listCountedGroups: row(people, 200, '/admin/groups/overview/'),
  getGroupDetails: row(users, 404, `/admin/groups/${NOBODY}/details/`),
  getGroup: row(users, 404, `/admin/groups/${NOBODY}/`),
  updateGroup: row(users, 404, { path: `/admin/groups/${NOBODY}/`, json: {} }),
  deleteGroup: row(groups, 404, `/admin/groups/${NOBODY}/`),
  listMembers: row(users, 404, `/admin/groups/${NOBODY}/members/`),
  addMember: row(users, 404, { path: `/admin/groups/${NOBODY}/members/`, form: { user_id: '1' } }),
  changeMembers: row(users, 404, { path: `/admin/groups/${NOBODY}/members/`, json: {} }),
  removeMember: row(users, 404, `/admin/groups/${NOBODY}/members/1/`),

  // Folder permissions
  listPermissions: row(permissions, 200, '/admin/permissions/'),
  createPermission: row(permissions, 404, {
    path: '/admin/permissions/',
    form: { group_id: String(NOBODY), folder_id: '1', access: '10' },
  }),
  getPermission: row(permissions, 404, `/admin/permissions/${NOBODY}/`),
  updatePermission: row(permissions, 404, { path: `/admin/permissions/${NOBODY}/`, json: { access: 10 } }),
  deletePermission: row(permissions, 404, `/admin/permissions/${NOBODY}/`),
  tracePermissions: row(people, 200, '/admin/permissions/trace/'),
  getFolderRights: row(people, 200, '/admin/permissions/folder/'),
  listPermittedFolders: row(people, 200, '/admin/permissions/folders/'),
  changeFolderRights: row(permissions, 404, {
    path: '/admin/permissions/folder/',
    json: { folder_id: NOBODY, changes: [{ group_id: 1, access: 10 }] },
  }),
  previewFolderRights: row(permissions, 404, {
    path: '/admin/permissions/impact/',
    json: { folder_id: NOBODY, changes: [{ group_id: 1, access: 10 }] },
  }),
  previewPermission: row(permissions, 404, {
    path: '/admin/permissions/preview/',
    form: { group_id: String(NOBODY), folder_id: '1' },
  }),

  // Reports
  getReportSeries: row(reports, 200, '/reports/series/'),
  exportReportSeries: row(reports, 200, '/reports/series/csv/'),
  getReportBreakdown: row(reports, 200, '/reports/breakdown/'),
  exportReportBreakdown: row(reports, 200, '/reports/breakdown/csv/'),
  getLiveReport: row(reports, 200, '/reports/live/'),
  getTopImages: row(reports, 200, '/reports/top/'),
  exportTopImages: row(reports, 200, '/reports/top/csv/'),
  getUnusedImages: row(reports, 200, '/reports/unused/'),
  exportUnusedImages: row(reports, 200, '/reports/unused/csv/'),
  getFolderReport: row(reports, 200, '/reports/folders/'),
  exportFolderReport: row(reports, 200, '/reports/folders/csv/'),
};
