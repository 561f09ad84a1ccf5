import type { LargePictureFragment } from "@/gen/graphql";
import { safeSource, safeSourceSet } from "@/lib/links";

interface Props {
  picture: LargePictureFragment | null | undefined;
  alt?: string;
  sizes?: string;
  eager?: boolean;
  className?: string;
}

/** A picture in the widths that the API made; its place is kept free from the start. */
export function Picture({ picture, alt, sizes = "(min-width: 60rem) 44rem, 100vw", eager = false, className = "" }: Props) {
  const source = safeSource(picture?.rendition?.url);
  if (!picture || !picture.rendition || !source) return null;
  return (
    <picture>
      {picture.sources.map(({ type, srcset }) => {
        const safe = safeSourceSet(srcset);
        return safe && <source key={type} type={type} srcSet={safe} sizes={sizes} />;
      })}
      <img
        src={source}
        alt={alt || picture.alt}
        width={picture.rendition.width}
        height={picture.rendition.height}
        loading={eager ? "eager" : "lazy"}
        fetchPriority={eager ? "high" : undefined}
        decoding="async"
        className={`h-auto max-w-full bg-sunken ${className}`}
      />
    </picture>
  );
}

interface LogoProps {
  logo: { rendition?: { url: string } | null } | null | undefined;
  name: string;
  large?: boolean;
}

/** A logo in a tile, or the first letter where there is none. Its name stands beside it. */
export function Logo({ logo, name, large = false }: LogoProps) {
  const source = safeSource(logo?.rendition?.url);
  return (
    <span className={large ? "tile tile-large" : "tile"} aria-hidden="true">
      {source ? (
        <img src={source} alt="" width={large ? 80 : 48} height={large ? 80 : 48} loading="lazy" />
      ) : (
        <b>{[...name][0]}</b>
      )}
    </span>
  );
}
