'use client';

import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useRef, useState } from 'react';
import { countOf } from '#lib/format/numbers.ts';
import { countSelected } from '../client/selection.ts';
import { useShortcut } from '../client/use-shortcut.ts';
import { folderLevel, parentOf } from '../pickers/folder-levels.ts';
import { Dialog } from '../ui/dialog.tsx';
import { LiveText } from '../ui/states.tsx';
import { Breadcrumbs } from './breadcrumbs.tsx';
import { FilterBar } from './filter-bar.tsx';
import { ImageArea } from './image-area.tsx';
import type { GridHandle } from './image-grid.tsx';
import { LibraryMenu } from './library-menu.tsx';
import { listingText, sortOf, wholeFolder } from './listing.ts';
import { QuickPreview } from './quick-preview.tsx';
import { useRunningWork } from './running-work.tsx';
import { SearchBox } from './search-box.tsx';
import { SelectionBar } from './selection-bar.tsx';
import { StatusLine } from './status-line.tsx';
import { type Target, targetOfSelection } from './target.ts';
import { TopBar } from './top-bar.tsx';
import { LibraryTree, TreePane } from './tree-pane.tsx';
import { UploadButton } from './upload-button.tsx';
import { useFolderActions } from './use-folder-actions.tsx';
import { useImageActions } from './use-image-actions.tsx';
import { useImageDrop } from './use-image-drop.ts';
import { useBytesOf, useImages } from './use-images.ts';
import { forgetPosition } from './use-kept-position.ts';
import { useLibraryActs } from './use-library-acts.ts';
import { useListing } from './use-listing.ts';
import { useReadAgain } from './use-read-again.ts';
import { useSelection } from './use-selection.ts';
import { useTreeShown } from './use-tree-shown.ts';
import { SortMenu, ViewControls } from './view-controls.tsx';

/** The library: folders, and the images in them, to look through and to do things with. */
export function Library() {
  const { listing, refine, open: openListing, view, density, setView, setDensity } = useListing();
  const text = listingText(listing);
  const images = useImages(listing);
  const { data: level } = useQuery(folderLevel(listing.path));
  const [selection, select] = useSelection(text);
  const { summary } = images;
  const total = summary?.total ?? 0;
  const access = summary?.access ?? 0;
  const target = useMemo(
    () => targetOfSelection(selection, listing, { total, access }, images.image),
    [selection, listing, total, access, images.image],
  );
  const selectedBytes = useBytesOf(selection.ids, images.image);
  useReadAgain();

  const open = useCallback(
    (path: string) => {
      forgetPosition(listingText(wholeFolder(listing, path)));
      openListing(path);
    },
    [listing, openListing],
  );
  const grid = useRef<GridHandle>(null);
  const { panel, run } = useRunningWork();
  const imageActions = useImageActions(
    run,
    useCallback(
      (gone: Target) => {
        select(gone.count > 1 ? { type: 'none' } : { type: 'forget', ids: gone.images.map(({ id }) => id) });
        grid.current?.focusIfLost();
      },
      [select],
    ),
  );
  const folderActions = useFolderActions(
    run,
    useCallback(
      (from: string, to: string | undefined) => {
        if (listing.path !== from && !listing.path.startsWith(`${from}/`)) return;
        open(to === undefined ? parentOf(from) : to + listing.path.slice(from.length));
      },
      [listing.path, open],
    ),
  );
  const drop = useImageDrop((dragged, folder) => void imageActions.moveTo(dragged, folder));
  const [preview, setPreview] = useState<number>();
  const acts = useLibraryActs({
    images,
    listing: text,
    selection,
    select,
    target,
    actions: imageActions,
    onPreview: setPreview,
    startDrag: drop.startDrag,
  });
  const tree = useTreeShown();
  const openFromSheet = (path: string) => {
    tree.setSheet(false);
    open(path);
  };
  useShortcut('Escape', () => select({ type: 'none' }), target !== undefined);
  const bytes = selection.all ? (summary?.bytes ?? 0) - selectedBytes.bytes : selectedBytes.bytes;

  return (
    <div className="flex h-[calc(100dvh-3.0625rem)] flex-col" data-upload-folder={listing.path}>
      <LibraryMenu
        path={listing.path}
        listing={text}
        at={images.at}
        selection={selection}
        select={select}
        target={target}
        imageActions={imageActions}
        folderActions={folderActions}
        onOpen={open}
        onPreview={setPreview}
      >
        <div className="flex min-h-0 flex-1" {...drop.handlers}>
          {tree.shown ? <TreePane path={listing.path} onOpen={open} /> : null}
          <div className="flex min-w-0 flex-1 flex-col">
            <TopBar
              path={listing.path}
              treeShown={tree.shown}
              onTree={tree.toggle}
              onSheet={() => tree.setSheet(true)}
              folderActions={folderActions}
              breadcrumbs={<Breadcrumbs path={listing.path} level={level} onOpen={open} />}
              search={<SearchBox value={listing.q} onChange={(q) => refine({ q })} />}
              controls={
                <>
                  <SortMenu
                    sort={sortOf(listing)}
                    searching={listing.q !== ''}
                    onSort={(sort) => refine({ sort })}
                  />
                  <ViewControls view={view} density={density} onView={setView} onDensity={setDensity} />
                </>
              }
              upload={<UploadButton folder={listing.path} access={level?.folder.access} />}
            />
            <div className={target ? 'max-md:block md:hidden' : undefined}>
              <FilterBar listing={listing} onRefine={refine} />
            </div>
            {target ? (
              <SelectionBar
                target={target}
                bytes={selectedBytes.all ? bytes : undefined}
                total={total}
                all={selection.all && selection.ids.size === 0}
                actions={imageActions}
                onAll={() => select({ type: 'all' })}
                onNone={() => {
                  select({ type: 'none' });
                  grid.current?.focusIfLost();
                }}
              />
            ) : null}
            <ImageArea
              images={images}
              listing={listing}
              text={text}
              level={level}
              view={view}
              density={density}
              selection={selection}
              acts={acts}
              handle={grid}
              onOpen={open}
              onRefine={refine}
            />
            {summary ? <StatusLine summary={summary} /> : null}
          </div>
        </div>
      </LibraryMenu>
      <LiveText>{target ? `${countOf(countSelected(selection, total), 'image')} selected` : ''}</LiveText>
      {preview === undefined ? null : (
        <QuickPreview
          place={preview}
          total={total}
          at={images.at}
          listing={text}
          onPlace={(place) => {
            setPreview(place);
            grid.current?.show(place);
          }}
          onClose={() => setPreview(undefined)}
          onOpen={acts.open}
          finalFocus={() => grid.current?.cell() ?? null}
        />
      )}
      <Dialog open={tree.sheet} onOpenChange={tree.setSheet} title="Folders">
        <div className="-mx-2 overflow-x-auto">
          <LibraryTree path={listing.path} onOpen={openFromSheet} />
        </div>
      </Dialog>
      {imageActions.dialogs}
      {folderActions.dialogs}
      {panel}
    </div>
  );
}
