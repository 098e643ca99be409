'use client';

import { useQuery } from '@tanstack/react-query';
import { Globe, Lock } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import type { ImageDetails } from '#lib/contracts/image-details.ts';
import { formatBytes } from '#lib/format/bytes.ts';
import { formatOf } from '#lib/transform/formats.ts';
import { api } from '../client/api.ts';
import { hasOnePage, useImageMetadata, useImagePage, useIsMadeOfPreview } from '../client/image-facts.ts';
import {
  browsePage,
  folderOf,
  isCutIntoPages,
  linkInPages,
  pagesFolder,
  permissionsPage,
  thumbnailUrl,
} from '../client/places.ts';
import { LEVEL, levelName, missingLevel } from '../client/rights.ts';
import { useViewer } from '../client/viewer.tsx';
import { Badge } from '../ui/badge.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { Skeleton } from '../ui/states.tsx';
import { Time } from '../ui/time.tsx';
import { Fact, Facts } from './facts.tsx';
import { imageKey } from './image-query.ts';
import { TagEditor } from './tag-editor.tsx';
import { WordsEditor } from './words-editor.tsx';

/** What people say about the image, and what it is. */
export function InfoPanel({
  image,
  page,
}: {
  image: ImageDetails;
  /** The one that is looked at. */
  page: number;
}) {
  const folder = folderOf(image.src);
  const noEdit =
    image.status === 1 ? missingLevel(image.access, LEVEL.edit, folder) : 'The image no longer exists';
  return (
    <div className="flex flex-col gap-5">
      <WordsEditor image={image} field="title" label="Title" most={255} unavailable={noEdit} />
      <WordsEditor image={image} field="description" label="Description" most={10_000} unavailable={noEdit} />
      <TagEditor image={image} unavailable={noEdit} />
      <section aria-label="File">
        <Facts>
          <Fact name="Path" action={<CopyButton iconOnly text={image.src} label="Copy path" />}>
            <span className="break-all">{image.src}</span>
          </Fact>
          <Fact name="Link" action={<CopyButton iconOnly text={linkInPages(image)} label="Copy link" />}>
            <span className="line-clamp-2 font-mono text-xs break-all">{linkInPages(image)}</span>
          </Fact>
          <Fact name="Folder">
            <Link
              prefetch={false}
              href={browsePage(folder)}
              className="rounded-control text-accent underline underline-offset-4"
            >
              {folder}
            </Link>
          </Fact>
          <FileFacts image={image} page={page} />
          <Fact name="Access">
            <Access image={image} folder={folder} />
          </Fact>
        </Facts>
      </section>
    </div>
  );
}

function FileFacts({ image, page }: { image: ImageDetails; page: number }) {
  const { data, isPending } = useImageMetadata(image, image.status === 1);
  const extension = image.src.slice(image.src.lastIndexOf('.') + 1).toLowerCase();
  const isHere = image.status === 1;
  const wait = (text: ReactNode) => (isPending && isHere ? <Skeleton className="h-5 w-32" /> : text);
  const found = useImagePage(image, page, 0, isHere && !hasOnePage(image.src));
  const isNumbered = found !== undefined && found.pages > 1;
  // Of pages of different sizes the one that is looked at.
  const { width, height } = isNumbered && found.page === page ? found : image;
  const format = formatOf(extension)?.name ?? extension;
  const isPreview = useIsMadeOfPreview(
    thumbnailUrl(image.src, 800, image.file_version, { page }),
    isHere && format === 'Camera raw',
  );
  const megapixels = (width * height) / 1e6;
  return (
    <>
      <Fact name="Size">
        {width === 0 ? (
          'Not readable'
        ) : (
          <span className="tabular-nums">
            {width} × {height} px
            {megapixels >= 0.1 ? ` · ${megapixels.toFixed(1)} MP` : ''}
            {found?.drawn ? ` at ${Math.round(found.dpi ?? 0)} dpi` : ''}
          </span>
        )}
      </Fact>
      <Fact name="File">
        {format} · {formatBytes(image.bytes)}
      </Fact>
      {isPreview ? (
        <Fact name="Shown">
          From the small preview inside: the camera file itself cannot be developed here
        </Fact>
      ) : null}
      <Fact name="Changed">
        <Time value={image.time} />
      </Fact>
      {isHere ? (
        <>
          <Fact name="Colour">{wait(data ? colourText(data) : 'Unknown')}</Fact>
          <Fact name="Resolution">
            {found?.drawn
              ? 'Any: it is drawn'
              : wait(data?.dpi ? `${Math.round(data.dpi)} dpi` : 'None stated')}
          </Fact>
          {isNumbered ? (
            <Fact name="Pages">
              {found.pages}
              {found.page === page ? ` · this is page ${page}` : ''}
              {isCutIntoPages(image.src) ? <PagesLink image={image} /> : null}
            </Fact>
          ) : data?.pages && data.pages > 1 ? (
            <Fact name="Pages">{data.pages}</Fact>
          ) : null}
        </>
      ) : null}
    </>
  );
}

type FolderDetails = { children: ReadonlyArray<{ path: string }> };

/** The way to the pages as pictures of their own, once the server has cut them out. */
function PagesLink({ image: { id, src, file_version: version } }: { image: ImageDetails }) {
  const folder = pagesFolder(src);
  const { data } = useQuery({
    queryKey: [...imageKey(id), 'pages-folder', version],
    queryFn: ({ signal }) =>
      api.get<FolderDetails>('/admin/filesystem/folders/', { path: folderOf(src) }, signal),
  });
  if (!data?.children.some(({ path }) => path === folder)) return null;
  return (
    <>
      {' · '}
      <Link
        prefetch={false}
        href={browsePage(folder)}
        className="rounded-control text-accent underline underline-offset-4"
      >
        Pages as pictures
      </Link>
    </>
  );
}

type Colours = { colour: string | null; depth: number | null; alpha: boolean | null; profile: string | null };

function colourText({ colour, depth, alpha, profile }: Colours): string {
  const parts = [
    colour,
    depth === null ? null : `${depth} bit`,
    alpha ? 'transparency' : null,
    profile ?? 'no profile',
  ];
  return parts.filter((part) => part !== null).join(' · ');
}

/** Whether everybody can see the image, with the way to why. */
function Access({ image, folder }: { image: ImageDetails; folder: string }) {
  const { flags } = useViewer();
  const isPublic = image.public_access >= LEVEL.view;
  const mayExplain = flags.includes('admin_permissions') || flags.includes('admin_users');
  return (
    <span className="flex flex-wrap items-center gap-2">
      {isPublic ? (
        <Badge tone="success">
          <Globe aria-hidden="true" />
          Public
        </Badge>
      ) : (
        <Badge tone="warning">
          <Lock aria-hidden="true" />
          Limited
        </Badge>
      )}
      <span className="text-[13px] text-muted">You: {levelName(image.access)}</span>
      {mayExplain ? (
        <Link
          prefetch={false}
          href={`${permissionsPage(folder)}&user=`}
          className="rounded-control text-[13px] text-accent underline underline-offset-4"
        >
          Explain
        </Link>
      ) : null}
    </span>
  );
}
