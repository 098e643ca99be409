'use client';

import { showableRecipe } from '#lib/publisher/frame.ts';
import { publishedUrl } from '#lib/publisher/published-url.ts';
import type { Recipe } from '#lib/publisher/recipe.ts';
import { changesPicture, type ValueChange } from '#lib/publisher/template-values.ts';
import type { TransformValues } from '#lib/transform/values.ts';
import { withVersion } from '../client/places.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Cell, HeadCell, Row, Table } from '../ui/table.tsx';

type Props = {
  name: string;
  newName: string;
  isDefault: boolean;
  /** "" when there is no picture to show. */
  src: string;
  version: string | undefined;
  /** Values as they are stored. */
  before: TransformValues;
  /** A recipe that draws the unsaved values, and the values of the template that it names. */
  after: Recipe;
  afterBase: TransformValues;
  changes: readonly ValueChange[];
  isSaving: boolean;
  onClose: () => void;
  onSave: () => void;
};

/** What saving a template will do: the same picture before and after, and the changes in words. */
export function TemplateImpact(props: Props) {
  const { name, newName, isDefault, src, version, before, after, afterBase, changes, isSaving } = props;
  const addressOf = (recipe: Recipe, base: TransformValues) =>
    withVersion(publishedUrl('/image', showableRecipe(recipe, base), base), version);
  const redraws = changes.some(changesPicture);
  const stored: Recipe = { src, template: name.toLowerCase(), values: {} };
  const isRenamed = newName.toLowerCase() !== name.toLowerCase();
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && props.onClose()}
      title={`Save changes to ${name}?`}
      width="large"
      footer={
        <>
          <Button onClick={props.onClose}>Go on editing</Button>
          <Button look="primary" disabled={isSaving} onClick={props.onSave}>
            Save changes
          </Button>
        </>
      }
    >
      {redraws && src !== '' ? (
        <div className="mb-4 grid gap-3 sm:grid-cols-2">
          <Side title="Before" url={addressOf(stored, before)} />
          <Side title="After" url={addressOf(after, afterBase)} />
        </div>
      ) : null}
      {changes.length === 0 ? (
        <p>Only the name or the description changes; pictures stay as they are.</p>
      ) : (
        <Table label="Changes">
          <thead>
            <tr>
              <HeadCell>Value</HeadCell>
              <HeadCell>Before</HeadCell>
              <HeadCell>After</HeadCell>
            </tr>
          </thead>
          <tbody>
            {changes.map((change) => (
              <Row key={change.key}>
                <Cell>{change.name}</Cell>
                <Cell className="break-words text-muted">{change.before}</Cell>
                <Cell className="break-words">{change.after}</Cell>
              </Row>
            ))}
          </tbody>
        </Table>
      )}
      <ul className="mt-4 flex list-disc flex-col gap-1 pl-5 text-muted">
        <li>
          {redraws
            ? `Every picture whose address names ${name}${isDefault ? ', or no template at all,' : ''} is made anew when it is asked for next.`
            : 'No picture is drawn anew; only what the server says with it changes.'}
        </li>
        {redraws ? (
          <li>Browsers keep what they have until it expires, as the template said when it was sent.</li>
        ) : null}
        {isRenamed ? (
          <li className="text-warning">
            {isDefault
              ? 'It stays the default template under its new name; addresses that name the old one are refused.'
              : `Addresses that name ${name} will be refused.`}
          </li>
        ) : null}
      </ul>
    </Dialog>
  );
}

function Side({ title, url }: { title: string; url: string }) {
  return (
    <figure className="min-w-0">
      <figcaption className="mb-1.5 text-[13px] font-medium">{title}</figcaption>
      <div className="checker flex h-64 items-center justify-center rounded-control p-2">
        <img src={url} alt={title} className="max-h-full max-w-full object-contain" />
      </div>
    </figure>
  );
}
