import { z } from 'zod';

/**
 * How somebody likes the interface. Every choice has a default, and what is stored in a form that is no longer known
 * reads as the default.
 */
export const preferences = z
  .object({
    theme: z.enum(['system', 'light', 'dark']).catch('system'),
    time_zone: z
      .string()
      .max(64)
      .catch('')
      .meta({ description: 'IANA name; empty for the zone of the browser' }),
    view: z.enum(['grid', 'list']).catch('grid').meta({ description: 'how pictures of a folder are shown' }),
    density: z.enum(['small', 'medium', 'large']).catch('medium').meta({ description: 'size of thumbnails' }),
    stage: z
      .enum(['neutral', 'white', 'grey', 'black', 'checker'])
      .catch('neutral')
      .meta({ description: 'what is behind pictures' }),
  })
  .meta({ id: 'Preferences' });

export type Preferences = z.output<typeof preferences>;

/** The stored form of somebody's preferences, completed. Never throws. */
export function readPreferences(stored: unknown): Preferences {
  return preferences.parse(typeof stored === 'object' && stored !== null ? stored : {});
}

/** Tells the first byte of a page which theme to use, before anything is known of the person. */
export const THEME_COOKIE = 'emulsion-theme';
