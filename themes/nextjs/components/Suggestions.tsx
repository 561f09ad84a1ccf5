import Combobox from "@github/combobox-nav";
import { type RefObject, useEffect, useRef, useState } from "react";
import { addressOf, offer, type Pick, suggest, type Suggestion } from "@/lib/suggest";

const PAUSE_MS = 180;
const FEWEST_LETTERS = 2;
const NONE: readonly Suggestion[] = [];

export interface SuggestionsProps {
  field: RefObject<HTMLInputElement | null>;
  listId: string;
  locale: string;
  /** What the list is called. */
  label: string;
  pick?: Pick;
}

/** The list of a search field, loaded when the field is used first; keys and ARIA are those of combobox-nav. */
export function Suggestions({ field, listId, locale, label, pick }: SuggestionsProps) {
  const list = useRef<HTMLUListElement>(null);
  const found = useFound(locale, useTyped(field), pick);
  const shown = found.length > 0;
  useNavigation(field, list, found);
  return (
    <>
      <p role="status" className="sr-only">{shown && `${label}: ${found.length}`}</p>
      <ul ref={list} id={listId} role="listbox" aria-label={label} hidden={!shown} onMouseDown={(event) => event.preventDefault()} className="card absolute z-40 mt-1 w-full overflow-hidden py-1">
        {found.map((each, index) => (
          <li
            key={`${each.path} ${each.text}`} id={`${listId}-${index}`} role="option" onClick={() => location.assign(addressOf(locale, each, pick))}
            className="cursor-pointer px-4 py-2 text-[0.9688rem] hover:bg-brand-soft aria-selected:bg-brand aria-selected:text-brand-ink"
          >
            {each.text}
          </li>
        ))}
      </ul>
    </>
  );
}

/** What was typed; nothing after Escape and where the focus has left the form. */
function useTyped(field: SuggestionsProps["field"]): string {
  const [text, setText] = useState("");
  useEffect(() => {
    const input = field.current;
    if (!input) return;
    const read = (): void => setText(input.value.trim());
    const onKeyDown = (event: KeyboardEvent): void => {
      const shown = input.getAttribute("aria-expanded") === "true";
      if (event.key === "ArrowDown" && !shown) read();
      if (event.key !== "Escape" || !shown) return;
      event.preventDefault(); // which would empty the field, and close a menu around it
      setText("");
    };
    const onFocusOut = ({ relatedTarget }: FocusEvent): void => {
      if (!input.form?.contains(relatedTarget as Node | null)) setText("");
    };
    if (input.value !== input.defaultValue) read();
    const stop = new AbortController();
    input.addEventListener("input", read, stop);
    input.addEventListener("keydown", onKeyDown, stop);
    input.addEventListener("focusout", onFocusOut, stop);
    return () => stop.abort();
  }, [field]);
  return text;
}

/** The suggestions for a text, once nothing was typed for a moment. */
function useFound(locale: string, text: string, pick: Pick | undefined): readonly Suggestion[] {
  const [found, setFound] = useState(NONE);
  useEffect(() => {
    if (text.length < FEWEST_LETTERS) return setFound(NONE);
    const stop = new AbortController();
    const timer = setTimeout(() => void suggest(locale, text, stop.signal).then((next) => {
      if (!stop.signal.aborted) setFound(offer(next, pick));
    }), PAUSE_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [locale, text]);
  return found;
}

/** Arrow keys, Enter, and the field's ARIA attributes while the list is shown; other suggestions start without a choice. */
function useNavigation(field: SuggestionsProps["field"], list: RefObject<HTMLUListElement | null>, found: readonly Suggestion[]): void {
  const navigation = useRef<Combobox>(null);
  const shown = found.length > 0;
  useEffect(() => {
    if (!shown || !field.current || !list.current) return;
    const combobox = new Combobox(field.current, list.current, { tabInsertsSuggestions: false });
    navigation.current = combobox;
    combobox.start();
    return () => combobox.stop();
  }, [field, list, shown]);
  useEffect(() => navigation.current?.clearSelection(), [found]);
}
