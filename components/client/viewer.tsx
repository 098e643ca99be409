'use client';

import { createContext, type ReactNode, useContext } from 'react';
import type { Preferences } from '#lib/contracts/preferences.ts';

/** System permission flags of groups; implied ones are included (`admin_all` implies every flag). */
export type Flag =
  | 'folios'
  | 'reports'
  | 'admin_users'
  | 'admin_files'
  | 'admin_folios'
  | 'admin_permissions'
  | 'admin_all';

/** Who is signed in and looks at the page. */
export type Viewer = {
  userId: number;
  username: string;
  /** Full name, or the username without one. */
  name: string;
  flags: readonly Flag[];
  preferences: Preferences;
};

const ViewerContext = createContext<Viewer | undefined>(undefined);

export function ViewerProvider({ viewer, children }: { viewer: Viewer; children: ReactNode }) {
  return <ViewerContext value={viewer}>{children}</ViewerContext>;
}

/** Who looks at the page. Throws outside of the pages for people who are signed in. */
export function useViewer(): Viewer {
  const viewer = useContext(ViewerContext);
  if (!viewer) throw new Error('there is no ViewerProvider above');
  return viewer;
}
