"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useEffect, useState } from "react";

/** Where no page has come after this long, none is going to. */
const LONGEST_MS = 20_000;

/** Says that a page is on its way, from the click on a link until the page is there; browsers say so only of whole documents. */
export function Waiting({ text }: { text: string }) {
  const address = `${usePathname()}?${useSearchParams()}`;
  const [waiting, setWaiting] = useState(false);
  useEffect(() => setWaiting(false), [address]);
  useEffect(() => {
    const onClick = ({ target, defaultPrevented }: MouseEvent): void => {
      const link = target instanceof Element ? target.closest("a") : null;
      // Next.js has taken the click over where it prevents what the browser would do.
      if (defaultPrevented && link?.href && link.pathname + link.search !== location.pathname + location.search) setWaiting(true);
    };
    document.addEventListener("click", onClick);
    return () => document.removeEventListener("click", onClick);
  }, []);
  useEffect(() => {
    const timer = waiting ? setTimeout(() => setWaiting(false), LONGEST_MS) : undefined;
    return () => clearTimeout(timer);
  }, [waiting]);
  return <div role="status" className="waiting no-print">{waiting && <span className="sr-only">{text}</span>}</div>;
}
