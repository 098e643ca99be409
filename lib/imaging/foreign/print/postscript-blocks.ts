import { type Blocks, block } from '../blocks.ts';

/** Comments of documents that tell of the document, not of people. Source: Adobe's Document Structuring Conventions 3.0. */
const TEXTS: ReadonlyMap<string, string> = new Map([
  ['Title', 'Title'],
  ['Creator', 'Creator'],
  ['CreationDate', 'Creation date'],
]);

/** What the beginning of a PostScript file says of it: comments of its header, and the packet of XMP that stands first. */
export function postScriptBlocks(head: Buffer): Blocks {
  const comments = head
    .toString('latin1')
    .split(/^%%EndComments/m, 1)
    .join('')
    .slice(0, 65_536);
  const texts = [...TEXTS].flatMap(([key, name]) => {
    const found = new RegExp(`^%%${key}:[ \\t]*(.{1,300})`, 'm').exec(comments)?.[1];
    const value = found?.trim().replace(/^\((.*)\)$/, '$1');
    return value ? [{ name, value }] : [];
  });
  const start = head.indexOf('<?xpacket begin');
  const mark = start < 0 ? -1 : head.indexOf('<?xpacket end', start);
  const end = mark < 0 ? -1 : head.indexOf('?>', mark);
  return { texts, xmp: end < 0 ? undefined : block(head.subarray(start, end + 2)) };
}
