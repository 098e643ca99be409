'use client';

import { EmptyState } from '../ui/states.tsx';
import { Cell, HeadCell, Row, Table } from '../ui/table.tsx';
import { Time } from '../ui/time.tsx';
import type { PortfolioDetails } from './portfolios.ts';

const WORDS: Readonly<Record<number, string>> = {
  1: 'Made',
  2: 'Changed',
  3: 'Images',
  4: 'Published',
  5: 'Downloaded',
  6: 'Taken back',
};

/** What happened to a portfolio, the newest first. */
export function HistoryTab({ portfolio }: { portfolio: PortfolioDetails }) {
  if (portfolio.history.length === 0) return <EmptyState title="Nothing has happened yet" />;
  return (
    <Table label="History">
      <thead>
        <tr>
          <HeadCell>When</HeadCell>
          <HeadCell>What</HeadCell>
          <HeadCell>Details</HeadCell>
        </tr>
      </thead>
      <tbody>
        {portfolio.history.toReversed().map((line) => (
          <Row key={line.id}>
            <Cell>
              <Time value={line.action_time} />
            </Cell>
            <Cell>{WORDS[line.action] ?? 'Other'}</Cell>
            <Cell className="min-w-60 break-words">{line.action_info}</Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}
