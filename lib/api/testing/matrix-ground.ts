import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { FLAGS, type Flag } from '#lib/identity/principal.ts';
import { SCOPES, type Scope } from '#lib/identity/scopes.ts';
import { LEVEL, PUBLIC_GROUP } from '#lib/permissions/levels.ts';
import type { ApiServer } from './api-server.ts';

/** Pictures and folders that are there to be used up, one or two for each call that gets so far. */
const SUPPLY = 800;

const FOLDER = '/matrix';
const NORMAL_USERS = 2;

/** Somebody who calls. */
export type MatrixCaller = {
  name: string;
  signedIn: boolean;
  flags: ReadonlySet<Flag>;
  /** Level on the folder of the matrix. */
  level: number;
  /** Token to send for an operation that takes this scope. */
  token(scope: Scope): string | undefined;
  /** Told from others by the level alone. */
  byLevel: boolean;
  /** Set for personal tokens: whether the one that is sent is good for the scope of the operation. */
  inScope?: boolean;
};

/** Where the calls of the matrix happen. */
export type MatrixGround = {
  callers: readonly MatrixCaller[];
  /** A picture in the folder of the matrix that nobody else uses. */
  image(): { id: number; src: string };
  /** A folder in the folder of the matrix, likewise. Paths begin with a slash. */
  folder(): { id: number; path: string };
  /** Id of a picture of the folder in the trash. */
  trashed(): Promise<number>;
  /** A portfolio of nobody who calls. */
  portfolio: { id: number };
  /** Id of another one to be used up. */
  extraPortfolio(): Promise<number>;
  /** A name that nothing has. */
  unique(): string;
  /** An upload into a folder. */
  picture(folder: string): FormData;
};

/** Puts the files of the matrix into a repository. */
export async function fillMatrix(imagesDir: string): Promise<void> {
  const root = join(imagesDir, FOLDER);
  await mkdir(root);
  const bytes = await tinyPicture();
  for (let i = 0; i < SUPPLY; i++) {
    await writeFile(join(root, `${i}.png`), bytes);
    await mkdir(join(root, `f${i}`));
  }
}

function tinyPicture(): Promise<Buffer> {
  return sharp({ create: { width: 4, height: 4, channels: 3, background: '#808080' } })
    .png()
    .toBuffer();
}

/**
 * Makes the callers, straight in the database where it is quicker than by API, and records of the files.
 * Nobody but the callers by level sees the folder.
 */
export async function layMatrixGround(server: ApiServer): Promise<MatrixGround> {
  const { db, identity, announce } = server.parts;
  const images = await recordFiles(server);
  const folders = await db.folder.findMany({ where: { path: { startsWith: `${FOLDER}/` } } });

  async function addCaller(name: string, flags: readonly Flag[], level?: number): Promise<MatrixCaller> {
    const created = await addAccount(server, name, flags, level);
    const token = await identity.issueToken(created);
    const held: readonly Flag[] = flags.includes('admin_all')
      ? FLAGS
      : flags.includes('admin_folios')
        ? [...flags, 'folios']
        : flags;
    const all = held.includes('admin_files') ? LEVEL.deleteFolder : LEVEL.none;
    return {
      name,
      signedIn: true,
      flags: new Set(held),
      level: level ?? all,
      byLevel: level !== undefined,
      token: () => token,
    };
  }

  const nobody = { signedIn: false, flags: new Set<Flag>(), level: LEVEL.none, byLevel: false };
  const callers: MatrixCaller[] = [{ ...nobody, name: 'anonymous', token: () => undefined }];
  callers.push(await addCaller('plain user', []));
  for (const flag of FLAGS) callers.push(await addCaller(flag, [flag]));
  for (const level of Object.values(LEVEL)) callers.push(await addCaller(`level ${level}`, [], level));

  const disabled = await addAccount(server, 'disabled', ['admin_all']);
  const tokenOfDisabled = await identity.issueToken(disabled);
  await db.user.update({ where: { id: disabled }, data: { status: 0, version: { increment: 1 } } });
  callers.push({ ...nobody, name: 'disabled super user', token: () => tokenOfDisabled });

  const owner = await addAccount(server, 'owner of personal tokens', ['admin_all']);
  const everything = { signedIn: true, flags: new Set(FLAGS), level: LEVEL.deleteFolder, byLevel: false };
  const tokens = new Map<string, string>();
  for (const scope of SCOPES) {
    const others = SCOPES.filter((each) => each !== scope);
    for (const [name, scopes] of [
      [`only ${scope}`, [scope]],
      [`all but ${scope}`, others],
    ] as const) {
      const actor = { userId: owner, username: 'owner', via: 'token', address: '', requestId: '' } as const;
      const made = await identity.createPersonalToken(actor, owner, {
        name,
        scopes: [...scopes],
        expiresAt: undefined,
      });
      tokens.set(name, made.token);
    }
  }
  for (const [name, inScope] of [
    ['only', true],
    ['all but', false],
  ] as const) {
    callers.push({
      ...everything,
      name: `personal token with ${name} the scope`,
      inScope,
      token: (scope) => tokens.get(`${name} ${scope}`),
    });
  }
  await announce();

  const makePortfolio = (humanId: string) =>
    db.portfolio.create({ data: { humanId, name: 'of the matrix', ownerId: 1 }, select: { id: true } });
  const portfolio = await makePortfolio('matrix');

  const upload = new Blob([new Uint8Array(await tinyPicture())]);
  let names = 0;
  return {
    callers,
    image: () => take(images),
    folder: () => take(folders),
    async trashed() {
      const { id } = take(images);
      await server.call('DELETE', `/api/v1/admin/filesystem/images/${id}/`, { token: server.admin });
      return (await db.trashEntry.findFirstOrThrow({ where: { imageId: id } })).id;
    },
    portfolio,
    extraPortfolio: async () => (await makePortfolio(`matrix ${++names}`)).id,
    unique: () => `matrix ${++names}`,
    picture(folder) {
      const form = new FormData();
      form.set('path', folder);
      form.set('files', upload, `upload-${++names}.png`);
      return form;
    },
  };
}

function take<Kind>(supply: Kind[]): Kind {
  const taken = supply.pop();
  if (!taken) throw new Error('the supply of the matrix is used up; raise SUPPLY');
  return taken;
}

async function recordFiles({ parts: { db } }: ApiServer): Promise<Array<{ id: number; src: string }>> {
  const { id: parentId } = await db.folder.create({ data: { path: FOLDER, parentId: 1 } });
  await db.folderPermission.createMany({
    data: [PUBLIC_GROUP, NORMAL_USERS].map((groupId) => ({
      groupId,
      folderId: parentId,
      access: LEVEL.none,
    })),
  });
  const numbers = Array.from({ length: SUPPLY }, (_, index) => index);
  await db.folder.createMany({ data: numbers.map((number) => ({ path: `${FOLDER}/f${number}`, parentId })) });
  return db.image.createManyAndReturn({
    data: numbers.map((number) => ({
      src: `${FOLDER.slice(1)}/${number}.png`,
      folderId: parentId,
      width: 4,
      height: 4,
    })),
    select: { id: true, src: true },
  });
}

/** An account that may use the API, in a group of its own. Returns its id. */
async function addAccount(
  { parts: { db } }: ApiServer,
  username: string,
  flags: readonly Flag[],
  level?: number,
): Promise<number> {
  const names: Readonly<Record<Flag, string>> = {
    folios: 'folios',
    reports: 'reports',
    admin_users: 'adminUsers',
    admin_files: 'adminFiles',
    admin_folios: 'adminFolios',
    admin_permissions: 'adminPermissions',
    admin_all: 'adminAll',
  };
  const granted = Object.fromEntries(flags.map((flag) => [names[flag], true]));
  const group = await db.group.create({
    data: { name: `group of ${username}`, systemPermission: { create: granted } },
  });
  if (level !== undefined) {
    const { id: folderId } = await db.folder.findUniqueOrThrow({ where: { path: FOLDER } });
    await db.folderPermission.create({ data: { groupId: group.id, folderId, access: level } });
  }
  const { id } = await db.user.create({
    data: {
      username,
      firstName: '',
      lastName: '',
      email: '',
      password: `not a password of ${username}`,
      allowApi: true,
      memberships: { create: [{ groupId: NORMAL_USERS }, { groupId: group.id }] },
    },
  });
  return id;
}
