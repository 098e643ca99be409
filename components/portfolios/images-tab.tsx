'use client';

import {
  ArrowDown,
  ArrowDownToLine,
  ArrowUp,
  ArrowUpToLine,
  Ellipsis,
  Images,
  Image as OpenIcon,
  PencilLine,
  SlidersHorizontal,
  X,
} from 'lucide-react';
import { type DragEvent, type KeyboardEvent, useRef, useState } from 'react';
import { basketPage, browsePage, detailsPage, shownInPages, thumbnailUrl } from '../client/places.ts';
import { Badge } from '../ui/badge.tsx';
import { IconButton } from '../ui/button.tsx';
import { cn } from '../ui/class-names.ts';
import { LinkButton } from '../ui/link-button.tsx';
import { Menu, MenuAction, MenuLine, MenuLink } from '../ui/menu.tsx';
import { EmptyState, LiveText } from '../ui/states.tsx';
import { ChangesDialog } from './changes-dialog.tsx';
import { FileNameDialog } from './file-name-dialog.tsx';
import { localAddress, type PortfolioDetails, type PortfolioImage } from './portfolios.ts';
import { usePortfolioImages } from './use-portfolio-images.ts';

const DRAG_TYPE = 'application/x-emulsion-portfolio-image';

/** The images of a portfolio in their order, to be ordered by dragging, by Alt and arrow keys, and by a menu. */
export function ImagesTab({ portfolio }: { portfolio: PortfolioDetails }) {
  const { images } = portfolio;
  const { move, change, remove } = usePortfolioImages(portfolio);
  const [asking, setAsking] = useState<{ kind: 'name' | 'changes'; image: PortfolioImage }>();
  const [told, setTold] = useState('');
  const [over, setOver] = useState<number>();
  const dragged = useRef<number>(undefined);

  if (images.length === 0) {
    return (
      <EmptyState
        icon={<Images aria-hidden="true" />}
        title="No images yet"
        action={
          <div className="flex flex-wrap justify-center gap-2">
            <LinkButton href={browsePage()} look="primary">
              To the library
            </LinkButton>
            <LinkButton href={basketPage}>To the basket</LinkButton>
          </div>
        }
      >
        Collect pictures in the basket, then add them here.
      </EmptyState>
    );
  }

  const moveTo = (from: number, to: number) => {
    const image = images[from];
    const place = Math.min(Math.max(to, 0), images.length - 1);
    if (!image || place === from) return;
    move({ image, to: place });
    setTold(`${image.image.filename} is at place ${place + 1} of ${images.length}`);
  };
  const drop = (event: DragEvent, to: number) => {
    event.preventDefault();
    setOver(undefined);
    if (dragged.current !== undefined) moveTo(dragged.current, to);
    dragged.current = undefined;
  };
  const handleKey = (event: KeyboardEvent, at: number) => {
    if (!event.altKey) return;
    const steps: Readonly<Record<string, number>> = {
      ArrowLeft: at - 1,
      ArrowUp: at - 1,
      ArrowRight: at + 1,
      ArrowDown: at + 1,
      Home: 0,
      End: images.length - 1,
    };
    const to = steps[event.key];
    if (to === undefined) return;
    event.preventDefault();
    moveTo(at, to);
  };

  return (
    <>
      <p className="mb-3 text-[13px] text-muted">
        Drag pictures to order them, or press Alt with an arrow key on one.
      </p>
      <LiveText>{told}</LiveText>
      <ol
        aria-label="Images in their order"
        className="grid grid-cols-2 gap-3 sm:grid-cols-3 md:grid-cols-4 xl:grid-cols-6"
      >
        {images.map((each, at) => (
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- keys and menu do the same
          <li
            key={each.id}
            draggable
            onDragStart={(event) => {
              dragged.current = at;
              event.dataTransfer.setData(DRAG_TYPE, String(each.id));
              event.dataTransfer.effectAllowed = 'move';
            }}
            onDragEnd={() => setOver(undefined)}
            onDragOver={(event) => {
              if (!event.dataTransfer.types.includes(DRAG_TYPE)) return;
              event.preventDefault();
              setOver(at);
            }}
            onDrop={(event) => drop(event, at)}
            className={cn(
              'relative min-w-0 rounded-card border border-border bg-surface',
              over === at && 'outline-2 outline-accent',
            )}
          >
            <a
              href={detailsPage(each.image.src)}
              onKeyDown={(event) => handleKey(event, at)}
              aria-label={`${at + 1}. ${nameOf(each)}`}
              aria-keyshortcuts="Alt+ArrowLeft Alt+ArrowRight"
              draggable={false}
              className="block rounded-card"
            >
              {/* biome-ignore lint/performance/noImgElement: the server makes these pictures itself */}
              <img
                src={pictureOf(each)}
                alt=""
                loading="lazy"
                draggable={false}
                className="aspect-4/3 w-full rounded-t-card bg-stage object-contain"
              />
            </a>
            <div className="flex items-center gap-1 py-1 pr-1 pl-2.5">
              <span className="min-w-0 flex-1">
                <span className="block truncate text-[13px]" title={each.image.src}>
                  {nameOf(each)}
                </span>
                {each.image.status === 0 ? <Badge tone="danger">Deleted</Badge> : null}
                {Object.keys(each.parameters).length > 0 ? <Badge>Changed</Badge> : null}
              </span>
              <ItemMenu
                image={each}
                at={at}
                last={images.length - 1}
                onMove={(to) => moveTo(at, to)}
                onAsk={(kind) => setAsking({ kind, image: each })}
                onRemove={() => remove(each)}
              />
            </div>
          </li>
        ))}
      </ol>
      {asking?.kind === 'name' ? (
        <FileNameDialog
          image={asking.image}
          onClose={() => setAsking(undefined)}
          onSave={(filename) => change({ image: asking.image, filename })}
        />
      ) : null}
      {asking?.kind === 'changes' ? (
        <ChangesDialog
          image={asking.image}
          onClose={() => setAsking(undefined)}
          onSave={(parameters) => change({ image: asking.image, image_parameters: parameters })}
        />
      ) : null}
    </>
  );
}

function nameOf({ filename, image }: PortfolioImage): string {
  return filename === '' ? image.filename : filename;
}

/** The picture with its changes; the shared thumbnail where there are none. */
function pictureOf({ parameters, url, image }: PortfolioImage): string {
  if (Object.keys(parameters).length === 0) return thumbnailUrl(image.src, 400);
  const format = parameters.format === undefined && shownInPages(image.src).format;
  return `${localAddress(url)}${format ? `&format=${format}` : ''}&stats=0`;
}

function ItemMenu({
  image,
  at,
  last,
  onMove,
  onAsk,
  onRemove,
}: {
  image: PortfolioImage;
  at: number;
  last: number;
  onMove: (to: number) => void;
  onAsk: (kind: 'name' | 'changes') => void;
  onRemove: () => void;
}) {
  const first = at === 0 ? 'It is the first one' : undefined;
  const final = at === last ? 'It is the last one' : undefined;
  return (
    <Menu
      align="end"
      trigger={
        <IconButton label={`Actions of ${nameOf(image)}`} size="small">
          <Ellipsis aria-hidden="true" />
        </IconButton>
      }
    >
      <MenuAction
        icon={<ArrowUp aria-hidden="true" />}
        shortcut="Alt ←"
        unavailable={first}
        onSelect={() => onMove(at - 1)}
      >
        Move earlier
      </MenuAction>
      <MenuAction
        icon={<ArrowDown aria-hidden="true" />}
        shortcut="Alt →"
        unavailable={final}
        onSelect={() => onMove(at + 1)}
      >
        Move later
      </MenuAction>
      <MenuAction icon={<ArrowUpToLine aria-hidden="true" />} unavailable={first} onSelect={() => onMove(0)}>
        Move to the beginning
      </MenuAction>
      <MenuAction
        icon={<ArrowDownToLine aria-hidden="true" />}
        unavailable={final}
        onSelect={() => onMove(last)}
      >
        Move to the end
      </MenuAction>
      <MenuLine />
      <MenuAction icon={<PencilLine aria-hidden="true" />} onSelect={() => onAsk('name')}>
        File name in zips…
      </MenuAction>
      <MenuAction icon={<SlidersHorizontal aria-hidden="true" />} onSelect={() => onAsk('changes')}>
        Picture changes…
      </MenuAction>
      <MenuLink icon={<OpenIcon aria-hidden="true" />} href={detailsPage(image.image.src)}>
        Open image
      </MenuLink>
      <MenuLine />
      <MenuAction icon={<X aria-hidden="true" />} danger onSelect={onRemove}>
        Take out
      </MenuAction>
    </Menu>
  );
}
