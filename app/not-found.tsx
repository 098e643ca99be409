import type { Metadata } from 'next';
import { LinkButton } from '../components/ui/link-button.tsx';
import { MessagePage } from './message-page.tsx';

export const metadata: Metadata = { title: 'Not found' };

export default function NotFound() {
  return (
    <MessagePage
      title="There is no page at this address"
      actions={
        <>
          <LinkButton look="primary" href="/list/">
            To the library
          </LinkButton>
          <LinkButton href="/">To the first page</LinkButton>
        </>
      }
    >
      Check the address for a slip. Pictures live at{' '}
      <code className="font-mono break-words text-text">/image?src=folder/name.jpg</code>.
    </MessagePage>
  );
}
