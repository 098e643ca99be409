const nameOf = (userId: number) => `emulsion-uploads-${userId}`;

/** Whether an earlier page of this person may have left a queue; cheap enough to be asked on every page. */
export function mayHaveKept(userId: number): boolean {
  try {
    return localStorage.getItem(nameOf(userId)) !== null;
  } catch {
    return false;
  }
}

/** Notes for later pages whether there is a queue. */
export function noteKept(userId: number, kept: boolean): void {
  try {
    if (kept) localStorage.setItem(nameOf(userId), '1');
    else localStorage.removeItem(nameOf(userId));
  } catch {
    // A browser without storage keeps no queue either.
  }
}
