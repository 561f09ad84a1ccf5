// Words of the page that runs in the browser when the server could not make another one.
export const FAILED = {
  en: {
    failed: "The page could not be loaded", retry: "Try again",
    failedText: "The directory does not answer at the moment. This is our fault and usually short.",
  },
  de: {
    failed: "Die Seite konnte nicht geladen werden", retry: "Noch einmal versuchen",
    failedText: "Das Verzeichnis antwortet gerade nicht. Das liegt an uns und dauert meist nicht lange.",
  },
};
