'use client';

import { Download } from 'lucide-react';
import { formatBytes } from '#lib/format/bytes.ts';
import { browsePage, folderOf, nameOf, originalUrl } from '../client/places.ts';
import { buttonClasses } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { LinkButton } from '../ui/link-button.tsx';
import { Page, Section } from '../ui/page.tsx';
import { Time } from '../ui/time.tsx';
import { Fact, Facts } from './facts.tsx';

/** A file that this server does not take for a picture. */
export function FileScreen({
  file,
}: {
  file: { src: string; bytes: number; time: number; download: boolean };
}) {
  const { src, bytes, time, download } = file;
  return (
    <Page
      title={nameOf(src)}
      intro="This server cannot show files of this kind."
      actions={
        <>
          <LinkButton href={browsePage(folderOf(src))}>To its folder</LinkButton>
          {download ? (
            <a className={buttonClasses({ look: 'primary' })} href={originalUrl(src)} download>
              <Download aria-hidden="true" />
              Download
            </a>
          ) : null}
        </>
      }
    >
      <Section title="File">
        <Facts>
          <Fact name="Path" action={<CopyButton iconOnly text={src} label="Copy path" />}>
            <span className="break-all">{src}</span>
          </Fact>
          <Fact name="Size">{formatBytes(bytes)}</Fact>
          <Fact name="Changed">
            <Time value={time} />
          </Fact>
        </Facts>
      </Section>
    </Page>
  );
}
