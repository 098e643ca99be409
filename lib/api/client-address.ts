/**
 * The address of a client behind trusted proxies: each of them adds the address it was called from to the end
 * of X-Forwarded-For, so with n of them the n-th from the right is true and what stands before it may be forged.
 */
export function clientAddress(
  peer: string | undefined,
  forwardedFor: string | string[] | undefined,
  trustedProxies: number,
): string | undefined {
  if (trustedProxies === 0 || forwardedFor === undefined) return peer;
  const hops = (Array.isArray(forwardedFor) ? forwardedFor.join(',') : forwardedFor)
    .split(',')
    .map((hop) => hop.trim())
    .filter((hop) => hop !== '');
  return hops.at(-Math.min(trustedProxies, hops.length)) ?? peer;
}
