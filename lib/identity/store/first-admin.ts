import type { Database } from '#lib/db/client.ts';

/** Ids fixed by the data model: the protected first administrator and the group of administrators. */
const FIRST_ADMIN = 1;
const ADMINISTRATORS = 3;

/** Property that tells whether somebody has still to look after the first run of this installation. */
const FIRST_RUN = 'first_run';
const FIRST_RUN_OPEN = 'open';

/** Whether nobody has finished the first run yet. Installations without the property never had one. */
export async function isFirstRunOpen(db: Database): Promise<boolean> {
  return (await db.property.count({ where: { key: FIRST_RUN, value: FIRST_RUN_OPEN } })) > 0;
}

/** Whether the first administrator's account is there. */
export async function hasFirstAdmin(db: Database): Promise<boolean> {
  return (await db.user.count({ where: { id: FIRST_ADMIN } })) > 0;
}

/**
 * Creates the first administrator in one transaction. Returns false when another process was quicker.
 * @param mustChangePassword whether the person has to choose another password when signing in
 */
export async function createFirstAdmin(
  db: Database,
  username: string,
  passwordHash: string,
  mustChangePassword: boolean,
): Promise<boolean> {
  return db.$transaction(async (tx) => {
    const created = await tx.user.createMany({
      data: {
        id: FIRST_ADMIN,
        firstName: 'Administrator',
        lastName: '',
        email: '',
        username,
        password: passwordHash,
        mustChangePassword,
      },
      skipDuplicates: true,
    });
    if (created.count === 0) return false;
    await tx.property.createMany({ data: { key: FIRST_RUN, value: FIRST_RUN_OPEN }, skipDuplicates: true });
    await tx.membership.create({ data: { userId: FIRST_ADMIN, groupId: ADMINISTRATORS } });
    await tx.$executeRaw`SELECT setval(pg_get_serial_sequence('users', 'id'), GREATEST((SELECT max(id) FROM users), 1))`;
    return true;
  });
}
