import { formatBytes } from '#lib/format/bytes.ts';
import { formatCount } from '#lib/format/numbers.ts';

type Named = { name: string; requests: number; bytes: number };

/** Rows shown of a long list. */
const MOST = 20;

/** Parts of a whole: a number and a bar each. The bars repeat what the numbers say. */
export function ShareTable({
  title,
  rows,
  label,
  withBytes = false,
}: {
  title: string;
  rows: readonly Named[];
  label: (name: string) => string;
  withBytes?: boolean;
}) {
  const total = rows.reduce((sum, { requests }) => sum + requests, 0);
  return (
    <div className="min-w-0">
      <h3 className="mb-2 text-[13px] font-medium">{title}</h3>
      {total === 0 ? (
        <p className="text-[13px] text-muted">Nothing was counted.</p>
      ) : (
        <table className="w-full table-fixed text-left text-[13px]">
          <caption className="sr-only">{title}</caption>
          <colgroup>
            <col />
            <col className="w-20" />
            <col className="w-20" />
          </colgroup>
          <thead className="sr-only">
            <tr>
              <th scope="col">{title}</th>
              <th scope="col">Answers</th>
              <th scope="col">{withBytes ? 'Bytes' : 'Share'}</th>
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, MOST).map(({ name, requests, bytes }) => {
              const share = (100 * requests) / total;
              return (
                <tr key={name} className="border-b border-border last:border-b-0">
                  <th scope="row" className="relative py-1.5 pr-2 font-normal break-words">
                    <span
                      aria-hidden="true"
                      className="absolute inset-y-1 left-0 rounded-sm bg-soft"
                      style={{ width: `${share}%` }}
                    />
                    <span className="relative pl-1.5">{label(name)}</span>
                  </th>
                  <td className="py-1.5 text-right tabular-nums">{formatCount(requests)}</td>
                  <td className="py-1.5 text-right text-muted tabular-nums">
                    {withBytes ? formatBytes(bytes) : `${share < 1 ? '< 1' : Math.round(share)} %`}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
    </div>
  );
}
