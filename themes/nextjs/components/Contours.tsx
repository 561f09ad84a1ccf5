/** Lines of equal height, as on a map: the theme's one ornament. Drawn here, no file to load. */
export function Contours() {
  const rings = Array.from({ length: 11 }, (_, index) => 34 + index * 30);
  return (
    <svg viewBox="0 0 900 600" preserveAspectRatio="xMaxYMid slice" className="absolute inset-y-0 right-0 -z-10 h-full w-full mask-r-from-75% mask-b-from-65% sm:w-3/4" aria-hidden="true">
      <g fill="none" stroke="var(--contour)" strokeWidth="1.5">
        {rings.map((r, index) => (
          <path
            key={r}
            d={`M${640 - r} ${300 + index * 5}C${640 - r * 1.05} ${300 - r * 0.9},${640 - r * 0.2} ${290 - r * 1.05},${655 + r * 0.45} ${295 - r * 0.75}S${660 + r * 1.2} ${310 + r * 0.15},${655 + r * 0.7} ${310 + r * 0.65}S${640 - r * 0.95} ${310 + r * 0.95},${640 - r} ${300 + index * 5}Z`}
          />
        ))}
      </g>
      <circle className="max-sm:hidden" cx="655" cy="296" r="6" fill="var(--mark)" />
    </svg>
  );
}
