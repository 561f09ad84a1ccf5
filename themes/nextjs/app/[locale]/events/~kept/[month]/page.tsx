// A month, made once for each: next.config.ts leads addresses with `?month=` here.
export { default, generateMetadata } from "../../page";

export const revalidate = 300;
export const dynamic = "force-static";

export function generateStaticParams(): { month: string }[] {
  return [];
}
