import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type OtherPage = {
  /** Markup of the head, such as the files of a server. */
  head?: string;
  /** The page's own style sheet and script, which come from files of its own. */
  style?: string;
  script?: string;
  /** Its `Content-Security-Policy`. */
  policy?: string;
};

export type OtherSite = {
  /** Its page, with a slash at the end. */
  address: string;
  close(): void;
};

/** Serves a page with some markup in its body from another origin until `close` is called. */
export async function openOtherSite(body: string, page: OtherPage = {}): Promise<OtherSite> {
  const style = page.style === undefined ? '' : '<link rel="stylesheet" href="/page.css">';
  const script = page.script === undefined ? '' : '<script src="/page.js"></script>';
  const files: Readonly<Record<string, [type: string, content: string]>> = {
    '/page.css': ['text/css', page.style ?? ''],
    '/page.js': ['text/javascript', page.script ?? ''],
    '/favicon.ico': ['image/x-icon', ''],
  };
  const html =
    `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>Other</title>` +
    `${style}${page.head ?? ''}<body>${body}${script}</body></html>`;
  const server = createServer((request, response) => {
    const [type, content] = files[request.url ?? ''] ?? ['text/html; charset=utf-8', html];
    response.setHeader('Content-Type', type);
    if (page.policy !== undefined) response.setHeader('Content-Security-Policy', page.policy);
    response.end(content);
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  return {
    address: `http://localhost:${(server.address() as AddressInfo).port}/`,
    close: () => server.close(),
  };
}

/** A policy that lets a page use files of its own and those of one server, and nothing inline. */
export function strictPolicy(server: string): string {
  return (
    `default-src 'none'; script-src 'self' ${server}; style-src 'self' ${server}; ` +
    `img-src 'self' ${server}; connect-src ${server}; base-uri 'none'; form-action 'none'`
  );
}
