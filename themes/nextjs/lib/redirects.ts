import "server-only";
import { permanentRedirect, redirect } from "next/navigation";
import { ask } from "./api";
import { safeHref } from "./links";

/** Go where a path has moved; return if it has not. */
export async function followRedirect(path: string): Promise<void> {
  const { redirect: moved } = await ask("Page", { path });
  const to = safeHref(moved?.to);
  if (!to || to === path) return;
  if (moved?.permanent) permanentRedirect(to);
  redirect(to);
}
