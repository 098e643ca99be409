/** No letters or digits that look alike. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

/** A password to hand out: four groups of five letters, about 99 bits. */
export function generatePassword(): string {
  const letters: string[] = [];
  while (letters.length < 20) {
    for (const byte of crypto.getRandomValues(new Uint8Array(32))) {
      // Beyond the last whole multiple some letters would come more often than others.
      if (byte < LETTERS.length * 8) letters.push(LETTERS[byte % LETTERS.length] ?? '');
    }
  }
  return [0, 5, 10, 15].map((at) => letters.slice(at, at + 5).join('')).join('-');
}
