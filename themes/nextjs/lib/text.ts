import { isLocale } from "./locales";

// Words of the interface. Add a language: one more table here, and its code in lib/locales.ts and next.config.ts.
const en = {
  skip: "Skip to content", loading: "Loading…", search: "Search", searchLabel: "Search the directory", searchHint: "Search solutions, events, vendors…",
  menu: "Menu", language: "Language", theme: "Colours", light: "Light", dark: "Dark", system: "As on this device",
  solutions: "Solutions", events: "Events", collections: "Collections", categories: "Categories", vendors: "Vendors",
  tags: "Tags", tag: "Tag", useCases: "Use cases", useCase: "Use case", collection: "Collection", topics: "Topics", compare: "Compare", reviews: "Reviews", pages: "Pages",
  removeOne: "Remove", price: "Price from", home: "Home", all: "All", trending: "Trending now", popular: "Most visited", newest: "Newly launched", coming: "Coming up",
  featured: "Chosen for the front page", browse: "Browse by field", curated: "Chosen by editors", seeAll: "See all", vendor: "Vendor", category: "Category",
  results: "results", result: "result", none: "Nothing fits.", noneYet: "Nothing is listed here yet.", noneHint: "Remove a filter, or search for something broader.", noneSearch: "Look at the spelling, or search for something broader.",
  filters: "Filters", narrow: "Narrow down", apply: "Show results", clear: "Clear all", remove: "Remove filter", sort: "Sort by", go: "Go",
  previous: "Previous", next: "Next", page: "Page", pagination: "Pages of results", first: "First page", noPage: "This list has fewer pages.",
  POPULARITY_DESC: "Popularity", RATING_DESC: "Rating", TITLE_ASC: "Name", LAUNCHED_DESC: "Newest", PRICE_ASC: "Lowest price",
  UPDATED_DESC: "Last updated",
  CATEGORIES: "Category", PRICING_MODEL: "Pricing", OPEN_SOURCE: "Open source", MIN_RATING: "Rating", DEPLOYMENT: "Runs as",
  PLATFORMS: "Platforms", USE_CASES: "Use case", TAGS: "Tags", VENDOR: "Vendor", stars: "stars", oneStar: "star", andMore: "and more",
  FREE: "Free", FREEMIUM: "Free tier", SUBSCRIPTION: "Subscription", USAGE: "By usage", ONE_TIME: "One payment", CUSTOM: "On request",
  SAAS: "Hosted service", SELF_HOSTED: "Self-hosted", API: "API", ON_DEVICE: "On the device",
  ACTIVE: "Active", BETA: "Beta", DISCONTINUED: "Discontinued", true: "Yes", false: "No",
  openSource: "Open source", licence: "Licence", runs: "Runs as", platforms: "Platforms", launched: "Launched", status: "Status",
  latest: "Latest version", released: "Last release", verified: "Checked", website: "Visit website", attributes: "Facts",
  pricing: "Pricing", gallery: "Pictures", about: "About", alternatives: "Alternatives", related: "Related", because: "because",
  MONTH: "per month", YEAR: "per year", ONCE: "once", BY_USAGE: "by usage", onRequest: "On request",
  rating: "Rating", outOf: "out of 5", ratingHow: "How this rating is made", ratings: "reviews", oneRating: "review",
  noReviews: "No reviews yet.", allReviews: "All reviews", pros: "Good", cons: "Less good", helpful: "found this helpful",
  reply: "Reply by", anonymous: "Deleted account", easeOfUse: "Ease of use", features: "Features", support: "Support",
  valueForMoney: "Value for money", HELPFUL_DESC: "Most helpful", CREATED_DESC: "Newest", RATING_ASC: "Lowest rating",
  relationship: "Relation to the vendor", incentive: "Received for the review",
  CUSTOMER: "Customer", PARTNER: "Partner", EMPLOYEE: "Employee", COMPETITOR: "Competitor",
  FREE_ACCESS: "Free access", DISCOUNT: "Discount", GIFT: "Gift", PAID: "Payment",
  EMAIL: "E-mail confirmed", PURCHASE: "Use proven", addCompare: "Compare",
  when: "When", where: "Where", organiser: "Organiser", speakers: "Speakers", dates: "Dates", repeats: "Repeats",
  online: "Online", IN_PERSON: "In person", ONLINE: "Online", MIXED: "In person and online", SCHEDULED: "Scheduled",
  POSTPONED: "Postponed", CANCELLED: "Cancelled", addCalendar: "Add to calendar", subscribe: "Subscribe to all events",
  yourTime: "Your time", join: "Join online", about_solutions: "About these solutions", month: "Month", list: "List",
  noEvents: "No events in this time.", seats: "Seats", ended: "This event is over.", eventOn: "events on this day", eventOn1: "event on this day",
  upcoming: "All upcoming", didYouMean: "Did you mean", searchEmpty: "What are you looking for?",
  searchTip: "Type a name, a task or a vendor. Quotation marks find exact words.", kinds: "Kinds", searchDown: "Search gives no answer at the moment. Please try again shortly.",
  compareEmpty: "Choose up to four solutions to see them side by side.", compareAdd: "Add another", compareHint: "Name of a solution", compareChoice: "Solution to add", compareMissing: "is no longer listed.",
  notFound: "There is nothing here", notFoundText: "The page has moved, was taken down, or never was.", toHome: "To the home page",
  founded: "Founded", country: "Country", domain: "Verified domain", itemsIn: "In this collection", solutionsBy: "Solutions",
  updated: "Updated", download: "Download", sub: "Within this field", note: "Editors’ note", viewPicture: "View full size", source: "Source",
  contact: "Contact", footer: "Footer", breadcrumb: "You are here", on: "on", unknownBlock: "", external: "opens another site", suggestions: "Suggestions",
  countVisits: "Count my visits, without cookies", countedNot: "Your browser asks not to be counted, so your visits are not.",
};

export type Words = typeof en;

/** Names that are the same in every language. */
const NAMES: Record<string, string> = { WEB: "Web", WINDOWS: "Windows", MACOS: "macOS", LINUX: "Linux", IOS: "iOS", ANDROID: "Android" };

const de: Words = {
  skip: "Zum Inhalt", loading: "Wird geladen …", search: "Suche", searchLabel: "Verzeichnis durchsuchen", searchHint: "Lösungen, Veranstaltungen, Anbieter…",
  menu: "Menü", language: "Sprache", theme: "Farben", light: "Hell", dark: "Dunkel", system: "Wie auf diesem Gerät",
  solutions: "Lösungen", events: "Veranstaltungen", collections: "Sammlungen", categories: "Kategorien", vendors: "Anbieter",
  tags: "Schlagwörter", tag: "Schlagwort", useCases: "Anwendungsfälle", useCase: "Anwendungsfall", collection: "Sammlung", topics: "Themen", compare: "Vergleichen", reviews: "Bewertungen", pages: "Seiten",
  removeOne: "Entfernen", price: "Preis ab", home: "Startseite", all: "Alle", trending: "Gerade gefragt", popular: "Meistbesucht", newest: "Neu erschienen", coming: "Demnächst",
  featured: "Für die Startseite gewählt", browse: "Nach Gebiet stöbern", curated: "Von der Redaktion gewählt", seeAll: "Alle ansehen", vendor: "Anbieter", category: "Kategorie",
  results: "Treffer", result: "Treffer", none: "Nichts passt.", noneYet: "Hier ist noch nichts verzeichnet.", noneHint: "Entfernen Sie einen Filter, oder suchen Sie allgemeiner.", noneSearch: "Prüfen Sie die Schreibweise, oder suchen Sie allgemeiner.",
  filters: "Filter", narrow: "Eingrenzen", apply: "Treffer zeigen", clear: "Alle entfernen", remove: "Filter entfernen", sort: "Sortieren nach", go: "Los",
  previous: "Zurück", next: "Weiter", page: "Seite", pagination: "Seiten der Treffer", first: "Erste Seite", noPage: "Diese Liste hat weniger Seiten.",
  POPULARITY_DESC: "Beliebtheit", RATING_DESC: "Bewertung", TITLE_ASC: "Name", LAUNCHED_DESC: "Neueste", PRICE_ASC: "Niedrigster Preis",
  UPDATED_DESC: "Zuletzt geändert",
  CATEGORIES: "Kategorie", PRICING_MODEL: "Preismodell", OPEN_SOURCE: "Open Source", MIN_RATING: "Bewertung", DEPLOYMENT: "Bereitstellung",
  PLATFORMS: "Plattformen", USE_CASES: "Anwendungsfälle", TAGS: "Schlagwörter", VENDOR: "Anbieter", stars: "Sterne", oneStar: "Stern", andMore: "und mehr",
  FREE: "Kostenlos", FREEMIUM: "Kostenlose Stufe", SUBSCRIPTION: "Abonnement", USAGE: "Nach Verbrauch", ONE_TIME: "Einmalzahlung", CUSTOM: "Auf Anfrage",
  SAAS: "Gehosteter Dienst", SELF_HOSTED: "Selbst betrieben", API: "API", ON_DEVICE: "Auf dem Gerät",
  ACTIVE: "Aktiv", BETA: "Beta", DISCONTINUED: "Eingestellt", true: "Ja", false: "Nein",
  openSource: "Open Source", licence: "Lizenz", runs: "Bereitstellung", platforms: "Plattformen", launched: "Erschienen", status: "Stand",
  latest: "Neueste Version", released: "Letzte Veröffentlichung", verified: "Geprüft", website: "Zur Website", attributes: "Fakten",
  pricing: "Preise", gallery: "Bilder", about: "Beschreibung", alternatives: "Alternativen", related: "Verwandt", because: "weil",
  MONTH: "im Monat", YEAR: "im Jahr", ONCE: "einmalig", BY_USAGE: "nach Verbrauch", onRequest: "Auf Anfrage",
  rating: "Bewertung", outOf: "von 5", ratingHow: "Wie diese Bewertung entsteht", ratings: "Bewertungen", oneRating: "Bewertung",
  noReviews: "Noch keine Bewertungen.", allReviews: "Alle Bewertungen", pros: "Gut", cons: "Weniger gut", helpful: "fanden das hilfreich",
  reply: "Antwort von", anonymous: "Gelöschtes Konto", easeOfUse: "Bedienung", features: "Funktionen", support: "Unterstützung",
  valueForMoney: "Preis und Leistung", HELPFUL_DESC: "Hilfreichste", CREATED_DESC: "Neueste", RATING_ASC: "Schlechteste",
  relationship: "Beziehung zum Anbieter", incentive: "Für die Bewertung erhalten",
  CUSTOMER: "Kunde", PARTNER: "Partner", EMPLOYEE: "Mitarbeiter", COMPETITOR: "Mitbewerber",
  FREE_ACCESS: "Freier Zugang", DISCOUNT: "Rabatt", GIFT: "Geschenk", PAID: "Bezahlung",
  EMAIL: "E-Mail bestätigt", PURCHASE: "Nutzung belegt", addCompare: "Vergleichen",
  when: "Wann", where: "Wo", organiser: "Veranstalter", speakers: "Vortragende", dates: "Termine", repeats: "Wiederholt sich",
  online: "Online", IN_PERSON: "Vor Ort", ONLINE: "Online", MIXED: "Vor Ort und online", SCHEDULED: "Findet statt",
  POSTPONED: "Verschoben", CANCELLED: "Abgesagt", addCalendar: "In den Kalender", subscribe: "Alle Veranstaltungen abonnieren",
  yourTime: "Ihre Zeit", join: "Online teilnehmen", about_solutions: "Über diese Lösungen", month: "Monat", list: "Liste",
  noEvents: "Keine Veranstaltungen in dieser Zeit.", seats: "Plätze", ended: "Diese Veranstaltung ist vorbei.", eventOn: "Veranstaltungen an diesem Tag", eventOn1: "Veranstaltung an diesem Tag",
  upcoming: "Alle kommenden", didYouMean: "Meinten Sie", searchEmpty: "Was suchen Sie?",
  searchTip: "Ein Name, eine Aufgabe oder ein Anbieter. Anführungszeichen finden genaue Wörter.", kinds: "Arten", searchDown: "Die Suche antwortet gerade nicht. Bitte versuchen Sie es gleich noch einmal.",
  compareEmpty: "Wählen Sie bis zu vier Lösungen, um sie nebeneinander zu sehen.", compareAdd: "Weitere hinzufügen", compareHint: "Name einer Lösung", compareChoice: "Lösung zum Hinzufügen", compareMissing: "ist nicht mehr verzeichnet.",
  notFound: "Hier ist nichts", notFoundText: "Die Seite ist umgezogen, wurde entfernt oder war nie da.", toHome: "Zur Startseite",
  founded: "Gegründet", country: "Land", domain: "Geprüfte Domain", itemsIn: "In dieser Sammlung", solutionsBy: "Lösungen",
  updated: "Geändert", download: "Herunterladen", sub: "In diesem Gebiet", note: "Anmerkung der Redaktion", viewPicture: "In voller Größe ansehen", source: "Quelle",
  contact: "Kontakt", footer: "Fußzeile", breadcrumb: "Sie sind hier", on: "am", unknownBlock: "", external: "führt zu einer anderen Website", suggestions: "Vorschläge",
  countVisits: "Meine Besuche zählen, ohne Cookies", countedNot: "Ihr Browser bittet darum, nicht gezählt zu werden. Ihre Besuche werden nicht gezählt.",
};

const TABLES = { en, de };

export function words(locale: string): Words {
  return isLocale(locale) ? TABLES[locale] : en;
}

/** The word for a name that the API gave, such as a member of an enumeration; the name itself if there is none. */
export function word(locale: string, name: string): string {
  return (words(locale) as Record<string, string>)[name] ?? NAMES[name] ?? name;
}

/** What the search field says; it runs in the browser, and is given no other words. */
export function searchWords(locale: string): SearchWords {
  const { search, searchLabel, searchHint, suggestions } = words(locale);
  return { search, searchLabel, searchHint, suggestions };
}

export type SearchWords = Pick<Words, "search" | "searchLabel" | "searchHint" | "suggestions">;

export { DEFAULT_LOCALE, isLocale, LOCALES, localPath, type Locale } from "./locales";
