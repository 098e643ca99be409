import type { PickedFile } from './uploads.ts';

/** Files that file managers leave behind in folders, and hidden ones. */
const LITTER = /^(\.|thumbs\.db$|desktop\.ini$|__macosx$)/i;

/** Files of a file box; with their folders when a whole folder was chosen. */
export function pickedIn(list: FileList | readonly File[]): PickedFile[] {
  return Array.from(list)
    .map((file) => ({ file, relative: file.webkitRelativePath || file.name }))
    .filter(({ relative }) => !relative.split('/').some((part) => LITTER.test(part)));
}

/** Whether something that is dragged or pasted holds files. */
export function holdsFiles(transfer: DataTransfer | null): transfer is DataTransfer {
  return transfer?.types.includes('Files') === true;
}

/** Everything that was dropped: files, and all files in folders. To be called while the event lasts. */
export async function droppedFiles(transfer: DataTransfer): Promise<PickedFile[]> {
  // Both are gone once the event is over.
  const entries = Array.from(transfer.items, (item) =>
    item.kind === 'file' ? item.webkitGetAsEntry() : null,
  );
  const plain = pickedIn(transfer.files);
  if (!entries.some((entry) => entry?.isDirectory)) return plain;
  const found: PickedFile[] = [];
  for (const entry of entries) if (entry) await walk(entry, '', found);
  return found;
}

async function walk(entry: FileSystemEntry, above: string, found: PickedFile[]): Promise<void> {
  if (LITTER.test(entry.name)) return;
  const relative = above + entry.name;
  if (isFile(entry)) {
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject)).catch(
      () => undefined,
    );
    if (file) found.push({ file, relative });
    return;
  }
  if (!isFolder(entry)) return;
  const reader = entry.createReader();
  for (;;) {
    // Browsers give a hundred at a time.
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    ).catch(() => []);
    if (some.length === 0) return;
    for (const each of some) await walk(each, `${relative}/`, found);
  }
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}
