import type { Actor } from '#lib/audit/audit.ts';
import type { Folders } from '#lib/catalog/folders.ts';
import type { ImageParts } from '#lib/catalog/image-parts.ts';
import type { PersonRights } from './person-rights.ts';

/** What the tasks on many images work with. */
export type ImageJobParts = ImageParts & {
  folders: Pick<Folders, 'nearest' | 'restore'>;
  /** What a task's person may do at this moment. */
  rightsOf: (userId: number | null) => Promise<PersonRights>;
  /** How a task's person is named in the audit log. */
  actorOf: (userId: number | null) => Promise<Actor>;
  trashKeepDays: number;
  /** Whether new names may hold characters outside ASCII. */
  unicodeNames: boolean;
  /** Told of failures of single images that nobody expected. */
  onError: (error: unknown) => void;
};
