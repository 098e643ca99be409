import { ApiFailure } from '../client/api.ts';

type Envelope = {
  message: string;
  data: Record<string, { error?: { message: string; status: number } }> | null;
};

/** Stores a file under the name of one that is there already. Rejects with ApiFailure. */
export async function sendReplacement(
  file: File,
  name: string,
  folder: string,
  token: string,
): Promise<void> {
  const form = new FormData();
  form.append('path', folder);
  form.append('overwrite', 'true');
  form.append('files', file, name);
  let response: Response;
  try {
    response = await fetch('/api/v1/upload/', {
      method: 'POST',
      headers: { Accept: 'application/json', 'X-CSRF-Token': token },
      body: form,
    });
  } catch {
    throw new ApiFailure(0, 'The file could not be sent. Check your connection and try again.');
  }
  const envelope = (await response.json().catch(() => undefined)) as Envelope | undefined;
  if (response.ok) return;
  const own = envelope?.data?.[name]?.error;
  throw new ApiFailure(response.status, own?.message ?? envelope?.message ?? 'The file could not be stored.');
}
