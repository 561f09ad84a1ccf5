// The address to which browsers tell visits: the API's `/collect`, as visitors reach it. Without it nothing is counted.
export function collectUrl(): string | null {
  const address = process.env.COLLECT_URL;
  if (!address || !URL.canParse(address)) return null;
  const { protocol, origin, pathname } = new URL(address);
  return /^https?:$/.test(protocol) ? origin + pathname.replace(/\/+$/, "") : null;
}
