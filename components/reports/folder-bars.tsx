'use client';

import type { ReactNode } from 'react';
import type { FolderReport } from '#lib/contracts/reports.ts';
import { formatBytes } from '#lib/format/bytes.ts';
import { formatCount } from '#lib/format/numbers.ts';
import { Cell, HeadCell, Row, Table } from '../ui/table.tsx';

/** What the folders in a folder take, the largest first. @param most rows; the rest is summed */
export function FolderBars({
  report,
  most = Number.POSITIVE_INFINITY,
  onOpen,
}: {
  report: FolderReport;
  most?: number;
  onOpen?: (path: string) => void;
}) {
  const { folders, total } = report;
  if (total.images === 0) return <p className="py-6 text-center text-muted">No images are on record here.</p>;
  const shown = folders.slice(0, most);
  const rest = folders.slice(most);
  const sum = (part: 'images' | 'bytes') => rest.reduce((all, folder) => all + folder[part], 0);
  const share = (bytes: number) => (total.bytes === 0 ? 0 : (100 * bytes) / total.bytes);
  return (
    <Table label={`Folders in ${report.path}`}>
      <thead>
        <tr>
          <HeadCell>Folder</HeadCell>
          <HeadCell className="text-right">Images</HeadCell>
          <HeadCell className="text-right">Size</HeadCell>
          <HeadCell className="w-1/3 min-w-28">Share</HeadCell>
        </tr>
      </thead>
      <tbody>
        {shown.map((folder) => (
          <Line key={folder.path} images={folder.images} bytes={folder.bytes} share={share(folder.bytes)}>
            {onOpen ? (
              <button
                type="button"
                onClick={() => onOpen(folder.path)}
                className="max-w-full cursor-pointer truncate rounded-control text-accent hover:underline pointer-coarse:min-h-11"
              >
                {folder.name}
              </button>
            ) : (
              <span className="block truncate">{folder.name}</span>
            )}
          </Line>
        ))}
        {rest.length === 0 ? null : (
          <Line images={sum('images')} bytes={sum('bytes')} share={share(sum('bytes'))}>
            <span className="text-muted">{formatCount(rest.length)} other folders</span>
          </Line>
        )}
        {report.images === 0 ? null : (
          <Line images={report.images} bytes={report.bytes} share={share(report.bytes)}>
            <span className="text-muted">directly in {report.path}</span>
          </Line>
        )}
      </tbody>
    </Table>
  );
}

function Line({
  children,
  images,
  bytes,
  share,
}: {
  children: ReactNode;
  images: number;
  bytes: number;
  share: number;
}) {
  return (
    <Row>
      <Cell className="max-w-0 min-w-36">{children}</Cell>
      <Cell className="text-right tabular-nums">{formatCount(images)}</Cell>
      <Cell className="text-right tabular-nums">{formatBytes(bytes)}</Cell>
      <Cell>
        <span className="flex items-center gap-2">
          <span aria-hidden="true" className="h-2 min-w-0 flex-1 overflow-hidden rounded-full bg-border">
            <span className="block h-full rounded-full bg-accent" style={{ width: `${share}%` }} />
          </span>
          <span className="w-12 text-right text-xs text-muted tabular-nums">
            {share > 0 && share < 1 ? '< 1' : Math.round(share)} %
          </span>
        </span>
      </Cell>
    </Row>
  );
}
