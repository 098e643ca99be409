'use client';

import type { Preferences } from '#lib/contracts/preferences.ts';
import { failureText } from '../client/api.ts';
import { usePreferences } from '../client/use-preferences.ts';
import { Section } from '../ui/page.tsx';
import { useToast } from '../ui/toast.tsx';
import { ChoiceCards } from './choice-cards.tsx';
import { TimeZoneField } from './time-zone-field.tsx';

/** How the interface looks for this person. Each change holds at once. */
export function AppearanceForm() {
  const { preferences, change } = usePreferences();
  const toast = useToast();
  const set = (changed: Partial<Preferences>) =>
    change(changed, {
      onError: (error) => toast.failed({ text: 'This was not saved', detail: failureText(error) }),
    });
  return (
    <>
      <Section title="Colours" intro="Pictures look best before a quiet background">
        <div className="grid gap-6">
          <ChoiceCards
            label="Theme"
            value={preferences.theme}
            onChange={(theme) => set({ theme })}
            choices={[
              { value: 'system', label: 'As the system' },
              { value: 'light', label: 'Light' },
              { value: 'dark', label: 'Dark' },
            ]}
          />
          <ChoiceCards
            label="Behind pictures"
            hint="What surrounds a picture when you look at it closely"
            value={preferences.stage}
            onChange={(stage) => set({ stage })}
            choices={[
              { value: 'neutral', label: 'As the theme', swatch: 'bg-stage' },
              { value: 'white', label: 'White', swatch: 'bg-white' },
              { value: 'grey', label: 'Middle grey', swatch: 'bg-[#808080]' },
              { value: 'black', label: 'Black', swatch: 'bg-black' },
              { value: 'checker', label: 'Squares', swatch: 'checker' },
            ]}
          />
        </div>
      </Section>
      <Section title="Library" intro="How folders are shown when you open them">
        <div className="grid gap-6">
          <ChoiceCards
            label="View"
            value={preferences.view}
            onChange={(view) => set({ view })}
            choices={[
              { value: 'grid', label: 'Grid of pictures' },
              { value: 'list', label: 'List with columns' },
            ]}
          />
          <ChoiceCards
            label="Size of thumbnails"
            value={preferences.density}
            onChange={(density) => set({ density })}
            choices={[
              { value: 'small', label: 'Small' },
              { value: 'medium', label: 'Medium' },
              { value: 'large', label: 'Large' },
            ]}
          />
        </div>
      </Section>
      <Section title="Time">
        <TimeZoneField value={preferences.time_zone} onChange={(zone) => set({ time_zone: zone })} />
      </Section>
    </>
  );
}
