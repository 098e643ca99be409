/** The name of a viewer's file with a part that tells its content. */
const PINNED = /^\/static\/(?:js|styles)\/([\w-]+(?:\.min)?)\.[0-9a-f]{10}\.(js|css)$/;

/**
 * Answers for a path below /static/ under which there is no file. A pinned name of an earlier version leads to the file
 * of this one, so that an update of the server does not break the pages that pinned it; everything else is 404.
 */
export function answerMissingViewer(path: string): Response {
  const [, name, ending] = PINNED.exec(path) ?? [];
  const headers = { 'Cache-Control': 'public, max-age=300' };
  if (name === undefined) {
    return new Response('Not found\n', {
      status: 404,
      headers: { ...headers, 'Content-Type': 'text/plain' },
    });
  }
  // Relative, so that a prefix which a proxy has taken away is kept.
  return new Response(null, { status: 302, headers: { ...headers, Location: `${name}.${ending}` } });
}
