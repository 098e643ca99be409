'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { ApiFailure, api, failureText } from '../client/api.ts';
import { editPortfolioPage } from '../client/places.ts';
import { Button } from '../ui/button.tsx';
import { useToast } from '../ui/toast.tsx';
import { nameProblem, PortfolioFields, valuesBody } from './portfolio-form.tsx';
import { accessOf, LIST_KEY, type PortfolioDetails, portfolioKey } from './portfolios.ts';

/** What is said about a portfolio and who may open it. */
export function DetailsTab({ portfolio }: { portfolio: PortfolioDetails }) {
  const toast = useToast();
  const client = useQueryClient();
  const router = useRouter();
  const [tried, setTried] = useState(false);
  const [values, setValues] = useState({
    name: portfolio.name,
    description: portfolio.description,
    humanId: portfolio.human_id,
    internal: accessOf(portfolio, 'internal'),
    everybody: accessOf(portfolio, 'public'),
  });
  const save = useMutation({
    mutationFn: () => api.put<PortfolioDetails>(`/portfolios/${portfolio.id}/`, valuesBody(values)),
    onSuccess: (saved) => {
      client.setQueryData(portfolioKey(saved.human_id), saved);
      void client.invalidateQueries({ queryKey: LIST_KEY });
      setValues((now) => ({ ...now, humanId: saved.human_id }));
      if (saved.human_id !== portfolio.human_id) router.replace(editPortfolioPage(saved.human_id, 'details'));
      toast.done({ text: 'Saved' });
    },
    onError: (error) => {
      if (!isTaken(error)) toast.failed({ text: 'Not saved', detail: failureText(error) });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!nameProblem(values)) save.mutate();
  };
  return (
    <form noValidate onSubmit={submit} className="grid max-w-2xl gap-4">
      <PortfolioFields
        values={values}
        onChange={setValues}
        nameError={tried ? nameProblem(values) : undefined}
        addressError={isTaken(save.error) ? 'Another portfolio has this name in its address' : undefined}
      />
      <div>
        <Button look="primary" type="submit" disabled={save.isPending}>
          Save
        </Button>
      </div>
    </form>
  );
}

function isTaken(error: unknown): boolean {
  return error instanceof ApiFailure && error.status === 409;
}
