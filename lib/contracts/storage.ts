import { z } from 'zod';

const int = z.int();
const when = z.string().meta({ format: 'date-time', description: 'ISO 8601, UTC' });
const bytes = int;

export const storageReport = z
  .object({
    trash: z.object({ entries: int, files: int, bytes }),
    database: z.object({ bytes, embedded: z.boolean() }),
    disks: z
      .array(
        z.object({
          holds: z.array(z.string()).meta({ description: 'pictures, cache, data' }),
          free: bytes,
          total: bytes,
        }),
      )
      .meta({ description: 'the disks under the folders of the server, each once' }),
    pictures: z
      .array(
        z.object({
          name: z.string().meta({ description: 'memory, redis or disk' }),
          entries: int.nullable(),
          bytes: bytes.nullable(),
          limit: bytes.nullable(),
        }),
      )
      .meta({ description: 'where finished pictures are kept' }),
    pyramids: z.object({ entries: int, bytes, limit: bytes }),
    served: z
      .record(z.string(), int)
      .meta({ description: 'pictures that this process has answered, by where they came from' }),
    since: when.meta({ description: 'when this process was started' }),
  })
  .meta({ id: 'StorageReport' });

export const folderUsage = z
  .object({
    path: z.string(),
    files: int.meta({ description: 'images directly in the folder' }),
    bytes,
    folders: z
      .array(z.object({ name: z.string(), path: z.string(), files: int, bytes }))
      .meta({ description: 'folders in it with all that is below them, the largest first' }),
    total: z.object({ files: int, bytes }),
    counted: when.meta({ description: 'sums are remembered for a minute' }),
  })
  .meta({ id: 'FolderUsage' });

export type StorageReportShape = z.output<typeof storageReport>;
export type FolderUsageShape = z.output<typeof folderUsage>;
