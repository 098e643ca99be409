/** Text without what looks like HTML tags. */
export function stripTags(text: string): string {
  return text.replace(/<\/?[a-z!][^>]*>/gi, '');
}
