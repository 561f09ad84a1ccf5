/** A GraphiQL plugin: a list of example queries, each of which opens in a tab of its own. */

import { useGraphiQL, useGraphiQLActions } from "@graphiql/react";

import { EXAMPLES } from "./examples.js";

export const toTab = ({ query, variables }) => ({
  query,
  variables: variables ? JSON.stringify(variables, null, 2) : "",
});

function Icon() {
  return (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden="true">
      <path d="M8 6h12M8 12h12M8 18h12M4 6h.01M4 12h.01M4 18h.01" strokeLinecap="round" />
    </svg>
  );
}

function Examples() {
  const { addTab } = useGraphiQLActions();
  const queryEditor = useGraphiQL((state) => state.queryEditor);
  const variableEditor = useGraphiQL((state) => state.variableEditor);

  function open(example) {
    const tab = toTab(example);
    addTab();
    queryEditor.setValue(tab.query);
    variableEditor.setValue(tab.variables);
    queryEditor.focus();
  }

  return (
    <section className="examples" aria-label="Examples">
      <div className="graphiql-doc-explorer-title">Examples</div>
      {EXAMPLES.map((example) => (
        <button type="button" className="graphiql-un-styled" key={example.title} onClick={() => open(example)}>
          {example.title}
        </button>
      ))}
    </section>
  );
}

export const EXAMPLES_PLUGIN = { title: "Examples", icon: Icon, content: Examples };
