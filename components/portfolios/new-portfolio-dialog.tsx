'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { ApiFailure, api, failureText } from '../client/api.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { useToast } from '../ui/toast.tsx';
import { NEW_VALUES, nameProblem, PortfolioFields, valuesBody } from './portfolio-form.tsx';
import { LIST_KEY, type PortfolioDetails } from './portfolios.ts';

/** Makes a portfolio, with images when there are some to begin with. */
export function NewPortfolioDialog({
  images,
  onClose,
  onMade,
}: {
  /** Ids of images that it holds from the start. */
  images?: readonly number[];
  onClose: () => void;
  onMade: (portfolio: PortfolioDetails) => void;
}) {
  const formId = useId();
  const toast = useToast();
  const client = useQueryClient();
  const [values, setValues] = useState(NEW_VALUES);
  const [tried, setTried] = useState(false);
  const make = useMutation({
    mutationFn: async () => {
      const made = await api.post<PortfolioDetails>('/portfolios/', valuesBody(values));
      if (images && images.length > 0) {
        await api.post(`/portfolios/${made.id}/images/many/`, { selection: { ids: images } });
      }
      return made;
    },
    onSuccess: (made) => {
      void client.invalidateQueries({ queryKey: LIST_KEY });
      onMade(made);
    },
    onError: (error) => {
      if (!isTaken(error)) toast.failed({ text: 'No portfolio was made', detail: failureText(error) });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!nameProblem(values)) make.mutate();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="New portfolio"
      width="medium"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" form={formId} disabled={make.isPending}>
            Make portfolio
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={submit} className="grid gap-4">
        <PortfolioFields
          values={values}
          onChange={setValues}
          nameError={tried ? nameProblem(values) : undefined}
          addressError={isTaken(make.error) ? 'Another portfolio has this name in its address' : undefined}
        />
      </form>
    </Dialog>
  );
}

/** Whether a name for addresses is the reason of a failure. */
function isTaken(error: unknown): boolean {
  return error instanceof ApiFailure && error.status === 409;
}
