// An OpenID Connect provider for tests. Everybody who types a name signs in as that: its address is <name>@example.org.
// Usage: node provider.mjs REDIRECT_URI. Prints its issuer, and ends with its standard input.
import { createServer } from "node:http";
import { Provider } from "oidc-provider";

const [redirectUri] = process.argv.slice(2);
const server = createServer();
await new Promise((done) => server.listen(0, "127.0.0.1", done));
const issuer = `http://127.0.0.1:${server.address().port}`;

const provider = new Provider(issuer, {
  clients: [{ client_id: "aixplore", client_secret: "for-tests-only", redirect_uris: [redirectUri] }],
  claims: { openid: ["sub"], profile: ["name"], email: ["email", "email_verified"] },
  cookies: { keys: ["for-tests-only"] },
  pkce: { required: () => true },
  features: { devInteractions: { enabled: true } },
  async findAccount(_context, id) {
    const claims = () => ({
      sub: id,
      name: `${id} of another site`,
      email: `${id}@example.org`,
      email_verified: !id.startsWith("unverified"),
    });
    return { accountId: id, claims };
  },
});

server.on("request", provider.callback());
process.stdin.on("end", () => process.exit(0)).resume();
console.log(JSON.stringify({ issuer }));
