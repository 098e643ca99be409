import type { ReactNode } from 'react';
import { Code } from './code.tsx';

const HOST = 'https://img.example.org';

/** What holds for all operations. Ids, titles and texts in the order of the page. */
export const TOPICS: ReadonlyArray<{ id: string; title: string; content: ReactNode }> = [
  {
    id: 'tokens',
    title: 'Tokens',
    content: (
      <>
        <p>
          Ask for a token with a user name and password. The account must be allowed to use the API. The token
          goes into the user name of HTTP Basic, with any password, or into <Name>Bearer</Name>.
        </p>
        <Code>{`TOKEN=$(curl -s -u kim:password -X POST ${HOST}/api/v1/token/ | jq -r .data.token)\ncurl -u "$TOKEN:" ${HOST}/api/v1/admin/templates/\ncurl -H "Authorization: Bearer $TOKEN" ${HOST}/api/v1/admin/templates/`}</Code>
        <p>
          For programs that run for long, people make personal tokens: named, with an end and with one or more
          of the scopes <Name>read</Name>, <Name>write</Name> and <Name>admin</Name>. They can be taken back
          one by one. Each operation below says which scope it takes.
        </p>
        <p>
          A token opens pictures too. One that is unknown or has ended counts as none, so that what is public
          stays open.
        </p>
      </>
    ),
  },
  {
    id: 'requests',
    title: 'Requests',
    content: (
      <>
        <p>
          Paths end with a slash; without it the answer is 308 with the right address. Everything is found
          below <Name>/api/v1</Name> and <Name>/api</Name>. A HEAD is answered wherever GET is.
        </p>
        <p>
          Bodies are forms (<Name>application/x-www-form-urlencoded</Name>) or JSON. In forms and queries a
          yes is one of <Name>1</Name>, <Name>t</Name>, <Name>y</Name>, <Name>true</Name>, <Name>yes</Name>{' '}
          and everything else is a no; lists are separated by commas; JSON travels as text. A form that
          changes an item carries all of its fields, and a box that is missing counts as not ticked. A JSON
          body changes only what it names.
        </p>
        <p>
          Scripts of a page use the session of the browser. Their writes carry the token of the page in{' '}
          <Name>X-CSRF-Token</Name> or in the field <Name>_csrf_token</Name>.
        </p>
      </>
    ),
  },
  {
    id: 'errors',
    title: 'Answers and errors',
    content: (
      <>
        <p>
          Every answer is an object of three members. The status repeats that of HTTP; the message begins with
          a fixed text, and what follows in parentheses is for people.
        </p>
        <Code>
          {
            '{"data": null, "message": "The requested item was not found (there is no template 99)", "status": 404}'
          }
        </Code>
        <p>
          401 means that nobody is signed in, 403 that the caller may not. After 429 and 503 the header{' '}
          <Name>Retry-After</Name> says how many seconds to wait. Each answer carries{' '}
          <Name>X-Request-Id</Name>, which is found in the log and in the audit record. Members may be added
          to answers at any time.
        </p>
      </>
    ),
  },
  {
    id: 'dates',
    title: 'Dates',
    content: (
      <p>
        Dates are ISO 8601 in UTC: <Name>2026-01-31T12:00:00Z</Name>, with six fractional digits where the
        second is not whole. A date that is sent is read as <Name>yyyy-mm-dd</Name>, a time as{' '}
        <Name>yyyy-mm-ddThh:mm:ss</Name>, both in UTC.
      </p>
    ),
  },
  {
    id: 'if-match',
    title: 'Two people, one item',
    content: (
      <>
        <p>
          Items that people edit come with an <Name>ETag</Name>. Send it back in <Name>If-Match</Name> with
          the change: when somebody else was faster the answer is 409, and its message tells who it was and
          when. Without the header the last one wins.
        </p>
        <Code>{`curl -u "$TOKEN:" -X PUT -H 'If-Match: "template-3-7"' -H 'Content-Type: application/json' \\\n  -d '{"description": "For the shop"}' ${HOST}/api/v1/admin/templates/3/`}</Code>
      </>
    ),
  },
  {
    id: 'paging',
    title: 'Paging',
    content: (
      <p>
        Long lists come in pages: <Name>results</Name>, and in <Name>next</Name> the cursor of the page behind
        it. Send it as <Name>cursor</Name> with the same query; <Name>null</Name> means that this was the last
        one. The files of a folder are counted instead: <Name>start</Name> and <Name>limit</Name>.
      </p>
    ),
  },
];

function Name({ children }: { children: string }) {
  return <code className="font-mono text-[0.93em] wrap-anywhere">{children}</code>;
}
