"use client";

/** When even the frame of the page has no data: plain, and in both languages. */
export default function Broken() {
  return (
    <html lang="en">
      <body style={{ fontFamily: "system-ui, sans-serif", maxWidth: "34rem", margin: "15vh auto", padding: "0 1.25rem", lineHeight: 1.6 }}>
        <h1>The directory does not answer</h1>
        <p>Please try again in a moment.</p>
        <p lang="de">Das Verzeichnis antwortet gerade nicht. Bitte versuchen Sie es gleich noch einmal.</p>
        <button onClick={() => location.reload()} style={{ font: "inherit", padding: "0.6rem 1.2rem" }}>Try again · Noch einmal</button>
      </body>
    </html>
  );
}
