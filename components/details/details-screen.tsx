'use client';

import { type ReactNode, useState } from 'react';
import type { ImageDetails } from '#lib/contracts/image-details.ts';
import { useUrlState } from '../client/use-url-state.ts';
import { Tabs } from '../ui/tabs.tsx';
import { DeletedNotice } from './deleted-notice.tsx';
import { DetailsHeader } from './details-header.tsx';
import { HistoryPanel } from './history-panel.tsx';
import { useImage } from './image-query.ts';
import { InfoPanel } from './info-panel.tsx';
import { MapPanel } from './map-panel.tsx';
import { MetadataPanel } from './metadata-panel.tsx';
import { Stage } from './stage.tsx';
import { UsagePanel } from './usage-panel.tsx';
import type { PictureLimits } from './zoom-levels.ts';

const TABS = ['info', 'metadata', 'map', 'history', 'usage'] as const;
type Tab = (typeof TABS)[number];

/** One image, large, with everything that is known of it and can be done with it. */
export function DetailsScreen({
  image: first,
  from,
  limits,
  keepsTrash,
  chart,
}: {
  image: ImageDetails;
  /** Query of the list that it is looked at from; "" for its folder. */
  from: string;
  limits: PictureLimits;
  /** Whether what is deleted can be restored. */
  keepsTrash: boolean;
  /** Its usage over time, for people who may see reports. */
  chart?: ReactNode;
}) {
  const image = useImage(first);
  const { values, change } = useUrlState();
  // One object for all renders: the stage is made anew when it changes.
  const [kept] = useState(limits);
  const tab = TABS.find((known) => known === values.get('tab')) ?? 'info';
  const isHere = image.status === 1;
  const page = Math.max(1, Math.trunc(Number(values.get('page'))) || 1);
  return (
    <div className="flex flex-1 flex-col lg:h-[calc(100dvh-3rem)] lg:flex-none">
      <DetailsHeader image={image} page={page} from={from} keepsTrash={keepsTrash} />
      {isHere ? null : <DeletedNotice image={image} />}
      <div className="flex min-h-0 flex-1 flex-col lg:flex-row">
        {isHere ? (
          <Stage
            image={image}
            limits={kept}
            page={page}
            onPage={(next) => change({ page: next === 1 ? undefined : String(next) })}
            className="h-[52dvh] lg:h-auto lg:flex-1"
          />
        ) : null}
        <aside
          aria-label="About this image"
          className={
            isHere
              ? 'flex min-h-0 flex-col border-border bg-surface max-lg:border-t lg:w-[35%] lg:max-w-[30rem] lg:min-w-[22rem] lg:border-l'
              : 'mx-auto flex w-full max-w-3xl flex-col'
          }
        >
          <Tabs<Tab>
            label="About this image"
            value={tab}
            onChange={(next) => change({ tab: next === 'info' ? undefined : next })}
            className="min-h-0 flex-1 *:[[role=tabpanel]]:overflow-y-auto *:[[role=tabpanel]]:px-4 *:[[role=tabpanel]]:pb-6"
            tabs={[
              { value: 'info', label: 'Info', panel: <InfoPanel image={image} page={page} /> },
              { value: 'metadata', label: 'Metadata', panel: <MetadataPanel image={image} /> },
              { value: 'map', label: 'Map', panel: <MapPanel image={image} /> },
              { value: 'history', label: 'History', panel: <HistoryPanel image={image} /> },
              { value: 'usage', label: 'Usage', panel: <UsagePanel image={image} chart={chart} /> },
            ]}
          />
        </aside>
      </div>
    </div>
  );
}
