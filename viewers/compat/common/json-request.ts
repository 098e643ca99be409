/**
 * Asks for JSON as an anonymous visitor; only a page's own server gets its cookies.
 * @returns status and parsed body; the body is null when it is no JSON, the status 0 when there was no answer
 */
export async function requestJson(
  url: string,
  signal?: AbortSignal,
): Promise<{ status: number; body: unknown }> {
  try {
    const answer = await fetch(url, {
      headers: { Accept: 'application/json' },
      credentials: 'same-origin',
      ...(signal ? { signal } : {}),
    });
    return { status: answer.status, body: await answer.json().catch(() => null) };
  } catch {
    return { status: 0, body: null };
  }
}
