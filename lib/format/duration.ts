/** How long something took: `320 ms`, `4.2 s`, `3 min 20 s`, `2 h 5 min`, `3 d 4 h`. @param ms milliseconds */
export function formatDuration(ms: number): string {
  const whole = Math.max(0, Math.round(ms));
  if (whole < 1000) return `${whole} ms`;
  const seconds = whole / 1000;
  if (seconds < 9.95) return `${(Math.round(seconds * 10) / 10).toString()} s`;
  const rounded = Math.round(seconds);
  if (rounded < 60) return `${rounded} s`;
  if (rounded < 3600) return both(rounded, 60, 'min', 's');
  const minutes = Math.round(seconds / 60);
  if (minutes < 1440) return both(minutes, 60, 'h', 'min');
  return both(Math.round(minutes / 60), 24, 'd', 'h');
}

function both(amount: number, size: number, large: string, small: string): string {
  const rest = amount % size;
  const start = `${Math.floor(amount / size)} ${large}`;
  return rest === 0 ? start : `${start} ${rest} ${small}`;
}
