/** What the API answers about folders and the images in them, as far as pages use it. */

export type FolderRecord = {
  id: number;
  name: string;
  path: string;
  status: number;
  parent_id: number | null;
};

/** A folder as trees show it; `access` is the viewer's level on it. */
export type TreeFolder = {
  id: number;
  name: string;
  path: string;
  access: number;
  /** Images directly in it. */
  images: number;
  has_children: boolean;
  own_permissions: boolean;
};

/** A folder with those above it (the root first) and those directly in it, of GET /folders/tree/. */
export type TreeLevel = { folder: TreeFolder; parents: TreeFolder[]; children: TreeFolder[] };

/** An image in a listing, of GET /browse/. */
export type BrowsedImage = {
  id: number;
  src: string;
  filename: string;
  folder_id: number;
  title: string;
  description: string;
  /** Pixels; 0 when unreadable. */
  width: number;
  height: number;
  supported: boolean;
  download: boolean;
  bytes: number;
  /** Of the file, ISO 8601. */
  time: string;
  /** Changes with the file. */
  version: string;
  tags: string[];
  focus: { x: number; y: number } | null;
  /** The viewer's level on its folder. */
  access: number;
};

/** One page of a listing. */
export type BrowsePage = {
  folder: FolderRecord | null;
  access: number;
  total: number;
  bytes: number;
  images: BrowsedImage[];
  other_files: string[];
};
