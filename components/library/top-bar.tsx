'use client';

import { FolderCog, PanelLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from '../ui/button.tsx';
import { Menu } from '../ui/menu.tsx';
import { FolderMenu } from './folder-menu.tsx';
import type { FolderActions } from './use-folder-actions.tsx';

/** The first line of the library: the tree's switch, where one is, the search, the views, and uploading. */
export function TopBar({
  path,
  treeShown,
  onTree,
  onSheet,
  folderActions,
  breadcrumbs,
  search,
  controls,
  upload,
}: {
  path: string;
  treeShown: boolean;
  onTree: () => void;
  /** Shows the tree over the images, where there is no room beside them. */
  onSheet: () => void;
  folderActions: FolderActions;
  breadcrumbs: ReactNode;
  search: ReactNode;
  controls: ReactNode;
  upload: ReactNode;
}) {
  return (
    <div className="flex flex-wrap items-center gap-x-2 gap-y-1.5 border-b border-border bg-surface px-2 py-2 sm:px-3">
      <div className="flex min-w-0 flex-1 items-center gap-1 max-sm:basis-full">
        <IconButton
          label={treeShown ? 'Hide the folder tree' : 'Show the folder tree'}
          size="small"
          aria-expanded={treeShown}
          className="max-md:hidden"
          onClick={onTree}
        >
          <PanelLeft aria-hidden="true" />
        </IconButton>
        <IconButton
          label="Show the folder tree"
          size="small"
          aria-haspopup="dialog"
          className="md:hidden"
          onClick={onSheet}
        >
          <PanelLeft aria-hidden="true" />
        </IconButton>
        {breadcrumbs}
        <Menu
          trigger={
            <IconButton label="Actions of this folder" size="small" className="text-muted">
              <FolderCog aria-hidden="true" />
            </IconButton>
          }
        >
          <FolderMenu path={path} actions={folderActions} />
        </Menu>
      </div>
      <div className="max-sm:min-w-36 max-sm:flex-1">{search}</div>
      <div className="flex items-center gap-1">
        {controls}
        <span className="ml-1">{upload}</span>
      </div>
    </div>
  );
}
