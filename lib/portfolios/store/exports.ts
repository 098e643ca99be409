import type { Database } from '#lib/db/client.ts';
import type { Prisma } from '../../../prisma/generated/client.ts';
import type { PortfolioTables } from './tables.ts';

/** A zip of a portfolio, finished or on its way. */
export type StoredExport = {
  id: number;
  folioId: number;
  description: string;
  originals: boolean;
  /** Changes of all pictures in the form of templates. */
  parameters: Record<string, unknown>;
  ignoreErrors: boolean;
  /** The task that makes it; null when it is finished or its task is gone. */
  task: { id: number; status: number; done: number; total: number } | null;
  /** "" until it is finished. */
  filename: string;
  filesize: number;
  failure: string;
  createdById: number | null;
  created: Date;
  keepUntil: Date;
};

const WITH_TASK = {
  task: { select: { id: true, status: true, progressDone: true, progressTotal: true } },
} as const;

type Row = Prisma.PortfolioExportGetPayload<{ include: typeof WITH_TASK }>;

function toStored({ task, parameters, filesize, ...row }: Row): StoredExport {
  return {
    ...row,
    parameters: parameters as Record<string, unknown>,
    filesize: Number(filesize),
    task: task && {
      id: Number(task.id),
      status: task.status,
      done: task.progressDone,
      total: task.progressTotal,
    },
  };
}

/** The zips of some portfolios by their ids, in the order of their own ids. */
export async function listExports(
  db: PortfolioTables,
  folioIds: readonly number[],
): Promise<Map<number, StoredExport[]>> {
  const rows = await db.portfolioExport.findMany({
    where: { folioId: { in: [...folioIds] } },
    include: WITH_TASK,
    orderBy: { id: 'asc' },
  });
  const found = new Map<number, StoredExport[]>();
  for (const row of rows) {
    const list = found.get(row.folioId) ?? [];
    list.push(toStored(row));
    found.set(row.folioId, list);
  }
  return found;
}

/** A zip by its id; undefined when there is none. */
export async function findExport(db: PortfolioTables, id: number): Promise<StoredExport | undefined> {
  const row = await db.portfolioExport.findUnique({ where: { id }, include: WITH_TASK });
  return row === null ? undefined : toStored(row);
}

/** A finished zip of a portfolio by its file name; undefined when there is none. */
export async function findFinished(
  db: PortfolioTables,
  folioId: number,
  filename: string,
): Promise<StoredExport | undefined> {
  if (filename === '') return undefined;
  const row = await db.portfolioExport.findFirst({ where: { folioId, filename }, include: WITH_TASK });
  return row === null ? undefined : toStored(row);
}

/** Notes a zip that is to be made. */
export async function insertExport(
  db: PortfolioTables,
  row: {
    folioId: number;
    description: string;
    originals: boolean;
    parameters: object;
    ignoreErrors: boolean;
    createdById: number | null;
    keepUntil: Date;
  },
): Promise<number> {
  return (await db.portfolioExport.create({ data: row, select: { id: true } })).id;
}

/** Notes which task makes a zip, unless it is finished already. */
export async function assignTask(db: PortfolioTables, id: number, taskId: number): Promise<void> {
  await db.portfolioExport.updateMany({ where: { id, filename: '' }, data: { taskId: BigInt(taskId) } });
}

/** Notes a finished zip; false when nobody wants it any more. */
export async function finishExport(
  db: PortfolioTables,
  id: number,
  file: { filename: string; filesize: number },
): Promise<boolean> {
  const { count } = await db.portfolioExport.updateMany({
    where: { id, filename: '' },
    data: { filename: file.filename, filesize: BigInt(file.filesize), taskId: null, failure: '' },
  });
  return count > 0;
}

/** Notes why a zip could not be made; "" when it is begun again. */
export async function noteFailure(db: PortfolioTables, id: number, failure: string): Promise<void> {
  await db.portfolioExport.updateMany({ where: { id, filename: '' }, data: { failure } });
}

/** Removes the record of a zip. */
export async function removeExport(db: PortfolioTables, id: number): Promise<void> {
  await db.portfolioExport.deleteMany({ where: { id } });
}

/** Some of the zips whose time is over, the oldest first. */
export async function findExpired(db: Database, now: Date, limit: number): Promise<StoredExport[]> {
  const rows = await db.portfolioExport.findMany({
    where: { keepUntil: { lt: now } },
    include: WITH_TASK,
    orderBy: { keepUntil: 'asc' },
    take: limit,
  });
  return rows.map(toStored);
}

/** Which of these files some zip of a portfolio is. */
export async function knownFiles(db: Database, names: readonly string[]): Promise<Set<string>> {
  const rows = await db.portfolioExport.findMany({
    where: { filename: { in: [...names] } },
    select: { filename: true },
  });
  return new Set(rows.map(({ filename }) => filename));
}
