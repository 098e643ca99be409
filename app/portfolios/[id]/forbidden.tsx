import type { Metadata } from 'next';
import { LinkButton } from '../../../components/ui/link-button.tsx';
import { MessagePage } from '../../message-page.tsx';

export const metadata: Metadata = { title: 'No permission' };

export default function PortfolioForbidden() {
  return (
    <MessagePage
      title="You may not see this portfolio"
      actions={
        <LinkButton look="primary" href="/login/">
          Sign in
        </LinkButton>
      }
    >
      It is for other people. Whoever sent you its address can send you a link that shows it.
    </MessagePage>
  );
}
