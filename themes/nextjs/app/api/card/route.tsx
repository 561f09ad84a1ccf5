import { ImageResponse } from "next/og";
import { ask } from "@/lib/api";
import { DEFAULT_LOCALE, isLocale } from "@/lib/text";

const PATH = /^\/(?:([a-z]{2})\/)?solutions\/([^/]{1,160})\/$/;

/** The picture of a solution for cards on social networks, made here. */
export async function GET(request: Request): Promise<Response> {
  const path = new URL(request.url).searchParams.get("path") ?? "";
  const [, code, slug = ""] = PATH.exec(path) ?? [];
  const locale = code && isLocale(code) ? code : DEFAULT_LOCALE;
  const { solution } = slug ? await ask("Solution", { path, slug: [slug], locale }) : { solution: null };
  if (!solution) return new Response("Not found", { status: 404 });
  const { title, summary, vendor } = solution;
  return new ImageResponse(
    (
      <div style={{ width: "100%", height: "100%", display: "flex", flexDirection: "column", justifyContent: "space-between", padding: 72, background: "#0b5e58", color: "#fffefb" }}>
        <div style={{ display: "flex", fontSize: 32, color: "#ffb391" }}>{vendor?.name ?? ""}</div>
        <div style={{ display: "flex", flexDirection: "column", gap: 24 }}>
          <div style={{ display: "flex", fontSize: 88, fontWeight: 700, lineHeight: 1.05 }}>{title.slice(0, 80)}</div>
          <div style={{ display: "flex", fontSize: 34, lineHeight: 1.35, color: "#dcebe6" }}>{summary.slice(0, 160)}</div>
        </div>
        <div style={{ display: "flex", fontSize: 30 }}>AiXplore</div>
      </div>
    ),
    { width: 1200, height: 630, headers: { "Cache-Control": "public, max-age=3600" } },
  );
}
