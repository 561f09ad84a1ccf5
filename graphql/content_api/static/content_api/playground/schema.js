/** The schema, read by introspection. */

const QUERY = `query Introspection {
  __schema {
    queryType { name } mutationType { name } subscriptionType { name }
    types {
      kind name description
      fields(includeDeprecated: true) {
        name description isDeprecated deprecationReason type { ...Reference }
        args { name description defaultValue type { ...Reference } }
      }
      inputFields { name description defaultValue type { ...Reference } }
      interfaces { name }
      possibleTypes { name }
      enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason }
    }
  }
}
fragment Reference on __Type { kind name ofType { kind name ofType { kind name ofType { kind name } } } }`;

/** The name of a type without its list and non-null wrappers. */
export const inner = (type) => (type?.ofType ? inner(type.ofType) : type?.name);

/** A type as the schema language writes it, such as [Tag!]!. */
export function written(type) {
  if (type.kind === "NON_NULL") return `${written(type.ofType)}!`;
  return type.kind === "LIST" ? `[${written(type.ofType)}]` : type.name;
}

export class Schema {
  constructor({ queryType, mutationType, subscriptionType, types }) {
    const shown = types.filter(({ name }) => !name.startsWith("__"));
    this.types = shown.sort((a, b) => a.name.localeCompare(b.name));
    this.index = new Map(types.map((type) => [type.name, type]));
    const [mutation, subscription] = [mutationType?.name, subscriptionType?.name];
    this.roots = { query: queryType.name, mutation, subscription };
    this.composites = this.types.filter(({ kind }) => ["OBJECT", "INTERFACE", "UNION"].includes(kind));
    this.inputs = this.types.filter(({ kind }) => ["SCALAR", "ENUM", "INPUT_OBJECT"].includes(kind));
  }

  /** Reads the schema through `run`, which sends {query} as runner.js does; rejects without a schema. */
  static async load(run) {
    const { text, status } = await run({ query: QUERY });
    if (!text.startsWith("{")) throw new Error(`the API answered ${status}, without JSON.`);
    const answer = JSON.parse(text);
    if (answer.data?.__schema) return new Schema(answer.data.__schema);
    throw new Error(answer.errors?.[0]?.message ?? "the API does not show it.");
  }

  type(name) {
    return this.index.get(name);
  }
}
