import type { ApiParts } from '#lib/boot/services.ts';
import type { Principal } from '#lib/identity/principal.ts';
import type { Links } from '../door/links.ts';

/** Pixels that the other site has room for; undefined = any number. */
export type Limits = { width: number | undefined; height: number | undefined };

/** What somebody wants to embed. */
export type Question = {
  /** Path of the address below the root of this server. */
  path: string;
  query: URLSearchParams;
  limits: Limits;
  principal: Principal;
  parts: ApiParts;
  links: Links;
};

/** What oEmbed says of it, besides what it says of the server. */
export type Description = {
  title: string;
  width: number;
  height: number;
  thumbnail_url?: string;
  thumbnail_width?: number;
  thumbnail_height?: number;
} & ({ type: 'photo'; url: string } | { type: 'rich'; html: string });
