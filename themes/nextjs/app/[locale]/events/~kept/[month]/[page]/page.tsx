// Later pages of a month, or of what is coming: next.config.ts leads addresses with `?page=` here.
export { default, generateMetadata } from "../../../page";

export const revalidate = 300;
export const dynamic = "force-static";

export function generateStaticParams(): { page: string }[] {
  return [];
}
