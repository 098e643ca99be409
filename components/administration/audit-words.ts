import { browsePage, detailsPage, permissionsPage } from '../client/places.ts';
import type { AuditEntry } from './shapes.ts';

/** Kinds of objects, as people read them. */
const OBJECT_NAMES: Readonly<Record<string, string>> = {
  image: 'image',
  folder: 'folder',
  user: 'user',
  group: 'group',
  permission: 'permission on',
  template: 'template',
  property: 'setting',
  session: 'session of',
  token: 'token',
  task: 'task',
  portfolio: 'portfolio',
};

/** What was done, for actions whose verb alone does not say it. */
const PHRASES: Readonly<Record<string, string>> = {
  'image.create': 'added the image',
  'image.upload': 'uploaded the image',
  'image.replace': 'replaced the file of the image',
  'image.edit': 'edited the image',
  'image.purge': 'deleted for good the image',
  'image.uncache': 'cleared the cached pictures of the image',
  'image.focus': 'chose the focal point of the image',
  'image.reset': 'cleared everything that is kept of the image',
  'image.tag': 'changed the tags of the image',
  'folder.purge': 'deleted for good what was deleted in the folder',
  'folder.uncache': 'cleared the cached pictures of the folder',
  'session.create': 'signed in',
  'session.end': 'signed out',
  'user.password': 'changed the password of the user',
  'user.link': 'linked to single sign-on the user',
  'task.cancel': 'stopped the task',
  'task.retry': 'let the task go on',
  'task.start': 'started the task',
  'portfolio.images': 'changed the images of the portfolio',
  'portfolio.export': 'asked for an export of the portfolio',
  'portfolio.export-delete': 'deleted an export of the portfolio',
  'portfolio.export-expire': 'deleted an expired export of the portfolio',
  'portfolio.download': 'downloaded an export of the portfolio',
  'portfolio.link': 'made a link to the portfolio',
  'portfolio.unlink': 'revoked a link to the portfolio',
  'property.update': 'changed the setting',
};

const VERBS: Readonly<Record<string, string>> = {
  create: 'made',
  update: 'changed',
  edit: 'edited',
  delete: 'deleted',
  move: 'moved',
  restore: 'restored',
  purge: 'deleted for good',
  disable: 'disabled',
  enable: 'enabled',
  set: 'set',
  end: 'ended',
};

/** What somebody did, without who and to what: `moved the image`. */
export function actionWords({
  action,
  object_type: type,
}: Pick<AuditEntry, 'action' | 'object_type'>): string {
  const known = PHRASES[action];
  if (known !== undefined) return known;
  const verb = action.slice(action.indexOf('.') + 1);
  const words = VERBS[verb] ?? `did “${verb.replaceAll(/[-_]/g, ' ')}” to`;
  return `${words} the ${OBJECT_NAMES[type] ?? type}`;
}

/** How somebody was recognised. */
export const VIA_NAMES: Readonly<Record<string, string>> = {
  session: 'in the browser',
  token: 'with a token',
  'personal-token': 'with a personal token',
  command: 'on the command line',
  task: 'in the background',
  none: '',
};

type Target = Pick<AuditEntry, 'action' | 'object_type' | 'object_id' | 'object_name'>;

/** Page of the object; undefined where there is none, or not any more. */
export function objectPage({ action, object_type: type, object_id: id, object_name: name }: Target) {
  const verb = action.slice(action.indexOf('.') + 1);
  if (verb === 'delete' || verb === 'purge') return type === 'user' ? `/admin/users/${id}/` : undefined;
  switch (type) {
    case 'image':
      return detailsPage(name);
    case 'folder':
      return browsePage(name === '' ? '/' : name);
    case 'permission':
      return permissionsPage(name);
    case 'user':
    case 'group':
    case 'template':
      return /^\d+$/.test(id) ? `/admin/${type}s/${id}/` : undefined;
    case 'task':
      return `/admin/tasks/?id=${id}`;
    default:
      return undefined;
  }
}

/** A change of one value. */
export type Change = { name: string; before: unknown; after: unknown };

/**
 * What the details of an entry say: values before and after where they have both or one of them, and everything else as it
 * is.
 */
export function readDetails(details: Record<string, unknown>): {
  changes: Change[];
  others: ReadonlyArray<readonly [name: string, value: unknown]>;
} {
  const { before, after, ...rest } = details;
  if (!isValues(before) && !isValues(after)) return { changes: [], others: Object.entries(details) };
  const [old, now] = [isValues(before) ? before : {}, isValues(after) ? after : {}];
  const names = new Set([...Object.keys(old), ...Object.keys(now)]);
  return {
    changes: [...names].map((name) => ({ name, before: old[name], after: now[name] })),
    others: Object.entries(rest),
  };
}

function isValues(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value as people read it. */
export function valueWords(value: unknown): string {
  if (value === undefined) return '—';
  if (value === null || value === '') return 'nothing';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  return JSON.stringify(value);
}

/** The name of a field in words: `firstName` is `first name`. */
export function fieldWords(name: string): string {
  return name
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll(/[-_]/g, ' ')
    .toLowerCase();
}
