import type { ReactNode } from 'react';
import { requirePerson } from '#lib/api/sign-in/person.ts';
import { services } from '#lib/boot/services.ts';
import { readPreferences } from '#lib/contracts/preferences.ts';
import { readProfile } from '#lib/identity/store/preferences.ts';
import { TaskIndicator } from '../../components/administration/task-indicator.tsx';
import { ClientState } from '../../components/client/client-state.tsx';
import { ViewerProvider } from '../../components/client/viewer.tsx';
import { PaletteHost } from '../../components/palette/palette-host.tsx';
import { BasketIndicator } from '../../components/portfolios/basket-indicator.tsx';
import { Shell } from '../../components/shell/shell.tsx';
import { ConfirmProvider } from '../../components/ui/confirm.tsx';
import { ToastProvider } from '../../components/ui/toast.tsx';
import { UploadDock } from '../../components/upload/upload-dock.tsx';
import { Logo } from '../logo.tsx';

/** The pages for people who are signed in. Each page asks who looks at it itself too: layouts are kept between pages. */
export default async function WorkbenchLayout({ children }: { children: ReactNode }) {
  const { userId, principal } = await requirePerson();
  const { api } = await services();
  const profile = await readProfile(api.db, userId);
  const fullName = profile ? `${profile.firstName} ${profile.lastName}`.trim() : '';
  return (
    <ClientState>
      <ViewerProvider
        viewer={{
          userId,
          username: principal.username,
          name: fullName === '' ? principal.username : fullName,
          flags: [...principal.flags],
          preferences: profile?.preferences ?? readPreferences({}),
        }}
      >
        <ToastProvider>
          <ConfirmProvider>
            <Shell
              logo={<Logo className="h-5 w-auto" />}
              corner={
                <>
                  <TaskIndicator />
                  <BasketIndicator />
                </>
              }
            >
              {children}
            </Shell>
            <PaletteHost />
            <UploadDock template={api.settings.files.uploadedTemplate} />
          </ConfirmProvider>
        </ToastProvider>
      </ViewerProvider>
    </ClientState>
  );
}
