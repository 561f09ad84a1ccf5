"use client";

import { useEffect, useState } from "react";

const CHOICES = ["system", "light", "dark"] as const;
type Choice = (typeof CHOICES)[number];

/** Light, dark, or as on this device. The script in the head sets the choice before anything is drawn. */
export function ThemeToggle({ words }: { words: Record<Choice | "theme", string> }) {
  const [choice, setChoice] = useState<Choice>("system");
  useEffect(() => {
    const kept = document.documentElement.dataset.theme;
    if (kept === "light" || kept === "dark") setChoice(kept);
  }, []);
  const choose = (next: Choice): void => {
    setChoice(next);
    const root = document.documentElement;
    if (next === "system") delete root.dataset.theme;
    else root.dataset.theme = next;
    try {
      if (next === "system") localStorage.removeItem("theme");
      else localStorage.setItem("theme", next);
    } catch {
      // A browser without storage forgets the choice with the page.
    }
  };
  return (
    <fieldset className="needs-scripts no-print">
      <legend className="mb-1.5 text-sm text-muted">{words.theme}</legend>
      <div className="grid gap-1">
        {CHOICES.map((each) => (
          <label key={each} className="flex min-h-8 items-center gap-2 px-2 text-[0.9688rem]">
            <input type="radio" name="theme" className="accent-brand" checked={choice === each} onChange={() => choose(each)} />
            {words[each]}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
