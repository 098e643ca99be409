import { setImmediate as nextTurn } from 'node:timers/promises';

/** An opening tag of an XML text. */
export type Tag = {
  /** Lower case, without namespace prefix. */
  name: string;
  /** By lower-case name without prefix, several of one name joined by NUL; character references are undone. */
  attributes: ReadonlyMap<string, string>;
  /** Number of elements around it. */
  depth: number;
};

type XmlContent = {
  tags: Tag[];
  /** Characters between tags, by the number of the tag (in `tags`) that opens the element; -1 before the first. */
  texts: Array<{ tag: number; text: string }>;
};

const NAME_END = /[\s=>/]/g;
const NOT_BLANK = /\S/g;

/**
 * The tags and texts of an XML text, read once from front to back: the time it takes grows with the length
 * and with nothing else, whatever the text holds. It lets other work go on in between. It does not judge
 * whether the XML is sound. Undefined when a tag or comment never ends, or when there are more than `most` tags.
 */
export async function readTags(xml: string, most: number): Promise<XmlContent | undefined> {
  const tags: Tag[] = [];
  const texts: XmlContent['texts'] = [];
  const open: number[] = [];
  let at = 0;
  const addText = (text: string) => {
    if (text !== '') texts.push({ tag: open.at(-1) ?? -1, text });
  };
  for (;;) {
    const start = xml.indexOf('<', at);
    addText(decodeReferences(xml.slice(at, start < 0 ? undefined : start)));
    if (start < 0) return { tags, texts };
    const skipped = SECTIONS.find(([lead]) => xml.startsWith(lead, start));
    if (skipped !== undefined) {
      const [lead, trail] = skipped;
      const end = xml.indexOf(trail, start + lead.length);
      if (end < 0) return undefined;
      if (lead === CDATA) addText(xml.slice(start + lead.length, end));
      at = end + trail.length;
      continue;
    }
    const end = tagEnd(xml, start);
    if (end < 0) return undefined;
    if (xml[start + 1] === '/') open.pop();
    else {
      tags.push({ ...readTag(xml.slice(start + 1, end)), depth: open.length });
      if (xml[end - 1] !== '/') open.push(tags.length - 1);
      if (tags.length > most) return undefined;
      if (tags.length % TURN === 0) await nextTurn();
    }
    at = end + 1;
  }
}

/** Tags read between two turns of the event loop. */
const TURN = 2000;

const CDATA = '<![CDATA[';
const SECTIONS: ReadonlyArray<readonly [string, string]> = [
  ['<!--', '-->'],
  [CDATA, ']]>'],
  ['<?', '?>'],
  ['<!', '>'],
];

/** Where the tag closes; a > inside quotes does not count. */
function tagEnd(xml: string, start: number): number {
  let quote = '';
  for (let at = start + 1; at < xml.length; at++) {
    const character = xml[at];
    if (quote !== '') {
      if (character === quote) quote = '';
    } else if (character === '>') return at;
    else if (character === '"' || character === "'") quote = character;
  }
  return -1;
}

function readTag(text: string): { name: string; attributes: ReadonlyMap<string, string> } {
  const attributes = new Map<string, string>();
  let at = indexFrom(text, NAME_END, 0);
  const name = localName(text.slice(0, at));
  for (;;) {
    at = indexFrom(text, NOT_BLANK, at);
    if (at >= text.length) return { name, attributes };
    const nameEnd = indexFrom(text, NAME_END, at);
    const attribute = localName(text.slice(at, nameEnd));
    const equals = indexFrom(text, NOT_BLANK, nameEnd);
    const opening = text[equals] === '=' ? indexFrom(text, NOT_BLANK, equals + 1) : text.length;
    const quote = text[opening];
    if (quote !== '"' && quote !== "'") {
      at = Math.max(nameEnd, at + 1);
      continue;
    }
    const closing = text.indexOf(quote, opening + 1);
    const end = closing < 0 ? text.length : closing;
    const value = decodeReferences(text.slice(opening + 1, end));
    // xlink:href and href on one element: whichever the renderer takes, both are seen.
    const before = attributes.get(attribute);
    attributes.set(attribute, before === undefined ? value : `${before}\0${value}`);
    at = end + 1;
  }
}

function indexFrom(text: string, pattern: RegExp, from: number): number {
  pattern.lastIndex = from;
  const found = pattern.exec(text);
  return found === null ? text.length : found.index;
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1).toLowerCase();
}

const NAMED: Readonly<Record<string, string>> = { quot: '"', apos: "'", amp: '&', lt: '<', gt: '>' };

function decodeReferences(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(
    /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(quot|apos|amp|lt|gt));/gi,
    (whole, ten, hex, name) => {
      if (name !== undefined) return NAMED[String(name).toLowerCase()] ?? whole;
      const code = ten === undefined ? Number.parseInt(hex, 16) : Number(ten);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );
}
