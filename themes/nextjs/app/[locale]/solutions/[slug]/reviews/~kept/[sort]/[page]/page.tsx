// Later pages of an order: next.config.ts leads addresses with `?page=` here.
export { default, generateMetadata } from "../../../page";

export const revalidate = 300;
export const dynamic = "force-static";

export function generateStaticParams(): { page: string }[] {
  return [];
}
