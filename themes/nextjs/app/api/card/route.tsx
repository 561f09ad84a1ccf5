import { ImageResponse } from "next/og";
import { loadCard } from "@/lib/card";

const SIZE = { width: 1200, height: 630 };

/** The picture of a page for cards on social networks, made here. */
export async function GET(request: Request): Promise<Response> {
  const card = await loadCard(new URL(request.url).searchParams.get("path") ?? "/");
  if (!card) return new Response("Not found", { status: 404 });
  const { eyebrow, title, text, site } = card;
  return new ImageResponse(
    (
      <div style={{ width: "100%", height: "100%", display: "flex", flexDirection: "column", justifyContent: "space-between", padding: 72, background: "#0b5e58", color: "#fffefb" }}>
        <div style={{ display: "flex", fontSize: 32, color: "#ffb391" }}>{eyebrow}</div>
        <div style={{ display: "flex", flexDirection: "column", gap: 24 }}>
          <div style={{ display: "flex", fontSize: title.length > 40 ? 64 : 88, fontWeight: 700, lineHeight: 1.05, wordBreak: "break-word" }}>{title}</div>
          <div style={{ display: "flex", fontSize: 34, lineHeight: 1.35, color: "#dcebe6", wordBreak: "break-word" }}>{text}</div>
        </div>
        <div style={{ display: "flex", fontSize: 30 }}>{site}</div>
      </div>
    ),
    { ...SIZE, headers: { "Cache-Control": "public, max-age=3600" } },
  );
}
