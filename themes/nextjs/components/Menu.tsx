"use client";

import { type KeyboardEvent, type MouseEvent, type ReactNode, useRef } from "react";

/** A menu that opens without scripts; with them, Escape, a link and a click elsewhere close it. */
export function Menu({ label, children }: { label: ReactNode; children: ReactNode }) {
  const menu = useRef<HTMLDetailsElement>(null);
  const close = (): void => menu.current?.removeAttribute("open");
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || event.defaultPrevented || !menu.current?.open) return;
    close();
    menu.current.querySelector("summary")?.focus();
  };
  const onClick = (event: MouseEvent): void => {
    if ((event.target as Element).closest("a")) close();
  };
  return (
    <details
      ref={menu} className="group relative ml-auto shrink-0 md:ml-0" onKeyDown={onKeyDown} onClick={onClick}
      onBlur={(event) => event.relatedTarget && !event.currentTarget.contains(event.relatedTarget) && close()}
    >
      {label}
      {children}
    </details>
  );
}
