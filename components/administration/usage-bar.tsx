/** A share of a whole as a bar; what it means stands beside it in words. @param share 0..1 */
export function UsageBar({ share }: { share: number }) {
  return (
    <span aria-hidden="true" className="block h-1.5 w-full overflow-hidden rounded-full bg-border">
      <span
        className="block h-full rounded-full bg-accent"
        style={{ width: `${Math.max(0, Math.min(1, share)) * 100}%` }}
      />
    </span>
  );
}
