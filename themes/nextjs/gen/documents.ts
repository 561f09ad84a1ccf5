/* Written by `npm run generate` from graphql/operations.json. */
import type {
  CategoriesQuery,
  CategoriesQueryVariables,
  CategoryQuery,
  CategoryQueryVariables,
  CollectionQuery,
  CollectionQueryVariables,
  CollectionsQuery,
  CollectionsQueryVariables,
  CompareQuery,
  CompareQueryVariables,
  EventQuery,
  EventQueryVariables,
  EventsQuery,
  EventsQueryVariables,
  HomeQuery,
  HomeQueryVariables,
  NewestQuery,
  NewestQueryVariables,
  PageQuery,
  PageQueryVariables,
  ReviewsQuery,
  ReviewsQueryVariables,
  SearchQuery,
  SearchQueryVariables,
  SiteQuery,
  SiteQueryVariables,
  SitemapQuery,
  SitemapQueryVariables,
  SolutionQuery,
  SolutionQueryVariables,
  SolutionsQuery,
  SolutionsQueryVariables,
  SuggestQuery,
  SuggestQueryVariables,
  TagQuery,
  TagQueryVariables,
  TopicsQuery,
  TopicsQueryVariables,
  UseCaseQuery,
  UseCaseQueryVariables,
  VendorQuery,
  VendorQueryVariables,
} from "./graphql";

export interface Operations {
  Categories: { data: CategoriesQuery; variables: CategoriesQueryVariables };
  Category: { data: CategoryQuery; variables: CategoryQueryVariables };
  Collection: { data: CollectionQuery; variables: CollectionQueryVariables };
  Collections: { data: CollectionsQuery; variables: CollectionsQueryVariables };
  Compare: { data: CompareQuery; variables: CompareQueryVariables };
  Event: { data: EventQuery; variables: EventQueryVariables };
  Events: { data: EventsQuery; variables: EventsQueryVariables };
  Home: { data: HomeQuery; variables: HomeQueryVariables };
  Newest: { data: NewestQuery; variables: NewestQueryVariables };
  Page: { data: PageQuery; variables: PageQueryVariables };
  Reviews: { data: ReviewsQuery; variables: ReviewsQueryVariables };
  Search: { data: SearchQuery; variables: SearchQueryVariables };
  Site: { data: SiteQuery; variables: SiteQueryVariables };
  Sitemap: { data: SitemapQuery; variables: SitemapQueryVariables };
  Solution: { data: SolutionQuery; variables: SolutionQueryVariables };
  Solutions: { data: SolutionsQuery; variables: SolutionsQueryVariables };
  Suggest: { data: SuggestQuery; variables: SuggestQueryVariables };
  Tag: { data: TagQuery; variables: TagQueryVariables };
  Topics: { data: TopicsQuery; variables: TopicsQueryVariables };
  UseCase: { data: UseCaseQuery; variables: UseCaseQueryVariables };
  Vendor: { data: VendorQuery; variables: VendorQueryVariables };
}

export const DOCUMENTS: Record<keyof Operations, string> = {
  Categories: "sha256:2fd9d78b5da064b53873ac033068243bccd525810d6c1780a789b0c971a40439",
  Category: "sha256:e0cca42ff25e60defe7444cbbbaccf31d27d05f6b3f428f5c950b1ae022a0486",
  Collection: "sha256:fb88a892c0073173485305ab9887eb9a37dbeadca62ae4701e271ef64f2c89e2",
  Collections: "sha256:cd2502441ef7921887a4f34f82d176fbb9cee927e8b160459f3f2c6b926ecde3",
  Compare: "sha256:94c71e36eb207793293ac853628dd197d3d6af7df09837ed69e636393832d134",
  Event: "sha256:5d347d2bde84151dfc8aa0cf6bd94c91b6265f9c3ce1fce094117c5ddf669771",
  Events: "sha256:d5433c92bc715173fc2a8c9899baf32b7f936da670a84fc1a9a0a62426b4592c",
  Home: "sha256:4b5054363db223fad7399c1ad080ddcb8c1c612f7e9a778e3535d08c68261e4c",
  Newest: "sha256:f31dfa26d85ee90a3640594c778206d5d36499ec14fffc1fb051583cc955bc55",
  Page: "sha256:133a326dedd3a1510791850febd345545d950c80c7dd63a9295b1faa05994472",
  Reviews: "sha256:0172085dd4f32f93e2f57d04494c9fb0f560dc565396ee2d7d3d680edda47dab",
  Search: "sha256:da47348aaa634aff72d6f7fe42815cc8c242c706ae2576b819f2650d88b58825",
  Site: "sha256:61f933e1eef789ba8a9f0d604514764b9c105d3be95d18c2c26506686988bb46",
  Sitemap: "sha256:97afecc1bbe1e4ce59bbc9a6696361a8d6cbfc2c8d267ab84feeb41e17d44983",
  Solution: "sha256:a83c69ac9cb366679bb3668295b5c8dcdd2ee57fbe32e956de7ff8bf7d232ee2",
  Solutions: "sha256:4344eb240fb4e3e943e1a2026db9f40fe370a0e24fe1e9d102f3347d4c389dc1",
  Suggest: "sha256:59d76f988760cc6e52268b38ba96a14a69fca7ee73058650eb4a7a9ab010637f",
  Tag: "sha256:28d20a42775cea82e4691616fea4a86727e12593d816834bea1f507df2384d31",
  Topics: "sha256:9c6415276ea573f14e345aebc243e247410e2489b65b87d803ed14856915f0a5",
  UseCase: "sha256:70fb9ad2f9da391a098b0dc2bb5fe5ed25f3db5a5caea0a6903e30670b554a6e",
  Vendor: "sha256:1dd270480b3ddd9a22226a1f0b1a0ad252e43fbeb058d95ebf0cc65dcb433f32",
};
