/** One thing that a file says about itself. */
export type FileTag = { name: string; value: string };

/** Parts of a file's metadata, in the order in which people look for them. */
export const TAG_GROUPS = ['GPS', 'TIFF', 'EXIF', 'IPTC', 'XMP', 'ICC', 'Text'] as const;

export type TagGroup = { name: (typeof TAG_GROUPS)[number]; tags: FileTag[] };

/** Degrees, north and east positive; altitude in metres. */
export type Position = { latitude: number; longitude: number; altitude: number | null };

/** What was found in a file beside its pixels. */
export type FileTags = { groups: TagGroup[]; position: Position | null; profile: string | null };

export const NO_TAGS: FileTags = { groups: [], position: null, profile: null };
