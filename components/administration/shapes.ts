import type { z } from 'zod';
import type { auditEntry, task, trashEntry } from '#lib/contracts/resources.ts';

/** What the API answers about the running of the server. */
export type TrashEntry = z.output<typeof trashEntry>;
export type Task = z.output<typeof task>;
export type AuditEntry = z.output<typeof auditEntry>;

/** One page of a list; `next` is the cursor of the page behind it. */
export type ListPage<Entry> = { results: Entry[]; next: string | null };
