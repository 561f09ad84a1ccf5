import { readFileSync } from "node:fs";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it, vi } from "vitest";

vi.mock("next/link", () => ({ default: ({ prefetch: _, ...rest }: { prefetch?: boolean }) => <a {...rest} /> }));

import { Blocks } from "@/components/Blocks";

const SCHEMA = readFileSync(`${import.meta.dirname}/../../../graphql/schema.graphql`, "utf8");
const NAMES = (/^union BodyBlock = (.*)$/m.exec(SCHEMA)?.[1] ?? "").split(" | ");
const IMAGE = { alt: "a chart", width: 1, height: 1, credit: "Ada", sources: [], rendition: { url: "https://a.example/1.png", width: 1, height: 1 } };
const SOLUTION = { id: "1", title: "Atlas", slug: "atlas", path: "/solutions/atlas/", summary: "Maps", pricingModel: null, openSource: false, vendor: null, category: null, logo: null, rating: null };

/** One of each kind of block, with what must be seen of it. */
const BLOCKS: Record<string, [object, RegExp]> = {
  HeadingBlock: [{ text: "Head", level: "h3", anchor: "head" }, /<h3 id="head"[^>]*>Head<\/h3>/],
  ParagraphBlock: [{ text: "<p>One <b>two</b></p>" }, /<p>One <b>two<\/b><\/p>/],
  QuoteBlock: [{ text: "Said", attribution: "Ada", sourceUrl: "https://a.example/" }, /<blockquote[^>]*>Said<.*href="https:\/\/a\.example\/"[^>]*>Ada/],
  CodeBlock: [{ language: "python", code: "a < b" }, /<code>a &lt; b<\/code>/],
  DividerBlock: [{ style: "line" }, /<hr/],
  ImageBlock: [{ image: IMAGE, altText: "", caption: "Growth" }, /<img[^>]*alt="a chart".*Growth.*© Ada/],
  GalleryBlock: [{ images: [{ image: IMAGE, caption: "First" }] }, /<img.*First/],
  EmbedBlock: [{ url: "https://films.example/1", caption: "Film" }, /href="https:\/\/films\.example\/1".*Film/],
  DocumentBlock: [{ document: { title: "Guide", filename: "g.pdf", fileSize: 2_048, url: "https://a.example/g.pdf" }, label: "" }, /href="https:\/\/a\.example\/g\.pdf".*Guide.*2/],
  FeaturesBlock: [{ title: "Features", features: [{ icon: "", title: "Fast", text: "Very" }] }, /Features.*Fast.*Very/],
  FaqBlock: [{ title: "Asked", faqs: [{ question: "Why?", answer: "<p>So.</p>" }] }, /Asked.*<summary[^>]*>Why\?.*<p>So\.<\/p>/],
  StatsBlock: [{ title: "Numbers", stats: [{ value: "42", label: "answers" }] }, /answers.*42/],
  TableBlock: [{ caption: "Prices", firstRowIsHeader: true, rows: [["Plan"], ["Free"]] }, /<caption[^>]*>Prices.*<th scope="col"[^>]*>Plan.*<td[^>]*>Free/],
  CallToActionBlock: [{ title: "Begin", text: "", label: "Go", page: { path: "/about/" }, url: "" }, /Begin.*href="\/about\/"[^>]*>Go/],
  SolutionListBlock: [{ title: "Chosen", note: "By us", solutions: [SOLUTION] }, /Chosen.*By us.*href="\/solutions\/atlas\/"/],
};

it("every kind of block of the schema is known here", () => {
  expect(Object.keys(BLOCKS).sort()).toEqual(NAMES.sort());
});

it.each(NAMES)("%s shows what it holds", (name) => {
  const [block, seen] = BLOCKS[name] ?? [{}, /x/];
  expect(renderToStaticMarkup(<Blocks locale="en" body={[{ __typename: name, ...block }]} />)).toMatch(seen);
});

it("a block whose image, document, page or rows are gone leaves the others as they are", () => {
  const gone = { image: null, images: [{ image: null, caption: "" }], document: null, page: null, url: "javascript:alert(1)", solutions: [], rows: [], features: [], faqs: [], stats: [], title: "", text: "", note: "", label: "", caption: "", altText: "", sourceUrl: "", attribution: "" };
  const body = NAMES.map((name) => ({ __typename: name, ...BLOCKS[name]?.[0], ...gone }));
  const html = renderToStaticMarkup(<Blocks locale="en" body={[...body, { __typename: "ParagraphBlock", text: "<p>Last</p>" }]} />);
  expect(html).toContain("<p>Last</p>");
  expect(html).not.toMatch(/<img|javascript:/);
});
