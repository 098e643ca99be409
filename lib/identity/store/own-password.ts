import type { Actor } from '#lib/audit/audit.ts';
import { recordAudit } from '#lib/audit/store.ts';
import type { Database } from '#lib/db/client.ts';

type OwnAccount = { id: number; username: string; authType: number };

/** The account whose password is to be changed. */
export async function findOwnAccount(db: Database, id: number): Promise<OwnAccount | undefined> {
  const found = await db.user.findUnique({
    where: { id },
    select: { id: true, username: true, authType: true },
  });
  return found ?? undefined;
}

/** Stores a password that the person has chosen, with an audit entry. */
export async function storePassword(
  db: Database,
  actor: Actor,
  { id, username }: OwnAccount,
  password: string,
): Promise<void> {
  await db.$transaction(async (tx) => {
    await tx.user.update({
      where: { id },
      data: { password, mustChangePassword: false, version: { increment: 1 } },
    });
    await recordAudit(tx, actor, {
      action: 'user.password',
      objectType: 'user',
      objectId: id,
      objectName: username,
      details: { by: 'the person' },
    });
  });
}
