import NextLink from "next/link";
import type { ComponentProps } from "react";
import { safeHref } from "@/lib/links";

/** A link of the site, also to paths that the API gave: what is not safe to follow is text that links nothing. */
export default function Link({ href, ...rest }: Omit<ComponentProps<typeof NextLink>, "href"> & { href: string }) {
  const safe = safeHref(href);
  if (safe) return <NextLink href={safe} {...rest} />;
  const { prefetch: _, ...others } = rest;
  return <a {...(others as ComponentProps<"a">)} />;
}
