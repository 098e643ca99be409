import { Download } from 'lucide-react';
import { apiAddress, type Query } from '../client/api.ts';
import { buttonClasses } from '../ui/button.tsx';

/** Saves a report as a CSV file. @param path below /reports/, with a slash at its end */
export function CsvLink({ path, query, file, of }: { path: string; query: Query; file: string; of: string }) {
  return (
    <a
      href={apiAddress(`/reports/${path}`, query)}
      download={`${file}.csv`}
      className={buttonClasses({ size: 'small' })}
    >
      <Download aria-hidden="true" />
      CSV<span className="sr-only"> of {of}</span>
    </a>
  );
}
