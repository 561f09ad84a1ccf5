// What next-auth makes of @auth/core, without Next.js: the same requests, by the cookies of the request in hand.
import { AsyncLocalStorage } from "node:async_hooks";
import { Auth, setEnvDefaults, skipCSRFCheck } from "@auth/core";

const inHand = new AsyncLocalStorage();

// The answer of a route, with the cookies that were set on the way.
export async function answerWith(route, request) {
  const cookies = [];
  const found = await inHand.run({ request, cookies }, () => route(request));
  const headers = new Headers(found.headers);
  for (const cookie of cookies) headers.append("set-cookie", cookie);
  return new Response(found.body, { status: found.status, headers });
}

export default function NextAuth(config) {
  config.basePath ??= "/api/auth";
  setEnvDefaults(process.env, config);

  function send(action, given = {}) {
    const headers = { cookie: inHand.getStore().request.headers.get("cookie") ?? "", ...given.headers };
    const request = new Request(`${process.env.AUTH_URL}/api/auth/${action}`, { ...given, headers });
    return Auth(request, { ...config, skipCSRFCheck });
  }

  return {
    handlers: { GET: (request) => Auth(request, config), POST: (request) => Auth(request, config) },
    auth: async () => (await send("session")).json(),
    async signOut() {
      const headers = { "Content-Type": "application/x-www-form-urlencoded" };
      const answer = await send("signout", { method: "POST", headers });
      inHand.getStore().cookies.push(...answer.headers.getSetCookie());
    },
  };
}
