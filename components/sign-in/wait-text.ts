/** "in 40 seconds", "in 3 minutes": how long to wait, rounded up. */
export function waitText(seconds: number): string {
  if (!(seconds > 0)) return 'later';
  if (seconds < 90) return seconds <= 1 ? 'in a second' : `in ${Math.ceil(seconds)} seconds`;
  return `in ${Math.ceil(seconds / 60)} minutes`;
}
