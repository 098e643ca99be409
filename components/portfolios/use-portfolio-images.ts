'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, failureText } from '../client/api.ts';
import { useToast } from '../ui/toast.tsx';
import { LIST_KEY, type PortfolioDetails, type PortfolioImage, portfolioKey } from './portfolios.ts';

/** Changes of a portfolio's images; the order is shown as it will be before the server has answered. */
export function usePortfolioImages({ id, human_id: humanId }: PortfolioDetails) {
  const client = useQueryClient();
  const toast = useToast();
  const key = portfolioKey(humanId);
  const readAgain = () => {
    void client.invalidateQueries({ queryKey: key });
    void client.invalidateQueries({ queryKey: LIST_KEY });
  };
  const onError = (error: unknown) => {
    toast.failed({ text: failureText(error) });
    readAgain();
  };
  const path = (imageId: number) => `/portfolios/${id}/images/${imageId}/`;

  const move = useMutation({
    mutationFn: ({ image, to }: { image: PortfolioImage; to: number }) =>
      api.put(`${path(image.image_id)}position/`, { index: to }),
    onMutate: ({ image, to }) =>
      client.setQueryData<PortfolioDetails>(key, (before) => {
        if (!before) return before;
        const others = before.images.filter((each) => each.id !== image.id);
        return { ...before, images: others.toSpliced(to, 0, image) };
      }),
    onSuccess: readAgain,
    onError,
  });
  const change = useMutation({
    mutationFn: ({
      image,
      ...changed
    }: {
      image: PortfolioImage;
      filename?: string;
      image_parameters?: object;
    }) => api.put(path(image.image_id), changed),
    onSuccess: readAgain,
    // Whoever asked tells of it, where it was typed.
  });
  const remove = useMutation({
    mutationFn: (image: PortfolioImage) => api.delete(path(image.image_id)),
    onSuccess: (_nothing, image) => {
      readAgain();
      toast.done({
        text: `Took ${image.image.filename} out`,
        action: { label: 'Undo', run: () => putBack.mutate(image) },
      });
    },
    onError,
  });
  const putBack = useMutation({
    mutationFn: ({ image_id, filename, order_num, parameters }: PortfolioImage) =>
      api.post(`/portfolios/${id}/images/`, {
        image_id,
        filename,
        index: order_num,
        image_parameters: parameters,
      }),
    onSuccess: readAgain,
    onError,
  });
  return { move: move.mutate, change: change.mutateAsync, remove: remove.mutate };
}
