/** Mounts GraphiQL on the page that content_api/graphiql.html renders. */

import { GraphiQL, HISTORY_PLUGIN } from "graphiql";
import "graphiql/style.css";
import { createRoot } from "react-dom/client";

import { EXAMPLES_PLUGIN, toTab } from "./examples-panel.jsx";
import { EXAMPLES } from "./examples.js";
import { createFetcher } from "./fetcher.js";
import "./page.css";
import { storage } from "./storage.js";

const container = document.getElementById("graphiql");
const { endpoint, editorWorker, graphqlWorker, jsonWorker } = container.dataset;
const WORKERS = { graphql: graphqlWorker, json: jsonWorker };
const FIRST_TABS = EXAMPLES.slice(0, 3).map(toTab);
const isFirstVisit = storage.getItem("graphiql:tabState") === null;

globalThis.MonacoEnvironment = {
  getWorker: (_id, label) => new Worker(WORKERS[label] ?? editorWorker, { name: label }),
};

createRoot(container).render(
  <GraphiQL
    fetcher={createFetcher(endpoint)}
    defaultTabs={FIRST_TABS}
    // GraphiQL 5.4.0 shows the query of the first default tab, but not its variables.
    initialVariables={isFirstVisit ? FIRST_TABS[0].variables : undefined}
    defaultEditorToolsVisibility="variables"
    plugins={[HISTORY_PLUGIN, EXAMPLES_PLUGIN]}
    storage={storage}
    shouldPersistHeaders={false}
    showPersistHeadersSettings={false}
  >
    <GraphiQL.Logo>AiXplore</GraphiQL.Logo>
  </GraphiQL>,
);
