/** What is wrong with a name for a folder or a file, as the server would refuse it; undefined when nothing is. */
export function nameProblem(name: string): string | undefined {
  if (name === '') return 'Type a name.';
  if (name.startsWith('.')) return 'A name cannot begin with a dot.';
  if (/[\\/]/.test(name)) return 'A name cannot contain a slash.';
  if (name.includes('..')) return 'A name cannot contain two dots in a row.';
  return undefined;
}

/** Where the part of a file name before its extension ends; that is what people change. */
export function stemLength(name: string): number {
  const dot = name.lastIndexOf('.');
  return dot > 0 ? dot : name.length;
}
