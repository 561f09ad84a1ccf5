/** Sends what GraphiQL executes to the API of this site. */

import { createGraphiQLFetcher } from "@graphiql/toolkit";
import { parse } from "graphql";

/**
 * GraphiQL 5.4.0 notices a moment after an edit how the operation is called. A query that is run sooner would be sent
 * with the name of the one before it.
 */
function dropForeignName(request) {
  let names;
  try {
    names = parse(request.query).definitions.map((definition) => definition.name?.value);
  } catch {
    return request; // the API answers where the mistake is
  }
  return names.includes(request.operationName) ? request : { ...request, operationName: undefined };
}

/** The session cookie travels with same-origin requests; the API takes JSON of its own origin without a CSRF token. */
export function createFetcher(url) {
  const send = createGraphiQLFetcher({
    url,
    headers: { Accept: "application/graphql-response+json, application/json;q=0.9" },
    enableIncrementalDelivery: false,
  });
  return (request, options) => send(dropForeignName(request), options);
}
