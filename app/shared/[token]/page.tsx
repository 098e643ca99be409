import type { Metadata } from 'next';
import { SharedScreen } from '../../../components/portfolios/shared-screen.tsx';
import { PublicFrame } from '../../portfolios/public-frame.tsx';

export const metadata: Metadata = {
  title: 'Shared portfolio',
  robots: { index: false, follow: false },
  // The address is the key.
  referrer: 'no-referrer',
};

/** What a link to a portfolio shows to whoever has it. */
export default async function SharedPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  return (
    <PublicFrame>
      <SharedScreen token={token} />
    </PublicFrame>
  );
}
