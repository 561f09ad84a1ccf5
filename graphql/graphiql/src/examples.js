/** The queries that the first tabs hold and the Examples panel lists. */

export const EXAMPLES = [
  {
    title: "Open-source solutions",
    query: `query OpenSourceSolutions($first: Int = 10) {
  solutions(
    filter: { openSource: true }
    orderBy: [POPULARITY_DESC, TITLE_ASC]
    first: $first
  ) {
    totalCount
    nodes {
      title
      slug
      summary
      licence
      vendor { name }
      rating { average count }
    }
    pageInfo { hasNextPage endCursor }
  }
}
`,
    variables: { first: 5 },
  },
  {
    title: "One solution with its body",
    query: `query OneSolution($slug: String!) {
  solution(slug: $slug) {
    title
    summary
    vendor { name website }
    categories { name slug }
    pricingModel
    pricingPlans { name price currency period }
    rating { average count histogram }
    body {
      __typename
      ... on HeadingBlock { text level }
      ... on ParagraphBlock { text }
    }
    alternatives { title slug }
    reviews(first: 3) {
      totalCount
      nodes { rating title author { displayName } }
    }
  }
}
`,
    variables: { slug: "chatgpt" },
  },
  {
    title: "Upcoming events",
    query: `query UpcomingEvents {
  events(filter: { upcoming: true }, orderBy: [STARTS_ASC], first: 5) {
    nodes {
      title
      startsAt
      endsAt
      timeZone
      attendanceMode
      venue { name address }
      speakers { name organisation }
    }
  }
}
`,
  },
  {
    title: "Latest reviews",
    query: `query LatestReviews($minRating: Int) {
  reviews(filter: { minRating: $minRating }, orderBy: [CREATED_DESC], first: 5) {
    totalCount
    nodes {
      rating
      title
      pros
      cons
      author { displayName }
      verification
      votes { helpful total }
      solution { title slug }
    }
  }
}
`,
    variables: { minRating: 4 },
  },
  {
    title: "The tree of categories",
    query: `query CategoryTree {
  categories(orderBy: [TREE], first: 100) {
    nodes {
      name
      slug
      depth
      attributes { key name type unit }
      solutions(first: 3) {
        totalCount
        nodes { title }
      }
    }
  }
}
`,
  },
  {
    title: "Search with facets",
    query: `query Search($query: String!) {
  search(query: $query, kinds: [SOLUTION, VENDOR, EVENT], first: 10) {
    totalCount
    facets { name values { value count } }
    nodes {
      __typename
      ... on Solution { title path summary }
      ... on Vendor { name website }
      ... on Event { title startsAt }
    }
  }
}
`,
    variables: { query: "assistant" },
  },
  {
    title: "A page and those below it",
    query: `query PageByPath($path: String!) {
  page(path: $path) {
    title
    pageType
    ancestors { title path }
    translations { locale path }
    children(first: 20) {
      totalCount
      nodes { title path pageType }
    }
  }
}
`,
    variables: { path: "/" },
  },
  {
    title: "The site and its menus",
    query: `query SiteAndMenus {
  site {
    name
    hostname
    locales { code name isDefault }
    settings { siteTitle tagline contactEmail }
    main: menu(handle: "main") { ...Entries }
    footer: menu(handle: "footer") { ...Entries }
  }
  viewer { displayName groups }
}

fragment Entries on Menu {
  title
  items { label url page { title path } }
}
`,
  },
];
