import { randomUUID } from 'node:crypto';
import type { Database } from './client.ts';

/** Ids that code and URLs rely on; the same as in the predecessor, so that its data can be imported. */
const PUBLIC_GROUP = 1;
const NORMAL_GROUP = 2;
const ADMINISTRATORS_GROUP = 3;
const ROOT_FOLDER = 1;
const SYSTEM_TYPE = 1;
const VIEW = 10;
const EVERYTHING = 70;

/**
 * What every installation starts from: the three system groups with their rights, and the root folder that
 * anyone may view. Adds only what is missing and changes nothing that is there, so it may run at every
 * start and on several nodes at once.
 */
export async function seedDatabase(db: Database): Promise<void> {
  await db.$transaction(async (tx) => {
    const first = (await tx.property.count({ where: { key: 'cluster_id' } })) === 0;
    await tx.property.createMany({
      data: [{ key: 'cluster_id', value: randomUUID() }],
      skipDuplicates: true,
    });
    await tx.group.createMany({
      data: [
        {
          id: PUBLIC_GROUP,
          name: 'Public',
          description: 'Everyone, signed in or not',
          groupType: SYSTEM_TYPE,
        },
        {
          id: NORMAL_GROUP,
          name: 'Normal users',
          description: 'Everyone who signs in',
          groupType: SYSTEM_TYPE,
        },
        {
          id: ADMINISTRATORS_GROUP,
          name: 'Administrators',
          description: 'People who may do everything',
          groupType: SYSTEM_TYPE,
        },
      ],
      skipDuplicates: true,
    });
    await tx.systemPermission.createMany({
      data: [
        { groupId: PUBLIC_GROUP },
        { groupId: NORMAL_GROUP },
        {
          groupId: ADMINISTRATORS_GROUP,
          folios: true,
          reports: true,
          adminUsers: true,
          adminFiles: true,
          adminFolios: true,
          adminPermissions: true,
          adminAll: true,
        },
      ],
      skipDuplicates: true,
    });
    await tx.folder.createMany({ data: [{ id: ROOT_FOLDER, path: '/' }], skipDuplicates: true });
    // Only at first: an administrator may have taken a right on the root away since.
    if (first) {
      await tx.folderPermission.createMany({
        data: [
          { folderId: ROOT_FOLDER, groupId: PUBLIC_GROUP, access: VIEW },
          { folderId: ROOT_FOLDER, groupId: NORMAL_GROUP, access: VIEW },
          { folderId: ROOT_FOLDER, groupId: ADMINISTRATORS_GROUP, access: EVERYTHING },
        ],
        skipDuplicates: true,
      });
    }
    // Rows with fixed ids do not move the sequences, and the next group must not be given id 1.
    await tx.$queryRaw`
      SELECT setval('groups_id_seq', greatest(max(g.id), s.last_value))
      FROM groups g, groups_id_seq s GROUP BY s.last_value`;
    await tx.$queryRaw`
      SELECT setval('folders_id_seq', greatest(max(f.id), s.last_value))
      FROM folders f, folders_id_seq s GROUP BY s.last_value`;
  });
}
