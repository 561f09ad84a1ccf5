/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** How people attend. */
export type AttendanceMode =
  /** In person */
  | 'IN_PERSON'
  /** In person and online */
  | 'MIXED'
  /** Online */
  | 'ONLINE';

/**
 * A condition on one typed attribute: `equals`, `in`, or a number from `min` to `max`, which both belong to it.
 *
 * slug: of an attribute with `filterable`. Values are written as in `attributes { value }`: numbers as decimals, yes
 * or no as true or false. unit: needed where the attribute is measured in several.
 */
export type AttributeFilter = {
  equals?: string | null | undefined;
  in?: Array<string> | null | undefined;
  max?: number | null | undefined;
  min?: number | null | undefined;
  slug: string;
  unit?: string | null | undefined;
};

/** What kind of value an attribute holds. */
export type AttributeType =
  /** Yes or no */
  | 'BOOLEAN'
  /** One of a list */
  | 'CHOICE'
  /** Number */
  | 'NUMBER'
  /** Text */
  | 'TEXT';

/** What editors say of a solution. */
export type BadgeKind =
  /** Accessible */
  | 'ACCESSIBLE'
  /** Editors' choice */
  | 'EDITORS_CHOICE'
  /** Made in Europe */
  | 'MADE_IN_EUROPE'
  /** Checked for privacy */
  | 'PRIVACY_CHECKED';

/** How many people work where the author uses the solution. */
export type CompanySize =
  /** More than 5,000 */
  | 'ENTERPRISE'
  /** 501–5,000 */
  | 'LARGE'
  /** 51–500 */
  | 'MEDIUM'
  /** 2–50 */
  | 'SMALL'
  /** One person */
  | 'SOLO';

/** A country, by its ISO 3166-1 alpha-2 code. */
export type Country =
  /** United Arab Emirates */
  | 'AE'
  /** Argentina */
  | 'AR'
  /** Austria */
  | 'AT'
  /** Australia */
  | 'AU'
  /** Bangladesh */
  | 'BD'
  /** Belgium */
  | 'BE'
  /** Bulgaria */
  | 'BG'
  /** Brazil */
  | 'BR'
  /** Canada */
  | 'CA'
  /** Switzerland */
  | 'CH'
  /** Chile */
  | 'CL'
  /** China */
  | 'CN'
  /** Colombia */
  | 'CO'
  /** Cyprus */
  | 'CY'
  /** Czechia */
  | 'CZ'
  /** Germany */
  | 'DE'
  /** Denmark */
  | 'DK'
  /** Estonia */
  | 'EE'
  /** Egypt */
  | 'EG'
  /** Spain */
  | 'ES'
  /** Finland */
  | 'FI'
  /** France */
  | 'FR'
  /** United Kingdom */
  | 'GB'
  /** Greece */
  | 'GR'
  /** Hong Kong */
  | 'HK'
  /** Croatia */
  | 'HR'
  /** Hungary */
  | 'HU'
  /** Indonesia */
  | 'ID'
  /** Ireland */
  | 'IE'
  /** Israel */
  | 'IL'
  /** India */
  | 'IN'
  /** Iceland */
  | 'IS'
  /** Italy */
  | 'IT'
  /** Japan */
  | 'JP'
  /** Kenya */
  | 'KE'
  /** South Korea */
  | 'KR'
  /** Lithuania */
  | 'LT'
  /** Luxembourg */
  | 'LU'
  /** Latvia */
  | 'LV'
  /** Morocco */
  | 'MA'
  /** Malta */
  | 'MT'
  /** Mexico */
  | 'MX'
  /** Malaysia */
  | 'MY'
  /** Nigeria */
  | 'NG'
  /** Netherlands */
  | 'NL'
  /** Norway */
  | 'NO'
  /** New Zealand */
  | 'NZ'
  /** Peru */
  | 'PE'
  /** Philippines */
  | 'PH'
  /** Pakistan */
  | 'PK'
  /** Poland */
  | 'PL'
  /** Portugal */
  | 'PT'
  /** Romania */
  | 'RO'
  /** Serbia */
  | 'RS'
  /** Russia */
  | 'RU'
  /** Saudi Arabia */
  | 'SA'
  /** Sweden */
  | 'SE'
  /** Singapore */
  | 'SG'
  /** Slovenia */
  | 'SI'
  /** Slovakia */
  | 'SK'
  /** Thailand */
  | 'TH'
  /** Tunisia */
  | 'TN'
  /** Türkiye */
  | 'TR'
  /** Taiwan */
  | 'TW'
  /** Ukraine */
  | 'UA'
  /** United States */
  | 'US'
  /** Uruguay */
  | 'UY'
  /** Vietnam */
  | 'VN'
  /** South Africa */
  | 'ZA';

/** Where a solution runs. */
export type Deployment =
  /** API */
  | 'API'
  /** On the device */
  | 'ON_DEVICE'
  /** Hosted service */
  | 'SAAS'
  /** Self-hosted */
  | 'SELF_HOSTED';

/** The reason why a mutation was rejected. */
export type ErrorCode =
  | 'BAD_USER_INPUT'
  | 'CONFIRMATION_REQUIRED'
  | 'CONFLICT'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'UNAUTHENTICATED';

export type EventFilter = {
  /** Any of these modes. */
  attendanceMode?: Array<AttendanceMode> | null | undefined;
  /** Takes place at some time in this range, at least in part. */
  between?: EventRange | null | undefined;
  /** About a solution in this category or one below it, by slug. */
  category?: string | null | undefined;
  /** Takes place in any of these months, written 2027-04, in the event's own zone. */
  months?: Array<string> | null | undefined;
  /** Of any of these vendors, by slug. */
  organiser?: Array<string> | null | undefined;
  /** First published at or after this time. */
  publishedSince?: string | null | undefined;
  /** Any of these slugs. */
  slug?: Array<string> | null | undefined;
  /** About any of these solutions, by slug. */
  solution?: Array<string> | null | undefined;
  /** First starts at or after this time. */
  startsAfter?: string | null | undefined;
  /** First starts before then. */
  startsBefore?: string | null | undefined;
  /** Any of these states. */
  status?: Array<EventStatus> | null | undefined;
  /** About a solution with any of these tags, by slug. */
  tags?: Array<string> | null | undefined;
  /** Not ended yet (true) or ended (false). */
  upcoming?: boolean | null | undefined;
  /** Last published at or after this time. */
  updatedSince?: string | null | undefined;
};

/** The time from a moment until another one, which is not part of it. Give an offset: 2027-04-01T00:00:00+02:00. */
export type EventRange = {
  /** Its first moment. */
  from: string;
  /** The first moment after it. */
  to: string;
};

/** Whether an event takes place as announced. */
export type EventStatus =
  /** Cancelled */
  | 'CANCELLED'
  /** Postponed */
  | 'POSTPONED'
  /** Scheduled */
  | 'SCHEDULED';

/** What the author received for the review; always shown next to it. */
export type Incentive =
  /** Discount */
  | 'DISCOUNT'
  /** Free access */
  | 'FREE_ACCESS'
  /** Gift */
  | 'GIFT'
  /** None */
  | 'NONE'
  /** Payment */
  | 'PAID';

/** What a solution can be used on. */
export type Platform =
  /** Android */
  | 'ANDROID'
  /** iOS */
  | 'IOS'
  /** Linux */
  | 'LINUX'
  /** macOS */
  | 'MACOS'
  /** Web */
  | 'WEB'
  /** Windows */
  | 'WINDOWS';

/** Where the lowest price per month lies, in the site's currency. */
export type PriceBand =
  /** Free or with a free tier */
  | 'FREE'
  /** 10 to 50 */
  | 'FROM_10_TO_50'
  /** 50 to 200 */
  | 'FROM_50_TO_200'
  /** 200 and more */
  | 'FROM_200'
  /** Less than 10 */
  | 'UNDER_10';

/**
 * A range of prices, with one bound or both; both belong to it.
 *
 * currency: ISO 4217; the site's own when it is left out. Other currencies are not converted. period: per month when
 * it is left out; a yearly price counts as a twelfth of it. A free plan costs 0 in every currency and period.
 */
export type PriceRange = {
  currency?: string | null | undefined;
  max?: number | null | undefined;
  min?: number | null | undefined;
  period?: PricingPeriod | null | undefined;
};

/** How a solution is paid for. */
export type PricingModel =
  /** Price on request */
  | 'CUSTOM'
  /** Free */
  | 'FREE'
  /** Free tier, paid plans */
  | 'FREEMIUM'
  /** One payment */
  | 'ONE_TIME'
  /** Subscription */
  | 'SUBSCRIPTION'
  /** By usage */
  | 'USAGE';

/** What a plan's price covers. */
export type PricingPeriod =
  /** per month */
  | 'MONTH'
  /** once */
  | 'ONCE'
  /** by usage */
  | 'USAGE'
  /** per year */
  | 'YEAR';

/** Why a solution is related to another one. */
export type RelatedReason =
  /** Same attributes */
  | 'ATTRIBUTES'
  /** Same category */
  | 'CATEGORY'
  /** Chosen by editors */
  | 'EDITORIAL'
  /** Shared tags */
  | 'TAGS'
  /** Viewed together */
  | 'VIEWED';

/** The author's relationship to the vendor; always shown next to the review. */
export type Relationship =
  /** Competitor */
  | 'COMPETITOR'
  /** Customer */
  | 'CUSTOMER'
  /** Employee */
  | 'EMPLOYEE'
  /** None */
  | 'NONE'
  /** Partner */
  | 'PARTNER';

export type ReviewFilter = {
  /** Written at or after this time. */
  createdSince?: string | null | undefined;
  /** Any of these incentives. */
  incentive?: Array<Incentive> | null | undefined;
  /** In any of these languages. */
  language?: Array<string> | null | undefined;
  /** At most this many stars. */
  maxRating?: number | null | undefined;
  /** At least this many stars. */
  minRating?: number | null | undefined;
  /** Any of these numbers of stars. */
  rating?: Array<number> | null | undefined;
  /** Any of these relations to the vendor. */
  relationship?: Array<Relationship> | null | undefined;
  /** Of any of these solutions, by slug. */
  solution?: Array<string> | null | undefined;
  /** Verified in any of these ways. */
  verification?: Array<Verification> | null | undefined;
  /** Verified in any way or not. */
  verified?: boolean | null | undefined;
};

/** An enumeration. */
export type ReviewOrder =
  | 'CREATED_ASC'
  | 'CREATED_DESC'
  | 'HELPFUL_DESC'
  | 'RATING_ASC'
  | 'RATING_DESC';

export type SearchFilter = {
  /** Any of these modes. */
  attendanceMode?: Array<AttendanceMode> | null | undefined;
  /** Conditions on typed attributes, all of which hold. */
  attributes?: Array<AttributeFilter> | null | undefined;
  /** In any of these categories or one below them, by slug. */
  categories?: Array<string> | null | undefined;
  /** In this category or one below it, by slug. */
  category?: string | null | undefined;
  /** Runs in at least one of these ways. */
  deployment?: Array<Deployment> | null | undefined;
  /** Rated with at least this many stars on average. */
  minRating?: number | null | undefined;
  /** Takes place in any of these months, written 2027-04, in the event's own zone. */
  months?: Array<string> | null | undefined;
  /** Open source or not. */
  openSource?: boolean | null | undefined;
  /** Runs on at least one of these. */
  platforms?: Array<Platform> | null | undefined;
  /** With a plan in this range of prices. */
  price?: PriceRange | null | undefined;
  /** The lowest price per month lies in any of these bands. */
  priceBand?: Array<PriceBand> | null | undefined;
  /** Any of these pricing models. */
  pricingModel?: Array<PricingModel> | null | undefined;
  /** Any of these states. */
  status?: Array<SolutionStatus> | null | undefined;
  /** With any of these tags, by slug. */
  tags?: Array<string> | null | undefined;
  /** For any of these use cases, by slug. */
  useCases?: Array<string> | null | undefined;
  /** Of any of these vendors, by slug. */
  vendor?: Array<string> | null | undefined;
};

/** An enumeration. */
export type SearchKind =
  | 'COLLECTION'
  | 'EVENT'
  | 'PAGE'
  | 'SOLUTION'
  | 'VENDOR';

export type SolutionFilter = {
  /** Conditions on typed attributes, all of which hold. */
  attributes?: Array<AttributeFilter> | null | undefined;
  /** With any of these badges. (Plugin badges; an error while it is off.) */
  badges?: Array<BadgeKind> | null | undefined;
  /** In any of these categories or one below them, by slug. */
  categories?: Array<string> | null | undefined;
  /** In this category or one below it, by slug. */
  category?: string | null | undefined;
  /** Runs in at least one of these ways. */
  deployment?: Array<Deployment> | null | undefined;
  /** Any of these external ids. */
  externalId?: Array<string> | null | undefined;
  /** Launched on this day or later. */
  launchedAfter?: string | null | undefined;
  /** Launched before this day. */
  launchedBefore?: string | null | undefined;
  /** Rated with at least this many stars on average. */
  minRating?: number | null | undefined;
  /** Open source or not. */
  openSource?: boolean | null | undefined;
  /** Runs on at least one of these. */
  platforms?: Array<Platform> | null | undefined;
  /** With a plan in this range of prices. */
  price?: PriceRange | null | undefined;
  /** The lowest price per month lies in any of these bands. */
  priceBand?: Array<PriceBand> | null | undefined;
  /** Any of these pricing models. */
  pricingModel?: Array<PricingModel> | null | undefined;
  /** First published at or after this time. */
  publishedSince?: string | null | undefined;
  /** Any of these slugs. */
  slug?: Array<string> | null | undefined;
  /** Any of these states. */
  status?: Array<SolutionStatus> | null | undefined;
  /** With any of these tags, by slug. */
  tags?: Array<string> | null | undefined;
  /** Solutions whose rating is based on enough reviews. */
  topRated?: boolean | null | undefined;
  /** Last published at or after this time. */
  updatedSince?: string | null | undefined;
  /** For any of these use cases, by slug. */
  useCases?: Array<string> | null | undefined;
  /** Of any of these vendors, by slug. */
  vendor?: Array<string> | null | undefined;
  /** Checked by an editor at or after this time. */
  verifiedSince?: string | null | undefined;
};

/** An enumeration. */
export type SolutionOrder =
  | 'LAUNCHED_DESC'
  | 'POPULARITY_DESC'
  | 'PRICE_ASC'
  | 'PRICE_DESC'
  | 'PUBLISHED_ASC'
  | 'PUBLISHED_DESC'
  | 'RATING_DESC'
  | 'RELEASED_DESC'
  | 'TITLE_ASC'
  | 'TITLE_DESC'
  | 'UPDATED_DESC'
  | 'VERIFIED_DESC';

/** The life cycle stage of a solution. */
export type SolutionStatus =
  /** Active */
  | 'ACTIVE'
  /** Beta */
  | 'BETA'
  /** Discontinued */
  | 'DISCONTINUED';

/**
 * A new review. Incentives and relationships to the vendor must be disclosed and are shown with it. Members of the
 * vendor are rejected unless they choose EMPLOYEE or PARTNER.
 */
export type SubmitReviewInput = {
  body: string;
  companySize?: CompanySize | null | undefined;
  cons?: string | null | undefined;
  easeOfUse?: number | null | undefined;
  features?: number | null | undefined;
  incentive?: Incentive | null | undefined;
  language?: string | null | undefined;
  pros?: string | null | undefined;
  rating: number;
  relationship?: Relationship | null | undefined;
  reviewerRole?: string | null | undefined;
  solution: string | number;
  support?: number | null | undefined;
  title: string;
  valueForMoney?: number | null | undefined;
};

/** How it was checked that the author uses the solution. */
export type Verification =
  /** E-mail confirmed */
  | 'EMAIL'
  /** Not verified */
  | 'NONE'
  /** Use proven */
  | 'PURCHASE';

/** A vote on whether a published review was helpful. */
export type VoteReviewInput = {
  helpful: boolean;
  review: string | number;
};

type BodyBlocks_CallToActionBlock_Fragment = { __typename: 'CallToActionBlock', title: string, text: string, label: string, url: string, page:
    | { path: string | null }
    | { path: string | null }
    | { path: string | null }
    | { path: string | null }
    | { path: string | null }
    | { path: string | null }
    | { path: string | null }
    | { path: string | null }
   | null };

type BodyBlocks_CodeBlock_Fragment = { __typename: 'CodeBlock', language: string, code: string };

type BodyBlocks_DividerBlock_Fragment = { __typename: 'DividerBlock', style: string };

type BodyBlocks_DocumentBlock_Fragment = { __typename: 'DocumentBlock', label: string, document: { title: string, filename: string, fileSize: number | null, url: string } | null };

type BodyBlocks_EmbedBlock_Fragment = { __typename: 'EmbedBlock', url: string, caption: string };

type BodyBlocks_FaqBlock_Fragment = { __typename: 'FaqBlock', title: string, faqs: Array<{ question: string, answer: string }> };

type BodyBlocks_FeaturesBlock_Fragment = { __typename: 'FeaturesBlock', title: string, features: Array<{ icon: string, title: string, text: string }> };

type BodyBlocks_GalleryBlock_Fragment = { __typename: 'GalleryBlock', images: Array<{ caption: string, image: { credit: string, alt: string, width: number, height: number, sources: Array<{ type: string, srcset: string }>, rendition: { url: string, width: number, height: number } | null } | null }> };

type BodyBlocks_HeadingBlock_Fragment = { __typename: 'HeadingBlock', text: string, level: string, anchor: string };

type BodyBlocks_ImageBlock_Fragment = { __typename: 'ImageBlock', altText: string, caption: string, image: { credit: string, alt: string, width: number, height: number, sources: Array<{ type: string, srcset: string }>, rendition: { url: string, width: number, height: number } | null } | null };

type BodyBlocks_ParagraphBlock_Fragment = { __typename: 'ParagraphBlock', text: string };

type BodyBlocks_QuoteBlock_Fragment = { __typename: 'QuoteBlock', text: string, attribution: string, sourceUrl: string };

type BodyBlocks_SolutionListBlock_Fragment = { __typename: 'SolutionListBlock', title: string, note: string, solutions: Array<{ id: string, title: string, slug: string, path: string | null, summary: string, pricingModel: PricingModel | null, openSource: boolean, vendor: { name: string, slug: string } | null, category: { name: string, slug: string } | null, logo: { alt: string, width: number, height: number, rendition: { url: string, width: number, height: number } | null } | null, rating: { average: number, count: number } | null }> };

type BodyBlocks_StatsBlock_Fragment = { __typename: 'StatsBlock', title: string, stats: Array<{ value: string, label: string }> };

type BodyBlocks_TableBlock_Fragment = { __typename: 'TableBlock', caption: string, firstRowIsHeader: boolean, rows: Array<Array<string>> };

export type BodyBlocksFragment =
  | BodyBlocks_CallToActionBlock_Fragment
  | BodyBlocks_CodeBlock_Fragment
  | BodyBlocks_DividerBlock_Fragment
  | BodyBlocks_DocumentBlock_Fragment
  | BodyBlocks_EmbedBlock_Fragment
  | BodyBlocks_FaqBlock_Fragment
  | BodyBlocks_FeaturesBlock_Fragment
  | BodyBlocks_GalleryBlock_Fragment
  | BodyBlocks_HeadingBlock_Fragment
  | BodyBlocks_ImageBlock_Fragment
  | BodyBlocks_ParagraphBlock_Fragment
  | BodyBlocks_QuoteBlock_Fragment
  | BodyBlocks_SolutionListBlock_Fragment
  | BodyBlocks_StatsBlock_Fragment
  | BodyBlocks_TableBlock_Fragment
;

export type CategoriesQueryVariables = Exact<{
  locale?: string | null | undefined;
}>;


export type CategoriesQuery = { categories: { nodes: Array<{ name: string, slug: string, description: string, depth: number, solutionCount: number }> } };

export type CategoryQueryVariables = Exact<{
  slug: string;
  locale?: string | null | undefined;
  first?: number | null | undefined;
  offset?: number | null | undefined;
}>;


export type CategoryQuery = { category: { name: string, slug: string, description: string, ancestors: Array<{ name: string, slug: string }>, children: Array<{ name: string, slug: string, solutionCount: number }> } | null, solutions: { totalCount: number, nodes: Array<{ id: string, title: string, slug: string, path: string | null, summary: string, pricingModel: PricingModel | null, openSource: boolean, vendor: { name: string, slug: string } | null, category: { name: string, slug: string } | null, logo: { alt: string, width: number, height: number, rendition: { url: string, width: number, height: number } | null } | null, rating: { average: number, count: number } | null }> } };

export type CollectionQueryVariables = Exact<{
  path: string;
}>;


export type CollectionQuery = { collection: { id: string, title: string, path: string | null, locale: string, summary: string, body: Array<
      | { __typename: 'CallToActionBlock', title: string, text: string, label: string, url: string, page:
          | { path: string | null }
          | { path: string | null }
          | { path: string | null }
          | { path: string | null }
          | { path: string | null }
          | { path: string | null }
          | { path: string | null }
          | { path: string | null }
         | null }
      | { __typename: 'CodeBlock', language: string, code: string }
      | { __typename: 'DividerBlock', style: string }
      | { __typename: 'DocumentBlock', label: string, document: { title: string, filename: string, fileSize: number | null, url: string } | null }
      | { __typename: 'EmbedBlock', url: string, caption: string }
      | { __typename: 'FaqBlock', title: string, faqs: Array<{ question: string, answer: string }> }
      | { __typename: 'FeaturesBlock', title: string, features: Array<{ icon: string, title: string, text: string }> }
      | { __typename: 'GalleryBlock', images: Array<{ caption: string, image: { credit: string, alt: string, width: number, height: number, sources: Array<{ type: string, srcset: string }>, rendition: { url: string, width: number, height: number } | null } | null }> }
      | { __typename: 'HeadingBlock', text: string, level: string, anchor: string }
      | { __typename: 'ImageBlock', altText: string, caption: string, image: { credit: string, alt: string, width: number, height: number, sources: Array<{ type: string, srcset: string }>, rendition: { url: string, width: number, height: number } | null } | null }
      | { __typename: 'ParagraphBlock', text: string }
      | { __typename: 'QuoteBlock', text: string, attribution: string, sourceUrl: string }
      | { __typename: 'SolutionListBlock', title: string, note: string, solutions: Array<{ id: string, title: string, slug: string, path: string | null, summary: string, pricingModel: PricingModel | null, openSource: boolean, vendor: { name: string, slug: string } | null, category: { name: string, slug: string } | null, logo: { alt: string, width: number, height: number, rendition: { url: string, width: number, height: number } | null } | null, rating: { average: number, count: number } | null }> }
      | { __typename: 'StatsBlock', title: string, stats: Array<{ value: string, label: string }> }
      | { __typename: 'TableBlock', caption: string, firstRowIsHeader: boolean, rows: Array<Array<string>> }
    >, cover: { credit: string, alt: string, width: number, height: number, sources: Array<{ type: string, srcset: string }>, rendition: { url: string, width: number, height: number } | null } | null, items: Array<{ note: string, solution: { id: string, title: string, slug: string, path: string | null, summary: string, pricingModel: PricingModel | null, openSource: boolean, vendor: { name: string, slug: string } | null, category: { name: string, slug: string } | null, logo: { alt: string, width: number, height: number, rendition: { url: string, width: number, height: number } | null } | null, rating: { average: number, count: number } | null } }>, seo: { title: string, description: string, canonicalUrl: string | null, noindex: boolean }, alternates: Array<{ hreflang: string, path: string, url: string }> } | null };

export type CollectionsQueryVariables = Exact<{
  locale?: string | null | undefined;
  first?: number | null | undefined;
  offset?: number | null | undefined;
}>;


export type CollectionsQuery = { collections: { totalCount: number, nodes: Array<{ title: string, path: string | null, summary: string }> } };

export type CompareQueryVariables = Exact<{
  slugs: Array<string> | string;
  locale?: string | null | undefined;
}>;


export type CompareQuery = { solutions: { nodes: Array<{ licence: string, deployment: Array<Deployment>, platforms: Array<Platform>, launchedOn: string | null, latestVersion: string, status: SolutionStatus, website: string, id: string, title: string, slug: string, path: string | null, summary: string, pricingModel: PricingModel | null, openSource: boolean, pricingPlans: Array<{ name: string, price: string | null, currency: string, period: PricingPeriod, isFree: boolean }>, attributes: Array<{ value: string, definition: { key: string, name: string, unit: string, type: AttributeType, options: Array<{ value: string, label: string }> } }>, vendor: { name: string, slug: string } | null, category: { name: string, slug: string } | null, logo: { alt: string, width: number, height: number, rendition: { url: string, width: number, height: number } | null } | null, rating: { average: number, count: number } | null }> } };

export type EventQueryVariables = Exact<{
  path: string;
}>;


export type EventQuery = { event: { locale: string, recurrence: string, joinUrl: string, capacity: number | null, registrationOpensAt: string | null, registrationClosesAt: string | null, organiserName: string, id: string, title: string, slug: string, path: string | null, summary: string, startsAt: string, endsAt: string, timeZone: string, allDay: boolean, attendanceMode: AttendanceMode, status: EventStatus, body: Array<
      | { __typename: 'CallToActionBlock', title: string, text: string, label: string, url: string, page:
          | { path: string | null }
          | { path: string | null }
          | { path: string | null }
          | { path: string | null }
          | { path: string | null }
          | { path: string | null }
          | { path: string | null }
          | { path: string | null }
         | null }
      | { __typename: 'CodeBlock', language: string, code: string }
      | { __typename: 'DividerBlock', style: string }
      | { __typename: 'DocumentBlock', label: string, document: { title: string, filename: string, fileSize: number | null, url: string } | null }
      | { __typename: 'EmbedBlock', url: string, caption: string }
      | { __typename: 'FaqBlock', title: string, faqs: Array<{ question: string, answer: string }> }
      | { __typename: 'FeaturesBlock', title: string, features: Array<{ icon: string, title: string, text: string }> }
      | { __typename: 'GalleryBlock', images: Array<{ caption: string, image: { credit: string, alt: string, width: number, height: number, sources: Array<{ type: string, srcset: string }>, rendition: { url: string, width: number, height: number } | null } | null }> }
      | { __typename: 'HeadingBlock', text: string, level: string, anchor: string }
      | { __typename: 'ImageBlock', altText: string, caption: string, image: { credit: string, alt: string, width: number, height: number, sources: Array<{ type: string, srcset: string }>, rendition: { url: string, width: number, height: number } | null } | null }
      | { __typename: 'ParagraphBlock', text: string }
      | { __typename: 'QuoteBlock', text: string, attribution: string, sourceUrl: string }
      | { __typename: 'SolutionListBlock', title: string, note: string, solutions: Array<{ id: string, title: string, slug: string, path: string | null, summary: string, pricingModel: PricingModel | null, openSource: boolean, vendor: { name: string, slug: string } | null, category: { name: string, slug: string } | null, logo: { alt: string, width: number, height: number, rendition: { url: string, width: number, height: number } | null } | null, rating: { average: number, count: number } | null }> }
      | { __typename: 'StatsBlock', title: string, stats: Array<{ value: string, label: string }> }
      | { __typename: 'TableBlock', caption: string, firstRowIsHeader: boolean, rows: Array<Array<string>> }
    >, organiser: { name: string, slug: string } | null, venue: { address: string, latitude: number | null, longitude: number | null, name: string } | null, speakers: Array<{ name: string, role: string, organisation: string, link: string }>, occurrences: Array<{ startsAt: string, endsAt: string }>, solutions: Array<{ id: string, title: string, slug: string, path: string | null, summary: string, pricingModel: PricingModel | null, openSource: boolean, vendor: { name: string, slug: string } | null, category: { name: string, slug: string } | null, logo: { alt: string, width: number, height: number, rendition: { url: string, width: number, height: number } | null } | null, rating: { average: number, count: number } | null }>, seo: { title: string, description: string, canonicalUrl: string | null, noindex: boolean }, nextOccurrence: { startsAt: string, endsAt: string } | null, alternates: Array<{ hreflang: string, path: string, url: string }> } | null };

export type EventsQueryVariables = Exact<{
  filter?: EventFilter | null | undefined;
  locale?: string | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  offset?: number | null | undefined;
  from: string;
  to: string;
}>;


export type EventsQuery = { events: { totalCount: number, nodes: Array<{ id: string, title: string, slug: string, path: string | null, summary: string, startsAt: string, endsAt: string, timeZone: string, allDay: boolean, attendanceMode: AttendanceMode, status: EventStatus, venue: { name: string } | null, nextOccurrence: { startsAt: string, endsAt: string } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } }, eventCalendar: Array<{ start: string, count: number }> };

export type PictureFragment = { alt: string, width: number, height: number };

export type LargePictureFragment = { credit: string, alt: string, width: number, height: number, sources: Array<{ type: string, srcset: string }>, rendition: { url: string, width: number, height: number } | null };

export type HeadFragment = { title: string, description: string, canonicalUrl: string | null, noindex: boolean };

type Languages_Collection_Fragment = { alternates: Array<{ hreflang: string, path: string, url: string }> };

type Languages_CollectionIndex_Fragment = { alternates: Array<{ hreflang: string, path: string, url: string }> };

type Languages_Event_Fragment = { alternates: Array<{ hreflang: string, path: string, url: string }> };

type Languages_EventIndex_Fragment = { alternates: Array<{ hreflang: string, path: string, url: string }> };

type Languages_HomePage_Fragment = { alternates: Array<{ hreflang: string, path: string, url: string }> };

type Languages_Solution_Fragment = { alternates: Array<{ hreflang: string, path: string, url: string }> };

type Languages_SolutionIndex_Fragment = { alternates: Array<{ hreflang: string, path: string, url: string }> };

type Languages_StandardPage_Fragment = { alternates: Array<{ hreflang: string, path: string, url: string }> };

export type LanguagesFragment =
  | Languages_Collection_Fragment
  | Languages_CollectionIndex_Fragment
  | Languages_Event_Fragment
  | Languages_EventIndex_Fragment
  | Languages_HomePage_Fragment
  | Languages_Solution_Fragment
  | Languages_SolutionIndex_Fragment
  | Languages_StandardPage_Fragment
;

export type LinksFragment = { title: string, items: Array<{ label: string, url: string, page:
      | { path: string | null }
      | { path: string | null }
      | { path: string | null }
      | { path: string | null }
      | { path: string | null }
      | { path: string | null }
      | { path: string | null }
      | { path: string | null }
     | null }> };

export type SolutionCardFragment = { id: string, title: string, slug: string, path: string | null, summary: string, pricingModel: PricingModel | null, openSource: boolean, vendor: { name: string, slug: string } | null, category: { name: string, slug: string } | null, logo: { alt: string, width: number, height: number, rendition: { url: string, width: number, height: number } | null } | null, rating: { average: number, count: number } | null };

export type EventCardFragment = { id: string, title: string, slug: string, path: string | null, summary: string, startsAt: string, endsAt: string, timeZone: string, allDay: boolean, attendanceMode: AttendanceMode, status: EventStatus, venue: { name: string } | null, nextOccurrence: { startsAt: string, endsAt: string } | null };

export type MoreFragment = { hasNextPage: boolean, endCursor: string | null };

export type HomeQueryVariables = Exact<{
  path?: string | null | undefined;
  locale?: string | null | undefined;
}>;


export type HomeQuery = { page:
    | { title: string, locale: string, alternates: Array<{ hreflang: string, path: string, url: string }> }
    | { title: string, locale: string, alternates: Array<{ hreflang: string, path: string, url: string }> }
    | { title: string, locale: string, alternates: Array<{ hreflang: string, path: string, url: string }> }
    | { title: string, locale: string, alternates: Array<{ hreflang: string, path: string, url: string }> }
    | { summary: string, title: string, locale: string, body: Array<
        | { __typename: 'CallToActionBlock', title: string, text: string, label: string, url: string, page:
            | { path: string | null }
            | { path: string | null }
            | { path: string | null }
            | { path: string | null }
            | { path: string | null }
            | { path: string | null }
            | { path: string | null }
            | { path: string | null }
           | null }
        | { __typename: 'CodeBlock', language: string, code: string }
        | { __typename: 'DividerBlock', style: string }
        | { __typename: 'DocumentBlock', label: string, document: { title: string, filename: string, fileSize: number | null, url: string } | null }
        | { __typename: 'EmbedBlock', url: string, caption: string }
        | { __typename: 'FaqBlock', title: string, faqs: Array<{ question: string, answer: string }> }
        | { __typename: 'FeaturesBlock', title: string, features: Array<{ icon: string, title: string, text: string }> }
        | { __typename: 'GalleryBlock', images: Array<{ caption: string, image: { credit: string, alt: string, width: number, height: number, sources: Array<{ type: string, srcset: string }>, rendition: { url: string, width: number, height: number } | null } | null }> }
        | { __typename: 'HeadingBlock', text: string, level: string, anchor: string }
        | { __typename: 'ImageBlock', altText: string, caption: string, image: { credit: string, alt: string, width: number, height: number, sources: Array<{ type: string, srcset: string }>, rendition: { url: string, width: number, height: number } | null } | null }
        | { __typename: 'ParagraphBlock', text: string }
        | { __typename: 'QuoteBlock', text: string, attribution: string, sourceUrl: string }
        | { __typename: 'SolutionListBlock', title: string, note: string, solutions: Array<{ id: string, title: string, slug: string, path: string | null, summary: string, pricingModel: PricingModel | null, openSource: boolean, vendor: { name: string, slug: string } | null, category: { name: string, slug: string } | null, logo: { alt: string, width: number, height: number, rendition: { url: string, width: number, height: number } | null } | null, rating: { average: number, count: number } | null }> }
        | { __typename: 'StatsBlock', title: string, stats: Array<{ value: string, label: string }> }
        | { __typename: 'TableBlock', caption: string, firstRowIsHeader: boolean, rows: Array<Array<string>> }
      >, heroImage: { credit: string, alt: string, width: number, height: number, sources: Array<{ type: string, srcset: string }>, rendition: { url: string, width: number, height: number } | null } | null, seo: { title: string, description: string, canonicalUrl: string | null, noindex: boolean }, alternates: Array<{ hreflang: string, path: string, url: string }> }
    | { title: string, locale: string, alternates: Array<{ hreflang: string, path: string, url: string }> }
    | { title: string, locale: string, alternates: Array<{ hreflang: string, path: string, url: string }> }
    | { title: string, locale: string, alternates: Array<{ hreflang: string, path: string, url: string }> }
   | null, trending: { nodes: Array<
      | { id: string, title: string, slug: string, path: string | null, summary: string, pricingModel: PricingModel | null, openSource: boolean, vendor: { name: string, slug: string } | null, category: { name: string, slug: string } | null, logo: { alt: string, width: number, height: number, rendition: { url: string, width: number, height: number } | null } | null, rating: { average: number, count: number } | null }
      | Record<PropertyKey, never>
    > }, popular: { totalCount: number, nodes: Array<{ id: string, title: string, slug: string, path: string | null, summary: string, pricingModel: PricingModel | null, openSource: boolean, vendor: { name: string, slug: string } | null, category: { name: string, slug: string } | null, logo: { alt: string, width: number, height: number, rendition: { url: string, width: number, height: number } | null } | null, rating: { average: number, count: number } | null }> }, newest: { nodes: Array<{ launchedOn: string | null, id: string, title: string, slug: string, path: string | null, summary: string, pricingModel: PricingModel | null, openSource: boolean, vendor: { name: string, slug: string } | null, category: { name: string, slug: string } | null, logo: { alt: string, width: number, height: number, rendition: { url: string, width: number, height: number } | null } | null, rating: { average: number, count: number } | null }> }, coming: { nodes: Array<{ id: string, title: string, slug: string, path: string | null, summary: string, startsAt: string, endsAt: string, timeZone: string, allDay: boolean, attendanceMode: AttendanceMode, status: EventStatus, venue: { name: string } | null, nextOccurrence: { startsAt: string, endsAt: string } | null }> }, collections: { nodes: Array<{ title: string, path: string | null, summary: string }> }, categories: { nodes: Array<{ name: string, slug: string, description: string, solutionCount: number }> } };

export type NewestQueryVariables = Exact<{
  locale?: string | null | undefined;
  first?: number | null | undefined;
}>;


export type NewestQuery = { solutions: { nodes: Array<{ id: string, title: string, path: string | null, summary: string, publishedAt: string | null, updatedAt: string | null }> } };

export type PageQueryVariables = Exact<{
  path: string;
}>;


export type PageQuery = { page:
    | { title: string, pageType: string, locale: string, path: string | null, updatedAt: string | null, ancestors: Array<
        | { title: string, path: string | null }
        | { title: string, path: string | null }
        | { title: string, path: string | null }
        | { title: string, path: string | null }
        | { title: string, path: string | null }
        | { title: string, path: string | null }
        | { title: string, path: string | null }
        | { title: string, path: string | null }
      >, seo: { title: string, description: string, canonicalUrl: string | null, noindex: boolean }, children: { nodes: Array<
          | { title: string, path: string | null }
          | { title: string, path: string | null }
          | { title: string, path: string | null }
          | { title: string, path: string | null }
          | { title: string, path: string | null }
          | { title: string, path: string | null }
          | { title: string, path: string | null }
          | { title: string, path: string | null }
        > }, alternates: Array<{ hreflang: string, path: string, url: string }> }
    | { title: string, pageType: string, locale: string, path: string | null, updatedAt: string | null, ancestors: Array<
        | { title: string, path: string | null }
        | { title: string, path: string | null }
        | { title: string, path: string | null }
        | { title: string, path: string | null }
        | { title: string, path: string | null }
        | { title: string, path: string | null }
        | { title: string, path: string | null }
        | { title: string, path: string | null }
      >, seo: { title: string, description: string, canonicalUrl: string | null, noindex: boolean }, children: { nodes: Array<
          | { title: string, path: string | null }
          | { title: string, path: string | null }
          | { title: string, path: string | null }
          | { title: string, path: string | null }
          | { title: string, path: string | null }
          | { title: string, path: string | null }
          | { title: string, path: string | null }
          | { title: string, path: string | null }
        > }, alternates: Array<{ hreflang: string, path: string, url: string }> }
    | { title: string, pageType: string, locale: string, path: string | null, updatedAt: string | null, ancestors: Array<
        | { title: string, path: string | null }
        | { title: string, path: string | null }
        | { title: string, path: string | null }
        | { title: string, path: string | null }
        | { title: string, path: string | null }
        | { title: string, path: string | null }
        | { title: string, path: string | null }
        | { title: string, path: string | null }
      >, seo: { title: string, description: string, canonicalUrl: string | null, noindex: boolean }, children: { nodes: Array<
          | { title: string, path: string | null }
          | { title: string, path: string | null }
          | { title: string, path: string | null }
          | { title: string, path: string | null }
          | { title: string, path: string | null }
          | { title: string, path: string | null }
          | { title: string, path: string | null }
          | { title: string, path: string | null }
        > }, alternates: Array<{ hreflang: string, path: string, url: string }> }
    | { title: string, pageType: string, locale: string, path: string | null, updatedAt: string | null, ancestors: Array<
        | { title: string, path: string | null }
        | { title: string, path: string | null }
        | { title: string, path: string | null }
        | { title: string, path: string | null }
        | { title: string, path: string | null }
        | { title: string, path: string | null }
        | { title: string, path: string | null }
        | { title: string, path: string | null }
      >, seo: { title: string, description: string, canonicalUrl: string | null, noindex: boolean }, children: { nodes: Array<
          | { title: string, path: string | null }
          | { title: string, path: string | null }
          | { title: string, path: string | null }
          | { title: string, path: string | null }
          | { title: string, path: string | null }
          | { title: string, path: string | null }
          | { title: string, path: string | null }
          | { title: string, path: string | null }
        > }, alternates: Array<{ hreflang: string, path: string, url: string }> }
    | { title: string, pageType: string, locale: string, path: string | null, updatedAt: string | null, ancestors: Array<
        | { title: string, path: string | null }
        | { title: string, path: string | null }
        | { title: string, path: string | null }
        | { title: string, path: string | null }
        | { title: string, path: string | null }
        | { title: string, path: string | null }
        | { title: string, path: string | null }
        | { title: string, path: string | null }
      >, seo: { title: string, description: string, canonicalUrl: string | null, noindex: boolean }, children: { nodes: Array<
          | { title: string, path: string | null }
          | { title: string, path: string | null }
          | { title: string, path: string | null }
          | { title: string, path: string | null }
          | { title: string, path: string | null }
          | { title: string, path: string | null }
          | { title: string, path: string | null }
          | { title: string, path: string | null }
        > }, alternates: Array<{ hreflang: string, path: string, url: string }> }
    | { title: string, pageType: string, locale: string, path: string | null, updatedAt: string | null, ancestors: Array<
        | { title: string, path: string | null }
        | { title: string, path: string | null }
        | { title: string, path: string | null }
        | { title: string, path: string | null }
        | { title: string, path: string | null }
        | { title: string, path: string | null }
        | { title: string, path: string | null }
        | { title: string, path: string | null }
      >, seo: { title: string, description: string, canonicalUrl: string | null, noindex: boolean }, children: { nodes: Array<
          | { title: string, path: string | null }
          | { title: string, path: string | null }
          | { title: string, path: string | null }
          | { title: string, path: string | null }
          | { title: string, path: string | null }
          | { title: string, path: string | null }
          | { title: string, path: string | null }
          | { title: string, path: string | null }
        > }, alternates: Array<{ hreflang: string, path: string, url: string }> }
    | { title: string, pageType: string, locale: string, path: string | null, updatedAt: string | null, ancestors: Array<
        | { title: string, path: string | null }
        | { title: string, path: string | null }
        | { title: string, path: string | null }
        | { title: string, path: string | null }
        | { title: string, path: string | null }
        | { title: string, path: string | null }
        | { title: string, path: string | null }
        | { title: string, path: string | null }
      >, seo: { title: string, description: string, canonicalUrl: string | null, noindex: boolean }, children: { nodes: Array<
          | { title: string, path: string | null }
          | { title: string, path: string | null }
          | { title: string, path: string | null }
          | { title: string, path: string | null }
          | { title: string, path: string | null }
          | { title: string, path: string | null }
          | { title: string, path: string | null }
          | { title: string, path: string | null }
        > }, alternates: Array<{ hreflang: string, path: string, url: string }> }
    | { summary: string, title: string, pageType: string, locale: string, path: string | null, updatedAt: string | null, body: Array<
        | { __typename: 'CallToActionBlock', title: string, text: string, label: string, url: string, page:
            | { path: string | null }
            | { path: string | null }
            | { path: string | null }
            | { path: string | null }
            | { path: string | null }
            | { path: string | null }
            | { path: string | null }
            | { path: string | null }
           | null }
        | { __typename: 'CodeBlock', language: string, code: string }
        | { __typename: 'DividerBlock', style: string }
        | { __typename: 'DocumentBlock', label: string, document: { title: string, filename: string, fileSize: number | null, url: string } | null }
        | { __typename: 'EmbedBlock', url: string, caption: string }
        | { __typename: 'FaqBlock', title: string, faqs: Array<{ question: string, answer: string }> }
        | { __typename: 'FeaturesBlock', title: string, features: Array<{ icon: string, title: string, text: string }> }
        | { __typename: 'GalleryBlock', images: Array<{ caption: string, image: { credit: string, alt: string, width: number, height: number, sources: Array<{ type: string, srcset: string }>, rendition: { url: string, width: number, height: number } | null } | null }> }
        | { __typename: 'HeadingBlock', text: string, level: string, anchor: string }
        | { __typename: 'ImageBlock', altText: string, caption: string, image: { credit: string, alt: string, width: number, height: number, sources: Array<{ type: string, srcset: string }>, rendition: { url: string, width: number, height: number } | null } | null }
        | { __typename: 'ParagraphBlock', text: string }
        | { __typename: 'QuoteBlock', text: string, attribution: string, sourceUrl: string }
        | { __typename: 'SolutionListBlock', title: string, note: string, solutions: Array<{ id: string, title: string, slug: string, path: string | null, summary: string, pricingModel: PricingModel | null, openSource: boolean, vendor: { name: string, slug: string } | null, category: { name: string, slug: string } | null, logo: { alt: string, width: number, height: number, rendition: { url: string, width: number, height: number } | null } | null, rating: { average: number, count: number } | null }> }
        | { __typename: 'StatsBlock', title: string, stats: Array<{ value: string, label: string }> }
        | { __typename: 'TableBlock', caption: string, firstRowIsHeader: boolean, rows: Array<Array<string>> }
      >, ancestors: Array<
        | { title: string, path: string | null }
        | { title: string, path: string | null }
        | { title: string, path: string | null }
        | { title: string, path: string | null }
        | { title: string, path: string | null }
        | { title: string, path: string | null }
        | { title: string, path: string | null }
        | { title: string, path: string | null }
      >, seo: { title: string, description: string, canonicalUrl: string | null, noindex: boolean }, children: { nodes: Array<
          | { title: string, path: string | null }
          | { title: string, path: string | null }
          | { title: string, path: string | null }
          | { title: string, path: string | null }
          | { title: string, path: string | null }
          | { title: string, path: string | null }
          | { title: string, path: string | null }
          | { title: string, path: string | null }
        > }, alternates: Array<{ hreflang: string, path: string, url: string }> }
   | null, redirect: { to: string, permanent: boolean } | null };

export type ReviewsQueryVariables = Exact<{
  path: string;
  orderBy?: Array<ReviewOrder> | ReviewOrder | null | undefined;
  filter?: ReviewFilter | null | undefined;
  first?: number | null | undefined;
  offset?: number | null | undefined;
}>;


export type ReviewsQuery = { solution: { title: string, path: string | null, rating: { average: number, count: number, histogram: Array<number> } | null, reviews: { totalCount: number, nodes: Array<{ id: string, rating: number, title: string, body: string, pros: string, cons: string, language: string, createdAt: string, relationship: Relationship, incentive: Incentive, verification: Verification, author: { displayName: string } | null, votes: { helpful: number, total: number }, reply: { body: string, createdAt: string, vendor: { name: string } | null } | null }> }, alternates: Array<{ hreflang: string, path: string, url: string }> } | null };

export type ReviewTextFragment = { id: string, rating: number, title: string, body: string, pros: string, cons: string, language: string, createdAt: string, relationship: Relationship, incentive: Incentive, verification: Verification, author: { displayName: string } | null, votes: { helpful: number, total: number }, reply: { body: string, createdAt: string, vendor: { name: string } | null } | null };

export type SearchQueryVariables = Exact<{
  query: string;
  kinds?: Array<SearchKind> | SearchKind | null | undefined;
  filter?: SearchFilter | null | undefined;
  locale?: string | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  offset?: number | null | undefined;
}>;


export type SearchQuery = { search: { totalCount: number, didYouMean: string | null, facets: Array<{ name: string, label: string, values: Array<{ value: string, label: string, count: number }> }>, edges: Array<{ snippet: string, node:
        | { __typename: 'Collection', title: string, path: string | null, summary: string }
        | { __typename: 'Event', id: string, title: string, slug: string, path: string | null, summary: string, startsAt: string, endsAt: string, timeZone: string, allDay: boolean, attendanceMode: AttendanceMode, status: EventStatus, venue: { name: string } | null, nextOccurrence: { startsAt: string, endsAt: string } | null }
        | { __typename: 'Solution', id: string, title: string, slug: string, path: string | null, summary: string, pricingModel: PricingModel | null, openSource: boolean, vendor: { name: string, slug: string } | null, category: { name: string, slug: string } | null, logo: { alt: string, width: number, height: number, rendition: { url: string, width: number, height: number } | null } | null, rating: { average: number, count: number } | null }
        | { __typename: 'StandardPage', title: string, path: string | null, summary: string }
        | { __typename: 'Vendor', name: string, slug: string, description: string }
       }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null };

export type SiteQueryVariables = Exact<{
  locale?: string | null | undefined;
}>;


export type SiteQuery = { site: { name: string, locales: Array<{ code: string, name: string, isDefault: boolean }>, settings: { footerText: string, siteTitle: string, tagline: string, contactEmail: string, logo: { alt: string, width: number, height: number, rendition: { url: string, width: number, height: number } | null } | null, socialLinks: Array<{ label: string, url: string }> } | null, main: { title: string, items: Array<{ label: string, url: string, page:
          | { path: string | null }
          | { path: string | null }
          | { path: string | null }
          | { path: string | null }
          | { path: string | null }
          | { path: string | null }
          | { path: string | null }
          | { path: string | null }
         | null }> } | null, footer: { title: string, items: Array<{ label: string, url: string, page:
          | { path: string | null }
          | { path: string | null }
          | { path: string | null }
          | { path: string | null }
          | { path: string | null }
          | { path: string | null }
          | { path: string | null }
          | { path: string | null }
         | null }> } | null } };

export type SitemapQueryVariables = Exact<{
  part?: number | null | undefined;
}>;


export type SitemapQuery = { sitemap: { partCount: number, totalCount: number, entries: Array<{ path: string, lastModified: string | null, alternates: Array<{ hreflang: string, path: string }> }> } };

export type SolutionQueryVariables = Exact<{
  path: string;
  slug?: Array<string> | string | null | undefined;
  locale?: string | null | undefined;
  reviews?: number | null | undefined;
}>;


export type SolutionQuery = { solution: { locale: string, updatedAt: string | null, website: string, licence: string, deployment: Array<Deployment>, platforms: Array<Platform>, launchedOn: string | null, latestVersion: string, lastReleaseOn: string | null, status: SolutionStatus, verifiedAt: string | null, jsonLd: unknown, id: string, title: string, slug: string, path: string | null, summary: string, pricingModel: PricingModel | null, openSource: boolean, body: Array<
      | { __typename: 'CallToActionBlock', title: string, text: string, label: string, url: string, page:
          | { path: string | null }
          | { path: string | null }
          | { path: string | null }
          | { path: string | null }
          | { path: string | null }
          | { path: string | null }
          | { path: string | null }
          | { path: string | null }
         | null }
      | { __typename: 'CodeBlock', language: string, code: string }
      | { __typename: 'DividerBlock', style: string }
      | { __typename: 'DocumentBlock', label: string, document: { title: string, filename: string, fileSize: number | null, url: string } | null }
      | { __typename: 'EmbedBlock', url: string, caption: string }
      | { __typename: 'FaqBlock', title: string, faqs: Array<{ question: string, answer: string }> }
      | { __typename: 'FeaturesBlock', title: string, features: Array<{ icon: string, title: string, text: string }> }
      | { __typename: 'GalleryBlock', images: Array<{ caption: string, image: { credit: string, alt: string, width: number, height: number, sources: Array<{ type: string, srcset: string }>, rendition: { url: string, width: number, height: number } | null } | null }> }
      | { __typename: 'HeadingBlock', text: string, level: string, anchor: string }
      | { __typename: 'ImageBlock', altText: string, caption: string, image: { credit: string, alt: string, width: number, height: number, sources: Array<{ type: string, srcset: string }>, rendition: { url: string, width: number, height: number } | null } | null }
      | { __typename: 'ParagraphBlock', text: string }
      | { __typename: 'QuoteBlock', text: string, attribution: string, sourceUrl: string }
      | { __typename: 'SolutionListBlock', title: string, note: string, solutions: Array<{ id: string, title: string, slug: string, path: string | null, summary: string, pricingModel: PricingModel | null, openSource: boolean, vendor: { name: string, slug: string } | null, category: { name: string, slug: string } | null, logo: { alt: string, width: number, height: number, rendition: { url: string, width: number, height: number } | null } | null, rating: { average: number, count: number } | null }> }
      | { __typename: 'StatsBlock', title: string, stats: Array<{ value: string, label: string }> }
      | { __typename: 'TableBlock', caption: string, firstRowIsHeader: boolean, rows: Array<Array<string>> }
    >, seo: { title: string, description: string, canonicalUrl: string | null, noindex: boolean }, tags: Array<{ name: string, slug: string }>, useCases: Array<{ name: string, slug: string }>, gallery: Array<{ caption: string, image: { credit: string, alt: string, width: number, height: number, sources: Array<{ type: string, srcset: string }>, rendition: { url: string, width: number, height: number } | null } | null }>, pricingPlans: Array<{ name: string, price: string | null, currency: string, period: PricingPeriod, isFree: boolean, description: string }>, attributes: Array<{ value: string, definition: { key: string, name: string, unit: string, type: AttributeType, options: Array<{ value: string, label: string }> } }>, alternatives: Array<{ id: string, title: string, slug: string, path: string | null, summary: string, pricingModel: PricingModel | null, openSource: boolean, vendor: { name: string, slug: string } | null, category: { name: string, slug: string } | null, logo: { alt: string, width: number, height: number, rendition: { url: string, width: number, height: number } | null } | null, rating: { average: number, count: number } | null }>, related: Array<{ reason: RelatedReason, text: string, solution: { id: string, title: string, slug: string, path: string | null, summary: string, pricingModel: PricingModel | null, openSource: boolean, vendor: { name: string, slug: string } | null, category: { name: string, slug: string } | null, logo: { alt: string, width: number, height: number, rendition: { url: string, width: number, height: number } | null } | null, rating: { average: number, count: number } | null } | null }>, rating: { histogram: Array<number>, average: number, count: number, explanation: { methodology: string, asOf: string } } | null, subRatings: { easeOfUse: number | null, features: number | null, support: number | null, valueForMoney: number | null } | null, reviews: { totalCount: number, nodes: Array<{ id: string, rating: number, title: string, body: string, pros: string, cons: string, language: string, createdAt: string, relationship: Relationship, incentive: Incentive, verification: Verification, author: { displayName: string } | null, votes: { helpful: number, total: number }, reply: { body: string, createdAt: string, vendor: { name: string } | null } | null }> }, vendor: { name: string, slug: string } | null, category: { name: string, slug: string } | null, logo: { alt: string, width: number, height: number, rendition: { url: string, width: number, height: number } | null } | null, alternates: Array<{ hreflang: string, path: string, url: string }> } | null, events: { nodes: Array<{ id: string, title: string, slug: string, path: string | null, summary: string, startsAt: string, endsAt: string, timeZone: string, allDay: boolean, attendanceMode: AttendanceMode, status: EventStatus, venue: { name: string } | null, nextOccurrence: { startsAt: string, endsAt: string } | null }> } };

export type SolutionsQueryVariables = Exact<{
  filter?: SolutionFilter | null | undefined;
  orderBy?: Array<SolutionOrder> | SolutionOrder | null | undefined;
  locale?: string | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  offset?: number | null | undefined;
}>;


export type SolutionsQuery = { solutions: { totalCount: number, facets: Array<{ name: string, label: string, values: Array<{ value: string, label: string, count: number }> }>, nodes: Array<{ id: string, title: string, slug: string, path: string | null, summary: string, pricingModel: PricingModel | null, openSource: boolean, vendor: { name: string, slug: string } | null, category: { name: string, slug: string } | null, logo: { alt: string, width: number, height: number, rendition: { url: string, width: number, height: number } | null } | null, rating: { average: number, count: number } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type SubmitReviewMutationVariables = Exact<{
  input: SubmitReviewInput;
}>;


export type SubmitReviewMutation = { submitReview: { errors: Array<{ field: string | null, code: ErrorCode, message: string }> } | null };

export type SuggestQueryVariables = Exact<{
  query: string;
  locale?: string | null | undefined;
}>;


export type SuggestQuery = { suggest: Array<{ text: string, kind: SearchKind, path: string | null }> | null };

export type TagQueryVariables = Exact<{
  slug: string;
  locale?: string | null | undefined;
  first?: number | null | undefined;
  offset?: number | null | undefined;
}>;


export type TagQuery = { tag: { name: string, slug: string, solutions: { totalCount: number, nodes: Array<{ id: string, title: string, slug: string, path: string | null, summary: string, pricingModel: PricingModel | null, openSource: boolean, vendor: { name: string, slug: string } | null, category: { name: string, slug: string } | null, logo: { alt: string, width: number, height: number, rendition: { url: string, width: number, height: number } | null } | null, rating: { average: number, count: number } | null }> } } | null };

export type TopicsQueryVariables = Exact<{
  locale?: string | null | undefined;
}>;


export type TopicsQuery = { tags: { nodes: Array<{ name: string, slug: string, solutionCount: number }> }, useCases: { nodes: Array<{ name: string, slug: string, description: string, solutionCount: number }> } };

export type UseCaseQueryVariables = Exact<{
  slug: string;
  locale?: string | null | undefined;
  first?: number | null | undefined;
  offset?: number | null | undefined;
}>;


export type UseCaseQuery = { useCase: { name: string, slug: string, description: string, solutions: { totalCount: number, nodes: Array<{ id: string, title: string, slug: string, path: string | null, summary: string, pricingModel: PricingModel | null, openSource: boolean, vendor: { name: string, slug: string } | null, category: { name: string, slug: string } | null, logo: { alt: string, width: number, height: number, rendition: { url: string, width: number, height: number } | null } | null, rating: { average: number, count: number } | null }> } } | null };

export type VendorQueryVariables = Exact<{
  slug: string;
  locale?: string | null | undefined;
  first?: number | null | undefined;
  offset?: number | null | undefined;
}>;


export type VendorQuery = { vendor: { id: string, name: string, slug: string, website: string, description: string, countryCode: Country | null, founded: number | null, verifiedDomain: string, logo: { alt: string, width: number, height: number, rendition: { url: string, width: number, height: number } | null } | null, solutions: { totalCount: number, nodes: Array<{ id: string, title: string, slug: string, path: string | null, summary: string, pricingModel: PricingModel | null, openSource: boolean, vendor: { name: string, slug: string } | null, category: { name: string, slug: string } | null, logo: { alt: string, width: number, height: number, rendition: { url: string, width: number, height: number } | null } | null, rating: { average: number, count: number } | null }> }, events: { nodes: Array<{ id: string, title: string, slug: string, path: string | null, summary: string, startsAt: string, endsAt: string, timeZone: string, allDay: boolean, attendanceMode: AttendanceMode, status: EventStatus, venue: { name: string } | null, nextOccurrence: { startsAt: string, endsAt: string } | null }> } } | null };

export type VoteReviewMutationVariables = Exact<{
  input: VoteReviewInput;
}>;


export type VoteReviewMutation = { voteReview: { errors: Array<{ field: string | null, code: ErrorCode, message: string }> } | null };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const PictureFragmentDoc = new TypedDocumentString(`
    fragment Picture on Image {
  alt
  width
  height
}
    `, {"fragmentName":"Picture"}) as unknown as TypedDocumentString<PictureFragment, unknown>;
export const LargePictureFragmentDoc = new TypedDocumentString(`
    fragment LargePicture on Image {
  ...Picture
  credit
  sources {
    type
    srcset
  }
  rendition(preset: LARGE) {
    url
    width
    height
  }
}
    fragment Picture on Image {
  alt
  width
  height
}`, {"fragmentName":"LargePicture"}) as unknown as TypedDocumentString<LargePictureFragment, unknown>;
export const SolutionCardFragmentDoc = new TypedDocumentString(`
    fragment SolutionCard on Solution {
  id
  title
  slug
  path
  summary
  pricingModel
  openSource
  vendor {
    name
    slug
  }
  category {
    name
    slug
  }
  logo {
    ...Picture
    rendition(preset: LOGO) {
      url
      width
      height
    }
  }
  rating {
    average
    count
  }
}
    fragment Picture on Image {
  alt
  width
  height
}`, {"fragmentName":"SolutionCard"}) as unknown as TypedDocumentString<SolutionCardFragment, unknown>;
export const BodyBlocksFragmentDoc = new TypedDocumentString(`
    fragment BodyBlocks on BodyBlock {
  __typename
  ... on HeadingBlock {
    text
    level
    anchor
  }
  ... on ParagraphBlock {
    text
  }
  ... on QuoteBlock {
    text
    attribution
    sourceUrl
  }
  ... on CodeBlock {
    language
    code
  }
  ... on DividerBlock {
    style
  }
  ... on ImageBlock {
    image {
      ...LargePicture
    }
    altText
    caption
  }
  ... on GalleryBlock {
    images {
      image {
        ...LargePicture
      }
      caption
    }
  }
  ... on EmbedBlock {
    url
    caption
  }
  ... on DocumentBlock {
    document {
      title
      filename
      fileSize
      url
    }
    label
  }
  ... on FeaturesBlock {
    title
    features: items {
      icon
      title
      text
    }
  }
  ... on FaqBlock {
    title
    faqs: items {
      question
      answer
    }
  }
  ... on StatsBlock {
    title
    stats: items {
      value
      label
    }
  }
  ... on TableBlock {
    caption
    firstRowIsHeader
    rows
  }
  ... on CallToActionBlock {
    title
    text
    label
    page {
      path
    }
    url
  }
  ... on SolutionListBlock {
    title
    note
    solutions {
      ...SolutionCard
    }
  }
}
    fragment Picture on Image {
  alt
  width
  height
}
fragment LargePicture on Image {
  ...Picture
  credit
  sources {
    type
    srcset
  }
  rendition(preset: LARGE) {
    url
    width
    height
  }
}
fragment SolutionCard on Solution {
  id
  title
  slug
  path
  summary
  pricingModel
  openSource
  vendor {
    name
    slug
  }
  category {
    name
    slug
  }
  logo {
    ...Picture
    rendition(preset: LOGO) {
      url
      width
      height
    }
  }
  rating {
    average
    count
  }
}`, {"fragmentName":"BodyBlocks"}) as unknown as TypedDocumentString<BodyBlocksFragment, unknown>;
export const HeadFragmentDoc = new TypedDocumentString(`
    fragment Head on Seo {
  title
  description
  canonicalUrl
  noindex
}
    `, {"fragmentName":"Head"}) as unknown as TypedDocumentString<HeadFragment, unknown>;
export const LanguagesFragmentDoc = new TypedDocumentString(`
    fragment Languages on PageInterface {
  alternates {
    hreflang
    path
    url
  }
}
    `, {"fragmentName":"Languages"}) as unknown as TypedDocumentString<LanguagesFragment, unknown>;
export const LinksFragmentDoc = new TypedDocumentString(`
    fragment Links on Menu {
  title
  items {
    label
    url
    page {
      path
    }
  }
}
    `, {"fragmentName":"Links"}) as unknown as TypedDocumentString<LinksFragment, unknown>;
export const EventCardFragmentDoc = new TypedDocumentString(`
    fragment EventCard on Event {
  id
  title
  slug
  path
  summary
  startsAt
  endsAt
  timeZone
  allDay
  attendanceMode
  status
  venue {
    name
  }
  nextOccurrence {
    startsAt
    endsAt
  }
}
    `, {"fragmentName":"EventCard"}) as unknown as TypedDocumentString<EventCardFragment, unknown>;
export const MoreFragmentDoc = new TypedDocumentString(`
    fragment More on PageInfo {
  hasNextPage
  endCursor
}
    `, {"fragmentName":"More"}) as unknown as TypedDocumentString<MoreFragment, unknown>;
export const ReviewTextFragmentDoc = new TypedDocumentString(`
    fragment ReviewText on Review {
  id
  rating
  title
  body
  pros
  cons
  language
  createdAt
  relationship
  incentive
  verification
  author {
    displayName
  }
  votes {
    helpful
    total
  }
  reply {
    body
    createdAt
    vendor {
      name
    }
  }
}
    `, {"fragmentName":"ReviewText"}) as unknown as TypedDocumentString<ReviewTextFragment, unknown>;
export const CategoriesDocument = new TypedDocumentString(`
    query Categories($locale: String) {
  categories(first: 100, locale: $locale, orderBy: [TREE]) {
    nodes {
      name
      slug
      description
      depth
      solutionCount
    }
  }
}
    `) as unknown as TypedDocumentString<CategoriesQuery, CategoriesQueryVariables>;
export const CategoryDocument = new TypedDocumentString(`
    query Category($slug: String!, $locale: String, $first: Int = 24, $offset: Int) {
  category(slug: $slug, locale: $locale) {
    name
    slug
    description
    ancestors {
      name
      slug
    }
    children {
      name
      slug
      solutionCount
    }
  }
  solutions(
    filter: {category: $slug}
    locale: $locale
    first: $first
    offset: $offset
    orderBy: [POPULARITY_DESC]
  ) {
    totalCount
    nodes {
      ...SolutionCard
    }
  }
}
    fragment Picture on Image {
  alt
  width
  height
}
fragment SolutionCard on Solution {
  id
  title
  slug
  path
  summary
  pricingModel
  openSource
  vendor {
    name
    slug
  }
  category {
    name
    slug
  }
  logo {
    ...Picture
    rendition(preset: LOGO) {
      url
      width
      height
    }
  }
  rating {
    average
    count
  }
}`) as unknown as TypedDocumentString<CategoryQuery, CategoryQueryVariables>;
export const CollectionDocument = new TypedDocumentString(`
    query Collection($path: String!) {
  collection(path: $path) {
    id
    title
    path
    locale
    summary
    ...Languages
    body {
      ...BodyBlocks
    }
    cover {
      ...LargePicture
    }
    items {
      note
      solution {
        ...SolutionCard
      }
    }
    seo {
      ...Head
    }
  }
}
    fragment BodyBlocks on BodyBlock {
  __typename
  ... on HeadingBlock {
    text
    level
    anchor
  }
  ... on ParagraphBlock {
    text
  }
  ... on QuoteBlock {
    text
    attribution
    sourceUrl
  }
  ... on CodeBlock {
    language
    code
  }
  ... on DividerBlock {
    style
  }
  ... on ImageBlock {
    image {
      ...LargePicture
    }
    altText
    caption
  }
  ... on GalleryBlock {
    images {
      image {
        ...LargePicture
      }
      caption
    }
  }
  ... on EmbedBlock {
    url
    caption
  }
  ... on DocumentBlock {
    document {
      title
      filename
      fileSize
      url
    }
    label
  }
  ... on FeaturesBlock {
    title
    features: items {
      icon
      title
      text
    }
  }
  ... on FaqBlock {
    title
    faqs: items {
      question
      answer
    }
  }
  ... on StatsBlock {
    title
    stats: items {
      value
      label
    }
  }
  ... on TableBlock {
    caption
    firstRowIsHeader
    rows
  }
  ... on CallToActionBlock {
    title
    text
    label
    page {
      path
    }
    url
  }
  ... on SolutionListBlock {
    title
    note
    solutions {
      ...SolutionCard
    }
  }
}
fragment Picture on Image {
  alt
  width
  height
}
fragment LargePicture on Image {
  ...Picture
  credit
  sources {
    type
    srcset
  }
  rendition(preset: LARGE) {
    url
    width
    height
  }
}
fragment Head on Seo {
  title
  description
  canonicalUrl
  noindex
}
fragment Languages on PageInterface {
  alternates {
    hreflang
    path
    url
  }
}
fragment SolutionCard on Solution {
  id
  title
  slug
  path
  summary
  pricingModel
  openSource
  vendor {
    name
    slug
  }
  category {
    name
    slug
  }
  logo {
    ...Picture
    rendition(preset: LOGO) {
      url
      width
      height
    }
  }
  rating {
    average
    count
  }
}`) as unknown as TypedDocumentString<CollectionQuery, CollectionQueryVariables>;
export const CollectionsDocument = new TypedDocumentString(`
    query Collections($locale: String, $first: Int = 24, $offset: Int) {
  collections(
    first: $first
    offset: $offset
    locale: $locale
    orderBy: [UPDATED_DESC]
  ) {
    totalCount
    nodes {
      title
      path
      summary
    }
  }
}
    `) as unknown as TypedDocumentString<CollectionsQuery, CollectionsQueryVariables>;
export const CompareDocument = new TypedDocumentString(`
    query Compare($slugs: [String!]!, $locale: String) {
  solutions(filter: {slug: $slugs}, locale: $locale, first: 4) {
    nodes {
      ...SolutionCard
      licence
      deployment
      platforms
      launchedOn
      latestVersion
      status
      website
      pricingPlans {
        name
        price
        currency
        period
        isFree
      }
      attributes {
        value
        definition {
          key
          name
          unit
          type
          options {
            value
            label
          }
        }
      }
    }
  }
}
    fragment Picture on Image {
  alt
  width
  height
}
fragment SolutionCard on Solution {
  id
  title
  slug
  path
  summary
  pricingModel
  openSource
  vendor {
    name
    slug
  }
  category {
    name
    slug
  }
  logo {
    ...Picture
    rendition(preset: LOGO) {
      url
      width
      height
    }
  }
  rating {
    average
    count
  }
}`) as unknown as TypedDocumentString<CompareQuery, CompareQueryVariables>;
export const EventDocument = new TypedDocumentString(`
    query Event($path: String!) {
  event(path: $path) {
    ...EventCard
    ...Languages
    locale
    body {
      ...BodyBlocks
    }
    recurrence
    joinUrl
    capacity
    registrationOpensAt
    registrationClosesAt
    organiserName
    organiser {
      name
      slug
    }
    venue {
      address
      latitude
      longitude
    }
    speakers {
      name
      role
      organisation
      link
    }
    occurrences(first: 6) {
      startsAt
      endsAt
    }
    solutions {
      ...SolutionCard
    }
    seo {
      ...Head
    }
  }
}
    fragment BodyBlocks on BodyBlock {
  __typename
  ... on HeadingBlock {
    text
    level
    anchor
  }
  ... on ParagraphBlock {
    text
  }
  ... on QuoteBlock {
    text
    attribution
    sourceUrl
  }
  ... on CodeBlock {
    language
    code
  }
  ... on DividerBlock {
    style
  }
  ... on ImageBlock {
    image {
      ...LargePicture
    }
    altText
    caption
  }
  ... on GalleryBlock {
    images {
      image {
        ...LargePicture
      }
      caption
    }
  }
  ... on EmbedBlock {
    url
    caption
  }
  ... on DocumentBlock {
    document {
      title
      filename
      fileSize
      url
    }
    label
  }
  ... on FeaturesBlock {
    title
    features: items {
      icon
      title
      text
    }
  }
  ... on FaqBlock {
    title
    faqs: items {
      question
      answer
    }
  }
  ... on StatsBlock {
    title
    stats: items {
      value
      label
    }
  }
  ... on TableBlock {
    caption
    firstRowIsHeader
    rows
  }
  ... on CallToActionBlock {
    title
    text
    label
    page {
      path
    }
    url
  }
  ... on SolutionListBlock {
    title
    note
    solutions {
      ...SolutionCard
    }
  }
}
fragment Picture on Image {
  alt
  width
  height
}
fragment LargePicture on Image {
  ...Picture
  credit
  sources {
    type
    srcset
  }
  rendition(preset: LARGE) {
    url
    width
    height
  }
}
fragment Head on Seo {
  title
  description
  canonicalUrl
  noindex
}
fragment Languages on PageInterface {
  alternates {
    hreflang
    path
    url
  }
}
fragment SolutionCard on Solution {
  id
  title
  slug
  path
  summary
  pricingModel
  openSource
  vendor {
    name
    slug
  }
  category {
    name
    slug
  }
  logo {
    ...Picture
    rendition(preset: LOGO) {
      url
      width
      height
    }
  }
  rating {
    average
    count
  }
}
fragment EventCard on Event {
  id
  title
  slug
  path
  summary
  startsAt
  endsAt
  timeZone
  allDay
  attendanceMode
  status
  venue {
    name
  }
  nextOccurrence {
    startsAt
    endsAt
  }
}`) as unknown as TypedDocumentString<EventQuery, EventQueryVariables>;
export const EventsDocument = new TypedDocumentString(`
    query Events($filter: EventFilter = {upcoming: true}, $locale: String, $first: Int = 24, $after: String, $offset: Int, $from: Date!, $to: Date!) {
  events(
    filter: $filter
    locale: $locale
    orderBy: [NEXT_ASC]
    first: $first
    after: $after
    offset: $offset
  ) {
    totalCount
    nodes {
      ...EventCard
    }
    pageInfo {
      ...More
    }
  }
  eventCalendar(from: $from, to: $to, by: DAY, locale: $locale) {
    start
    count
  }
}
    fragment EventCard on Event {
  id
  title
  slug
  path
  summary
  startsAt
  endsAt
  timeZone
  allDay
  attendanceMode
  status
  venue {
    name
  }
  nextOccurrence {
    startsAt
    endsAt
  }
}
fragment More on PageInfo {
  hasNextPage
  endCursor
}`) as unknown as TypedDocumentString<EventsQuery, EventsQueryVariables>;
export const HomeDocument = new TypedDocumentString(`
    query Home($path: String = "/", $locale: String) {
  page(path: $path) {
    title
    locale
    ...Languages
    ... on HomePage {
      summary
      body {
        ...BodyBlocks
      }
      heroImage {
        ...LargePicture
      }
      seo {
        ...Head
      }
    }
  }
  trending(kind: SOLUTION, locale: $locale, first: 6) {
    nodes {
      ... on Solution {
        ...SolutionCard
      }
    }
  }
  popular: solutions(first: 6, locale: $locale, orderBy: [POPULARITY_DESC]) {
    totalCount
    nodes {
      ...SolutionCard
    }
  }
  newest: solutions(first: 4, locale: $locale, orderBy: [LAUNCHED_DESC]) {
    nodes {
      ...SolutionCard
      launchedOn
    }
  }
  coming: events(
    first: 3
    locale: $locale
    filter: {upcoming: true}
    orderBy: [NEXT_ASC]
  ) {
    nodes {
      ...EventCard
    }
  }
  collections(first: 4, locale: $locale, orderBy: [UPDATED_DESC]) {
    nodes {
      title
      path
      summary
    }
  }
  categories(first: 24, locale: $locale, filter: {depth: 1}, orderBy: [TREE]) {
    nodes {
      name
      slug
      description
      solutionCount
    }
  }
}
    fragment BodyBlocks on BodyBlock {
  __typename
  ... on HeadingBlock {
    text
    level
    anchor
  }
  ... on ParagraphBlock {
    text
  }
  ... on QuoteBlock {
    text
    attribution
    sourceUrl
  }
  ... on CodeBlock {
    language
    code
  }
  ... on DividerBlock {
    style
  }
  ... on ImageBlock {
    image {
      ...LargePicture
    }
    altText
    caption
  }
  ... on GalleryBlock {
    images {
      image {
        ...LargePicture
      }
      caption
    }
  }
  ... on EmbedBlock {
    url
    caption
  }
  ... on DocumentBlock {
    document {
      title
      filename
      fileSize
      url
    }
    label
  }
  ... on FeaturesBlock {
    title
    features: items {
      icon
      title
      text
    }
  }
  ... on FaqBlock {
    title
    faqs: items {
      question
      answer
    }
  }
  ... on StatsBlock {
    title
    stats: items {
      value
      label
    }
  }
  ... on TableBlock {
    caption
    firstRowIsHeader
    rows
  }
  ... on CallToActionBlock {
    title
    text
    label
    page {
      path
    }
    url
  }
  ... on SolutionListBlock {
    title
    note
    solutions {
      ...SolutionCard
    }
  }
}
fragment Picture on Image {
  alt
  width
  height
}
fragment LargePicture on Image {
  ...Picture
  credit
  sources {
    type
    srcset
  }
  rendition(preset: LARGE) {
    url
    width
    height
  }
}
fragment Head on Seo {
  title
  description
  canonicalUrl
  noindex
}
fragment Languages on PageInterface {
  alternates {
    hreflang
    path
    url
  }
}
fragment SolutionCard on Solution {
  id
  title
  slug
  path
  summary
  pricingModel
  openSource
  vendor {
    name
    slug
  }
  category {
    name
    slug
  }
  logo {
    ...Picture
    rendition(preset: LOGO) {
      url
      width
      height
    }
  }
  rating {
    average
    count
  }
}
fragment EventCard on Event {
  id
  title
  slug
  path
  summary
  startsAt
  endsAt
  timeZone
  allDay
  attendanceMode
  status
  venue {
    name
  }
  nextOccurrence {
    startsAt
    endsAt
  }
}`) as unknown as TypedDocumentString<HomeQuery, HomeQueryVariables>;
export const NewestDocument = new TypedDocumentString(`
    query Newest($locale: String, $first: Int = 30) {
  solutions(first: $first, locale: $locale, orderBy: [PUBLISHED_DESC]) {
    nodes {
      id
      title
      path
      summary
      publishedAt
      updatedAt
    }
  }
}
    `) as unknown as TypedDocumentString<NewestQuery, NewestQueryVariables>;
export const PageDocument = new TypedDocumentString(`
    query Page($path: String!) {
  page(path: $path) {
    title
    pageType
    locale
    path
    updatedAt
    ...Languages
    ancestors {
      title
      path
    }
    seo {
      ...Head
    }
    children(first: 50) {
      nodes {
        title
        path
      }
    }
    ... on StandardPage {
      summary
      body {
        ...BodyBlocks
      }
    }
  }
  redirect(path: $path) {
    to
    permanent
  }
}
    fragment BodyBlocks on BodyBlock {
  __typename
  ... on HeadingBlock {
    text
    level
    anchor
  }
  ... on ParagraphBlock {
    text
  }
  ... on QuoteBlock {
    text
    attribution
    sourceUrl
  }
  ... on CodeBlock {
    language
    code
  }
  ... on DividerBlock {
    style
  }
  ... on ImageBlock {
    image {
      ...LargePicture
    }
    altText
    caption
  }
  ... on GalleryBlock {
    images {
      image {
        ...LargePicture
      }
      caption
    }
  }
  ... on EmbedBlock {
    url
    caption
  }
  ... on DocumentBlock {
    document {
      title
      filename
      fileSize
      url
    }
    label
  }
  ... on FeaturesBlock {
    title
    features: items {
      icon
      title
      text
    }
  }
  ... on FaqBlock {
    title
    faqs: items {
      question
      answer
    }
  }
  ... on StatsBlock {
    title
    stats: items {
      value
      label
    }
  }
  ... on TableBlock {
    caption
    firstRowIsHeader
    rows
  }
  ... on CallToActionBlock {
    title
    text
    label
    page {
      path
    }
    url
  }
  ... on SolutionListBlock {
    title
    note
    solutions {
      ...SolutionCard
    }
  }
}
fragment Picture on Image {
  alt
  width
  height
}
fragment LargePicture on Image {
  ...Picture
  credit
  sources {
    type
    srcset
  }
  rendition(preset: LARGE) {
    url
    width
    height
  }
}
fragment Head on Seo {
  title
  description
  canonicalUrl
  noindex
}
fragment Languages on PageInterface {
  alternates {
    hreflang
    path
    url
  }
}
fragment SolutionCard on Solution {
  id
  title
  slug
  path
  summary
  pricingModel
  openSource
  vendor {
    name
    slug
  }
  category {
    name
    slug
  }
  logo {
    ...Picture
    rendition(preset: LOGO) {
      url
      width
      height
    }
  }
  rating {
    average
    count
  }
}`) as unknown as TypedDocumentString<PageQuery, PageQueryVariables>;
export const ReviewsDocument = new TypedDocumentString(`
    query Reviews($path: String!, $orderBy: [ReviewOrder!] = [CREATED_DESC], $filter: ReviewFilter, $first: Int = 20, $offset: Int) {
  solution(path: $path) {
    ...Languages
    title
    path
    rating {
      average
      count
      histogram
    }
    reviews(orderBy: $orderBy, filter: $filter, first: $first, offset: $offset) {
      totalCount
      nodes {
        ...ReviewText
      }
    }
  }
}
    fragment Languages on PageInterface {
  alternates {
    hreflang
    path
    url
  }
}
fragment ReviewText on Review {
  id
  rating
  title
  body
  pros
  cons
  language
  createdAt
  relationship
  incentive
  verification
  author {
    displayName
  }
  votes {
    helpful
    total
  }
  reply {
    body
    createdAt
    vendor {
      name
    }
  }
}`) as unknown as TypedDocumentString<ReviewsQuery, ReviewsQueryVariables>;
export const SearchDocument = new TypedDocumentString(`
    query Search($query: String!, $kinds: [SearchKind!], $filter: SearchFilter, $locale: String, $first: Int = 20, $after: String, $offset: Int) {
  search(
    query: $query
    kinds: $kinds
    filter: $filter
    locale: $locale
    first: $first
    after: $after
    offset: $offset
  ) {
    totalCount
    didYouMean
    facets {
      name
      label
      values {
        value
        label
        count
      }
    }
    edges {
      snippet
      node {
        __typename
        ... on Solution {
          ...SolutionCard
        }
        ... on Event {
          ...EventCard
        }
        ... on Vendor {
          name
          slug
          description
        }
        ... on Collection {
          title
          path
          summary
        }
        ... on StandardPage {
          title
          path
          summary
        }
      }
    }
    pageInfo {
      ...More
    }
  }
}
    fragment Picture on Image {
  alt
  width
  height
}
fragment SolutionCard on Solution {
  id
  title
  slug
  path
  summary
  pricingModel
  openSource
  vendor {
    name
    slug
  }
  category {
    name
    slug
  }
  logo {
    ...Picture
    rendition(preset: LOGO) {
      url
      width
      height
    }
  }
  rating {
    average
    count
  }
}
fragment EventCard on Event {
  id
  title
  slug
  path
  summary
  startsAt
  endsAt
  timeZone
  allDay
  attendanceMode
  status
  venue {
    name
  }
  nextOccurrence {
    startsAt
    endsAt
  }
}
fragment More on PageInfo {
  hasNextPage
  endCursor
}`) as unknown as TypedDocumentString<SearchQuery, SearchQueryVariables>;
export const SiteDocument = new TypedDocumentString(`
    query Site($locale: String) {
  site {
    name
    locales {
      code
      name
      isDefault
    }
    settings(locale: $locale) {
      footerText
      logo {
        ...Picture
        rendition(preset: LOGO) {
          url
          width
          height
        }
      }
      socialLinks {
        label
        url
      }
      siteTitle
      tagline
      contactEmail
    }
    main: menu(handle: "main", locale: $locale) {
      ...Links
    }
    footer: menu(handle: "footer", locale: $locale) {
      ...Links
    }
  }
}
    fragment Picture on Image {
  alt
  width
  height
}
fragment Links on Menu {
  title
  items {
    label
    url
    page {
      path
    }
  }
}`) as unknown as TypedDocumentString<SiteQuery, SiteQueryVariables>;
export const SitemapDocument = new TypedDocumentString(`
    query Sitemap($part: Int = 1) {
  sitemap(part: $part) {
    partCount
    totalCount
    entries {
      path
      lastModified
      alternates {
        hreflang
        path
      }
    }
  }
}
    `) as unknown as TypedDocumentString<SitemapQuery, SitemapQueryVariables>;
export const SolutionDocument = new TypedDocumentString(`
    query Solution($path: String!, $slug: [String!], $locale: String, $reviews: Int = 4) {
  solution(path: $path) {
    ...SolutionCard
    ...Languages
    locale
    updatedAt
    website
    body {
      ...BodyBlocks
    }
    licence
    deployment
    platforms
    launchedOn
    latestVersion
    lastReleaseOn
    status
    verifiedAt
    jsonLd
    seo {
      ...Head
    }
    tags {
      name
      slug
    }
    useCases {
      name
      slug
    }
    gallery {
      caption
      image {
        ...LargePicture
      }
    }
    pricingPlans {
      name
      price
      currency
      period
      isFree
      description
    }
    attributes {
      value
      definition {
        key
        name
        unit
        type
        options {
          value
          label
        }
      }
    }
    alternatives {
      ...SolutionCard
    }
    related(first: 4) {
      reason
      text
      solution {
        ...SolutionCard
      }
    }
    rating {
      histogram
      explanation {
        methodology
        asOf
      }
    }
    subRatings {
      easeOfUse
      features
      support
      valueForMoney
    }
    reviews(first: $reviews, orderBy: [HELPFUL_DESC]) {
      totalCount
      nodes {
        ...ReviewText
      }
    }
  }
  events(
    locale: $locale
    first: 3
    filter: {upcoming: true, solution: $slug}
    orderBy: [NEXT_ASC]
  ) {
    nodes {
      ...EventCard
    }
  }
}
    fragment BodyBlocks on BodyBlock {
  __typename
  ... on HeadingBlock {
    text
    level
    anchor
  }
  ... on ParagraphBlock {
    text
  }
  ... on QuoteBlock {
    text
    attribution
    sourceUrl
  }
  ... on CodeBlock {
    language
    code
  }
  ... on DividerBlock {
    style
  }
  ... on ImageBlock {
    image {
      ...LargePicture
    }
    altText
    caption
  }
  ... on GalleryBlock {
    images {
      image {
        ...LargePicture
      }
      caption
    }
  }
  ... on EmbedBlock {
    url
    caption
  }
  ... on DocumentBlock {
    document {
      title
      filename
      fileSize
      url
    }
    label
  }
  ... on FeaturesBlock {
    title
    features: items {
      icon
      title
      text
    }
  }
  ... on FaqBlock {
    title
    faqs: items {
      question
      answer
    }
  }
  ... on StatsBlock {
    title
    stats: items {
      value
      label
    }
  }
  ... on TableBlock {
    caption
    firstRowIsHeader
    rows
  }
  ... on CallToActionBlock {
    title
    text
    label
    page {
      path
    }
    url
  }
  ... on SolutionListBlock {
    title
    note
    solutions {
      ...SolutionCard
    }
  }
}
fragment Picture on Image {
  alt
  width
  height
}
fragment LargePicture on Image {
  ...Picture
  credit
  sources {
    type
    srcset
  }
  rendition(preset: LARGE) {
    url
    width
    height
  }
}
fragment Head on Seo {
  title
  description
  canonicalUrl
  noindex
}
fragment Languages on PageInterface {
  alternates {
    hreflang
    path
    url
  }
}
fragment SolutionCard on Solution {
  id
  title
  slug
  path
  summary
  pricingModel
  openSource
  vendor {
    name
    slug
  }
  category {
    name
    slug
  }
  logo {
    ...Picture
    rendition(preset: LOGO) {
      url
      width
      height
    }
  }
  rating {
    average
    count
  }
}
fragment EventCard on Event {
  id
  title
  slug
  path
  summary
  startsAt
  endsAt
  timeZone
  allDay
  attendanceMode
  status
  venue {
    name
  }
  nextOccurrence {
    startsAt
    endsAt
  }
}
fragment ReviewText on Review {
  id
  rating
  title
  body
  pros
  cons
  language
  createdAt
  relationship
  incentive
  verification
  author {
    displayName
  }
  votes {
    helpful
    total
  }
  reply {
    body
    createdAt
    vendor {
      name
    }
  }
}`) as unknown as TypedDocumentString<SolutionQuery, SolutionQueryVariables>;
export const SolutionsDocument = new TypedDocumentString(`
    query Solutions($filter: SolutionFilter, $orderBy: [SolutionOrder!] = [POPULARITY_DESC], $locale: String, $first: Int = 24, $after: String, $offset: Int) {
  solutions(
    filter: $filter
    orderBy: $orderBy
    locale: $locale
    first: $first
    after: $after
    offset: $offset
  ) {
    totalCount
    facets(
      names: [CATEGORIES, PRICING_MODEL, OPEN_SOURCE, MIN_RATING, DEPLOYMENT, PLATFORMS, USE_CASES, TAGS, VENDOR]
      first: 12
    ) {
      name
      label
      values {
        value
        label
        count
      }
    }
    nodes {
      ...SolutionCard
    }
    pageInfo {
      ...More
    }
  }
}
    fragment Picture on Image {
  alt
  width
  height
}
fragment SolutionCard on Solution {
  id
  title
  slug
  path
  summary
  pricingModel
  openSource
  vendor {
    name
    slug
  }
  category {
    name
    slug
  }
  logo {
    ...Picture
    rendition(preset: LOGO) {
      url
      width
      height
    }
  }
  rating {
    average
    count
  }
}
fragment More on PageInfo {
  hasNextPage
  endCursor
}`) as unknown as TypedDocumentString<SolutionsQuery, SolutionsQueryVariables>;
export const SubmitReviewDocument = new TypedDocumentString(`
    mutation SubmitReview($input: SubmitReviewInput!) {
  submitReview(input: $input) {
    errors {
      field
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<SubmitReviewMutation, SubmitReviewMutationVariables>;
export const SuggestDocument = new TypedDocumentString(`
    query Suggest($query: String!, $locale: String) {
  suggest(query: $query, locale: $locale) {
    text
    kind
    path
  }
}
    `) as unknown as TypedDocumentString<SuggestQuery, SuggestQueryVariables>;
export const TagDocument = new TypedDocumentString(`
    query Tag($slug: String!, $locale: String, $first: Int = 24, $offset: Int) {
  tag(slug: $slug, locale: $locale) {
    name
    slug
    solutions(
      locale: $locale
      first: $first
      offset: $offset
      orderBy: [POPULARITY_DESC]
    ) {
      totalCount
      nodes {
        ...SolutionCard
      }
    }
  }
}
    fragment Picture on Image {
  alt
  width
  height
}
fragment SolutionCard on Solution {
  id
  title
  slug
  path
  summary
  pricingModel
  openSource
  vendor {
    name
    slug
  }
  category {
    name
    slug
  }
  logo {
    ...Picture
    rendition(preset: LOGO) {
      url
      width
      height
    }
  }
  rating {
    average
    count
  }
}`) as unknown as TypedDocumentString<TagQuery, TagQueryVariables>;
export const TopicsDocument = new TypedDocumentString(`
    query Topics($locale: String) {
  tags(first: 100, locale: $locale, orderBy: [NAME_ASC]) {
    nodes {
      name
      slug
      solutionCount
    }
  }
  useCases(first: 100, locale: $locale, orderBy: [NAME_ASC]) {
    nodes {
      name
      slug
      description
      solutionCount
    }
  }
}
    `) as unknown as TypedDocumentString<TopicsQuery, TopicsQueryVariables>;
export const UseCaseDocument = new TypedDocumentString(`
    query UseCase($slug: String!, $locale: String, $first: Int = 24, $offset: Int) {
  useCase(slug: $slug, locale: $locale) {
    name
    slug
    description
    solutions(
      locale: $locale
      first: $first
      offset: $offset
      orderBy: [POPULARITY_DESC]
    ) {
      totalCount
      nodes {
        ...SolutionCard
      }
    }
  }
}
    fragment Picture on Image {
  alt
  width
  height
}
fragment SolutionCard on Solution {
  id
  title
  slug
  path
  summary
  pricingModel
  openSource
  vendor {
    name
    slug
  }
  category {
    name
    slug
  }
  logo {
    ...Picture
    rendition(preset: LOGO) {
      url
      width
      height
    }
  }
  rating {
    average
    count
  }
}`) as unknown as TypedDocumentString<UseCaseQuery, UseCaseQueryVariables>;
export const VendorDocument = new TypedDocumentString(`
    query Vendor($slug: String!, $locale: String, $first: Int = 24, $offset: Int) {
  vendor(slug: $slug, locale: $locale) {
    id
    name
    slug
    website
    description
    countryCode
    founded
    verifiedDomain
    logo {
      ...Picture
      rendition(preset: LOGO) {
        url
        width
        height
      }
    }
    solutions(
      locale: $locale
      first: $first
      offset: $offset
      orderBy: [POPULARITY_DESC]
    ) {
      totalCount
      nodes {
        ...SolutionCard
      }
    }
    events(
      locale: $locale
      first: 10
      filter: {upcoming: true}
      orderBy: [NEXT_ASC]
    ) {
      nodes {
        ...EventCard
      }
    }
  }
}
    fragment Picture on Image {
  alt
  width
  height
}
fragment SolutionCard on Solution {
  id
  title
  slug
  path
  summary
  pricingModel
  openSource
  vendor {
    name
    slug
  }
  category {
    name
    slug
  }
  logo {
    ...Picture
    rendition(preset: LOGO) {
      url
      width
      height
    }
  }
  rating {
    average
    count
  }
}
fragment EventCard on Event {
  id
  title
  slug
  path
  summary
  startsAt
  endsAt
  timeZone
  allDay
  attendanceMode
  status
  venue {
    name
  }
  nextOccurrence {
    startsAt
    endsAt
  }
}`) as unknown as TypedDocumentString<VendorQuery, VendorQueryVariables>;
export const VoteReviewDocument = new TypedDocumentString(`
    mutation VoteReview($input: VoteReviewInput!) {
  voteReview(input: $input) {
    errors {
      field
      code
      message
    }
  }
}
    `) as unknown as TypedDocumentString<VoteReviewMutation, VoteReviewMutationVariables>;