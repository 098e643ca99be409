import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { ApiParts } from '#lib/boot/services.ts';
import { checkContent } from '#lib/catalog/check-content.ts';
import { editImage } from '#lib/catalog/edit-image.ts';
import { changeTags, withTags } from '#lib/catalog/image-tags.ts';
import { placeUpload } from '#lib/catalog/place-upload.ts';
import {
  badRequest,
  busy,
  conflict,
  EmulsionError,
  notFound,
  tooLarge,
  tooManyRequests,
} from '#lib/errors/error.ts';
import { wishBurst } from '#lib/jobs/burst-wish.ts';
import { LEVEL } from '#lib/permissions/levels.ts';
import type { StagedFile } from '#lib/storage/storage.ts';
import type { Call } from '../door/endpoint.ts';
import { toKnown } from '../door/failures.ts';
import { createTurns } from './turns.ts';
import {
  foldersBelow,
  readWish,
  tagsIn,
  type UploadNote,
  type UploadOutcome,
  type UploadWish,
} from './upload-note.ts';
import { permittedTarget, storedName } from './upload-target.ts';

/** Files of one person that are arriving and not complete. */
const MOST_OPEN = 200;
/** Requests of one person that bring parts at the same time. */
const MOST_WRITING = 12;
/** Bytes by which the kind of a file is told. */
const HEAD_BYTES = 64 * 1024;

/** Who sends a file. */
export type Sender = Pick<
  Call<unknown, unknown>,
  'parts' | 'caller' | 'actor' | 'request' | 'links' | 'requireLevel'
>;

/** An upload as it stands. */
export type Upload = {
  /** `<person>-<key>`. */
  id: string;
  /** Bytes that have arrived. */
  offset: number;
  note: UploadNote;
};

/** Files that arrive in parts. All functions throw not_found for uploads of other people. */
export type Uploads = {
  /** Begins an upload, or finds the one that was begun with the same key and has not failed. Rights and name are checked before a byte is taken. */
  begin(sender: Sender, metadata: string, size: number): Promise<Upload>;
  /** Where an upload stands. Whoever still sends a part of it is stopped: the asker has lost that connection. */
  look(sender: Sender, id: string): Promise<Upload>;
  /** Takes a part, and stores the file after the last one. Throws conflict unless the part begins where the last ended. */
  receive(
    sender: Sender,
    id: string,
    at: number,
    content: Readable,
    length: number | undefined,
  ): Promise<Upload>;
  /** What came of it; undefined while bytes are missing. Stores what a stopped server had received in full. */
  outcome(sender: Sender, id: string): Promise<UploadOutcome | undefined>;
  /** Throws the bytes away, or what is known of a finished upload; the stored image stays. */
  remove(sender: Sender, id: string): Promise<void>;
};

/** One to each set of services: lane and operations share who is at work on what. */
const made = new WeakMap<ApiParts, Uploads>();

/** The uploads of a server. */
export function uploadsOf(parts: ApiParts): Uploads {
  const known = made.get(parts) ?? createUploads(parts);
  made.set(parts, known);
  return known;
}

function createUploads(parts: ApiParts): Uploads {
  const { arrivals } = parts.storage;
  const { maxContentLength } = parts.settings.files;
  const turns = createTurns();
  const writing = new Map<number, number>();

  /** Throws not_found unless there is one, of this person. */
  async function read(sender: Sender, id: string): Promise<Upload> {
    if (!id.startsWith(`${ownerOf(sender)}-`)) throw notFound('there is no such upload');
    const found = await arrivals.look(id);
    if (!found) throw notFound('there is no such upload');
    const note = JSON.parse(found.note) as UploadNote;
    if (found.bytes === undefined && !note.outcome) throw notFound('there is no such upload any more');
    return { id, note, offset: note.outcome ? note.size : (found.bytes ?? 0) };
  }

  async function settle(upload: Upload, outcome: UploadOutcome): Promise<UploadOutcome> {
    await arrivals.settle(upload.id, JSON.stringify({ ...upload.note, outcome } satisfies UploadNote));
    upload.note.outcome = outcome;
    upload.offset = upload.note.size;
    return outcome;
  }

  /** Ends an upload with a refusal that will not go away; other failures leave it as it is, to be tried again. */
  async function fail(upload: Upload, thrown: unknown): Promise<UploadOutcome> {
    const error = toKnown(thrown);
    if (error.code === 'internal' || error.code === 'busy') throw thrown;
    return settle(upload, { kind: 'failed', code: error.code, message: error.publicMessage });
  }

  async function store(sender: Sender, upload: Upload): Promise<UploadOutcome> {
    const { wish } = upload.note;
    try {
      await parts.refresh();
      const below = foldersBelow(wish);
      const folder = await permittedTarget(sender, folderWanted(wish), below);
      const staged = await arrivals.complete(upload.id);
      if (wish.sha256 !== undefined && wish.sha256.toLowerCase() !== staged.sha256) {
        throw badRequest(`sha256: the file arrived damaged, its SHA-256 is ${staged.sha256}; send it again`);
      }
      checkContent(storedName(wish.filename, sender), staged.head);
      // In turn: files of one folder arrive side by side, and one of them makes it.
      if (below !== '') await turns.take(folder, () => makeFolder(sender, folder));
      const { image, outcome } = await placeUpload(parts, {
        folder,
        name: storedName(wish.filename, sender),
        staged: keepingBytes(staged),
        onExisting: wish.overwrite,
        actor: sender.actor,
      });
      await describe(sender, image.id, wish);
      await wishBurst(parts, image.src, 'always', sender.actor.userId ?? null);
      return await settle(upload, { kind: outcome, imageId: image.id });
    } catch (error) {
      return fail(upload, error);
    }
  }

  /** Gives a stored image title and tags. It stays stored when that fails. */
  async function describe(sender: Sender, id: number, wish: UploadWish): Promise<void> {
    try {
      const tags = tagsIn(wish);
      if (tags.length > 0) await changeTags(parts, id, withTags(tags), sender.actor);
      if (wish.title) await editImage(parts, id, { title: wish.title }, undefined, sender.actor);
    } catch (error) {
      parts.log.warn({ err: error, image: id }, 'an uploaded image could not be given its title and tags');
    }
  }

  async function makeFolder(sender: Sender, folder: string): Promise<void> {
    if (await parts.storage.hasFolder(folder.slice(1))) return;
    try {
      await parts.folders.create(folder, sender.actor, async (wanted) =>
        sender.requireLevel(await parts.folders.nearest(wanted), LEVEL.createFolder),
      );
    } catch (error) {
      // Another file of the same folder was quicker.
      const there = error instanceof EmulsionError && error.code === 'conflict';
      if (!there || !(await parts.storage.hasFolder(folder.slice(1)))) throw error;
    }
    await parts.announce();
  }

  /** Counts who is sending. Throws 429 beyond what one person may do at a time. */
  async function counted<T>(owner: number, work: () => Promise<T>): Promise<T> {
    const count = writing.get(owner) ?? 0;
    if (count >= MOST_WRITING) throw tooManyRequests(`at most ${MOST_WRITING} files can arrive at a time`, 1);
    writing.set(owner, count + 1);
    try {
      return await work();
    } finally {
      const left = (writing.get(owner) ?? 1) - 1;
      if (left > 0) writing.set(owner, left);
      else writing.delete(owner);
    }
  }

  return {
    async begin(sender, metadata, size) {
      const wish = readWish(metadata);
      const owner = ownerOf(sender);
      const id = `${owner}-${wish.key ?? randomUUID()}`;
      return turns.take(id, async () => {
        const known = await read(sender, id).catch(() => undefined);
        // One that failed is begun anew: what stood in its way may have been put right.
        if (known && known.note.outcome?.kind !== 'failed') return known;
        if (size > maxContentLength) throw tooLarge(`a file may have at most ${maxContentLength} bytes`);
        const name = storedName(wish.filename, sender);
        tagsIn(wish);
        const folder = await permittedTarget(sender, folderWanted(wish), foldersBelow(wish));
        if (wish.overwrite === 'refuse') {
          const src = folder === '/' ? name : `${folder.slice(1)}/${name}`;
          if (await parts.storage.stat(src)) throw conflict(`The file ${name} already exists.`);
        }
        const note: UploadNote = { wish, size, metadata };
        // In turn: whoever begins many at once counts those that are just being begun as well.
        await turns.take(`begun by ${owner}`, async () => {
          if ((await arrivals.countOpen(String(owner))) >= MOST_OPEN) {
            throw tooManyRequests(
              `at most ${MOST_OPEN} uploads can be unfinished; finish or remove some`,
              30,
            );
          }
          // What a stopped server left without bytes is begun anew.
          await arrivals.remove(id);
          await arrivals.begin(id, JSON.stringify(note));
        });
        return { id, offset: 0, note };
      });
    },

    look: (sender, id) => turns.take(id, () => read(sender, id)),

    receive: (sender, id, at, content, length) =>
      counted(ownerOf(sender), () =>
        turns.take(id, async (signal) => {
          const upload = await read(sender, id);
          const { note } = upload;
          if (note.outcome) return upload;
          if (at !== upload.offset) throw conflict(`the next part begins at byte ${upload.offset}`);
          if (length !== undefined && at + length > note.size) {
            throw tooLarge(`the file was announced with ${note.size} bytes`);
          }
          // Rights may have been taken away since it was begun.
          await permittedTarget(sender, folderWanted(note.wish), foldersBelow(note.wish));
          const limits = { maxBytes: note.size, signal };
          upload.offset = await arrivals.append(id, at, content, limits).catch((error: unknown) => {
            if (content.errored === null || error instanceof EmulsionError) throw error;
            throw busy('the part broke off; go on where it ended', 1);
          });
          if (upload.offset === note.size) await store(sender, upload);
          else if (at < HEAD_BYTES && upload.offset >= HEAD_BYTES) await refuseEarly(sender, upload);
          return upload;
        }),
      ),

    outcome: (sender, id) =>
      turns.take(id, async () => {
        const upload = await read(sender, id);
        if (upload.note.outcome || upload.offset < upload.note.size) return upload.note.outcome;
        return store(sender, upload);
      }),

    remove: (sender, id) =>
      turns.take(id, async () => {
        await read(sender, id);
        await arrivals.remove(id);
      }),
  };

  /** What cannot be a picture need not arrive in full. */
  async function refuseEarly(sender: Sender, upload: Upload): Promise<void> {
    try {
      checkContent(storedName(upload.note.wish.filename, sender), await arrivals.head(upload.id));
    } catch (error) {
      await fail(upload, error);
    }
  }
}

/** The person who sends; the door lets nobody else in. */
function ownerOf({ caller }: Sender): number {
  return caller.principal.userId ?? 0;
}

function folderWanted(wish: UploadWish) {
  return { path: wish.folder, path_index: wish.path_index };
}

/** A file whose bytes stay until its outcome is noted, so that storing it can be tried again. */
function keepingBytes(staged: StagedFile): StagedFile {
  return { ...staged, discard: async () => undefined };
}
