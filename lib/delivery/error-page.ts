import { STATUS_CODES } from 'node:http';

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** The short HTML page of an error answer. `message` is escaped and shortened to something readable. */
export function errorPage(status: number, message: string): Buffer {
  const reason = `${status} ${STATUS_CODES[status] ?? 'Error'}`;
  const text = message
    .normalize('NFKD')
    .slice(0, 500)
    .replace(/[\p{Cc}]/gu, ' ')
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
  return Buffer.from(
    `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>${reason}</title></head>` +
      `<body><h1>${reason}</h1><p>${text}</p></body></html>\n`,
  );
}
