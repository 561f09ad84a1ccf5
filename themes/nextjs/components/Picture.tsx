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
  const size = large ? "size-20 rounded-2xl text-4xl" : "size-12 rounded-lg text-xl";
  return (
    <span className={`${size} grid shrink-0 place-items-center overflow-hidden border border-line bg-white`} aria-hidden="true">
      {source ? (
        <img src={source} alt="" width={large ? 80 : 48} height={large ? 80 : 48} loading="lazy" className="size-full object-contain" />
      ) : (
        <span className="font-display font-bold text-[#0b5e58]">{[...name][0]}</span>
      )}
    </span>
  );
}
