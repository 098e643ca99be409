import { WORDMARK } from '#lib/samples/wordmark.ts';

/** The name as drawn strokes in the colour of the text around it. */
export function WordMark({ className }: { className?: string }) {
  const { width, top, height, stroke, strokes, dot } = WORDMARK;
  return (
    <svg
      role="img"
      aria-label="Emulsion"
      className={className}
      viewBox={`-2 ${top} ${width + 4} ${height}`}
      fill="none"
      stroke="currentColor"
      strokeWidth={stroke}
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      {strokes.map((path) => (
        <path key={path} d={path} />
      ))}
      <circle cx={dot.x} cy={dot.y} r={dot.radius} fill="currentColor" stroke="none" />
    </svg>
  );
}
