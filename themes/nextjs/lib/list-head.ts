import type { Metadata } from "next";
import { pageQuery, type Params, readChoices, readPage } from "./address";
import { ownHead } from "./seo";
import { localPath, words } from "./text";

/** Head of the list of solutions: filtered lists are not for search engines. */
export function listHead(locale: string, query: Params): Metadata {
  const page = readPage(query);
  const filtered = Object.keys(readChoices(query)).length > 0;
  return ownHead(words(locale).solutions, localPath(locale, `/solutions/${pageQuery(page)}`), "", filtered);
}
