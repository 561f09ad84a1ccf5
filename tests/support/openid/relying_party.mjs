// A client of our provider: npm openid-client, through every step that a website and a device take. Its requests go
// through the program that started it: a line of JSON each way. What the provider sends by itself comes over HTTP.
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { createInterface } from "node:readline";
import { createLocalJWKSet, jwtVerify } from "jose";
import * as client from "openid-client";

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();

async function ask(question) {
  console.log(JSON.stringify(question));
  return JSON.parse((await lines.next()).value);
}

async function customFetch(url, options) {
  const { method, headers, body } = options;
  const sent = { url, method, headers: Object.fromEntries(new Headers(headers)), body: body?.toString() ?? null };
  const answer = await ask({ fetch: sent });
  return new Response(answer.status === 204 ? null : answer.body, { status: answer.status, headers: answer.headers });
}

const given = await ask({ start: true });
const options = { [client.customFetch]: customFetch, execute: [client.allowInsecureRequests] };
const issuer = new URL(given.issuer);

async function discover(id, secret) {
  return client.discovery(issuer, id, secret, secret ? undefined : client.None(), options);
}

async function signIn(config) {
  const verifier = client.randomPKCECodeVerifier();
  const [state, nonce] = [client.randomState(), client.randomNonce()];
  const address = client.buildAuthorizationUrl(config, {
    redirect_uri: given.website.redirect, scope: "openid profile email read", state, nonce,
    code_challenge: await client.calculatePKCECodeChallenge(verifier), code_challenge_method: "S256",
  });
  const back = await ask({ visit: address.href });
  return client.authorizationCodeGrant(config, new URL(back.url), {
    pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true,
  });
}

async function website() {
  const config = await discover(given.website.id, given.website.secret);
  const tokens = await signIn(config);
  const claims = tokens.claims();
  const userinfo = await client.fetchUserInfo(config, tokens.access_token, claims.sub);
  const refreshed = await client.refreshTokenGrant(config, tokens.refresh_token);
  const introspected = await client.tokenIntrospection(config, refreshed.access_token);
  const reused = await client.refreshTokenGrant(config, tokens.refresh_token).catch((error) => error.error);
  const after = await client.tokenIntrospection(config, refreshed.access_token);
  const end = client.buildEndSessionUrl(config, {
    id_token_hint: tokens.id_token, post_logout_redirect_uri: given.website.logout, state: "bye",
  });
  const left = await ask({ visit: end.href });
  return { claims, userinfo, introspected: introspected.active, reused, after: after.active, left: left.url };
}

const EVENT = "http://schemas.openid.net/event/backchannel-logout";

// What OpenID Connect Back-Channel Logout 1.0 (2.6) asks of a client, with jose.
async function verifyLogoutToken(token, keys) {
  const { payload } = await jwtVerify(token, keys, {
    issuer: given.issuer, audience: given.website.id, typ: "logout+jwt", algorithms: ["RS256"], maxTokenAge: "2m",
    requiredClaims: ["iat", "exp", "jti", "events"],
  });
  if (!payload.events[EVENT] || "nonce" in payload || !(payload.sid || payload.sub)) throw new Error("no logout token");
  return payload;
}

// A server that is told of ended sign-ins. Its keys are read before: the program that started us waits for its answer.
async function listen(keys) {
  const told = [];
  const server = createServer(async (request, response) => {
    const token = new URLSearchParams(await text(request)).get("logout_token");
    try {
      told.push(await verifyLogoutToken(token, keys));
      response.writeHead(204).end();
    } catch (error) {
      told.push({ error: error.code ?? error.message });
      response.writeHead(400).end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  await ask({ listen: server.address().port });
  return told;
}

async function backchannel() {
  const config = await discover(given.website.id, given.website.secret);
  const answer = await customFetch(config.serverMetadata().jwks_uri, { method: "GET", headers: {} });
  const keys = createLocalJWKSet(await answer.json());
  const told = await listen(keys);
  const [first, second] = [await signIn(config), await signIn(config)];
  await client.refreshTokenGrant(config, first.refresh_token);
  await client.refreshTokenGrant(config, first.refresh_token).catch(() => {});
  const end = client.buildEndSessionUrl(config, {
    id_token_hint: second.id_token, post_logout_redirect_uri: given.website.logout,
  });
  await ask({ visit: end.href });
  const wrong = await verifyLogoutToken(second.id_token, keys).catch((error) => error.code);
  const sids = [first.claims().sid, second.claims().sid];
  return { told, sids, wrong, supported: config.serverMetadata().backchannel_logout_supported };
}

async function device(decision) {
  const config = await discover(given.device.id);
  const begun = await client.initiateDeviceAuthorization(config, { scope: "openid profile" });
  await ask({ enter: begun, decision });
  try {
    const tokens = await client.pollDeviceAuthorizationGrant(config, begun);
    const userinfo = await client.fetchUserInfo(config, tokens.access_token, client.skipSubjectCheck);
    const refreshed = await client.refreshTokenGrant(config, tokens.refresh_token);
    await client.tokenRevocation(config, refreshed.refresh_token);
    const gone = await client.refreshTokenGrant(config, refreshed.refresh_token).catch((error) => error.error);
    return { userinfo, gone, scope: tokens.scope };
  } catch (error) {
    return { error: error.error };
  }
}

const result = {
  website: await website(), backchannel: await backchannel(), allowed: await device("allow"), denied: await device("deny"),
};
console.log(JSON.stringify({ result }));
process.exit(0);
