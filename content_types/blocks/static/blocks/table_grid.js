/* The form of a table: Wagtail's typed table with one type of column. Names each cell for screen readers, adds a
   column without asking for its type, moves between rows by Enter and arrow keys, and takes cells from a spreadsheet. */
(() => {
  const TypedTable = window.telepath.constructors["wagtail.contrib.typed_table_block.blocks.TypedTableBlock"];

  const fill = (text, values) => text.replace(/%\((\w+)\)s/g, (_, name) => values[name]);

  const nameCells = (table, strings) => {
    const headings = [...table.thead.querySelectorAll(".column-heading")];
    headings.forEach((input, index) => input.setAttribute("aria-label", fill(strings.HEADING, { number: index + 1 })));
    [...table.tbody.rows].forEach((row, index) => {
      row.querySelectorAll("input[type=text]").forEach((input, number) => {
        const column = headings[number]?.value || fill(strings.COLUMN, { number: number + 1 });
        input.setAttribute("aria-label", fill(strings.CELL, { row: index + 1, column }));
      });
    });
  };

  /* All inputs, row by row, the headings first. */
  const readInputs = (table) =>
    [table.thead.rows[0], ...table.tbody.rows].map((row) => [...row.querySelectorAll("input[type=text]")]);

  const findPlace = (table, input) => {
    const inputs = readInputs(table);
    const row = inputs.findIndex((each) => each.includes(input));
    return row < 0 ? null : { inputs, row, column: inputs[row].indexOf(input) };
  };

  const move = (table, event) => {
    const step = { Enter: 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    const place = step && !event.isComposing && findPlace(table, event.target);
    if (!place) return;
    event.preventDefault(); // Enter would send the page's form
    if (event.key === "Enter" && place.row === table.rows.length) table.insertRow(table.rows.length);
    readInputs(table)[place.row + step]?.[place.column]?.focus();
  };

  const paste = (table, event) => {
    const text = event.clipboardData.getData("text/plain").replace(/\r?\n$/, "");
    const place = /[\t\n]/.test(text) && findPlace(table, event.target);
    if (!place) return;
    event.preventDefault();
    text.split(/\r?\n/).forEach((line, down) => {
      line.split("\t").forEach((value, right) => {
        if (place.column + right >= table.columns.length) table.insertColumn(table.columns.length, table.blockDef.childBlockDefs[0]);
        if (place.row + down > table.rows.length) table.insertRow(table.rows.length);
        const input = readInputs(table)[place.row + down][place.column + right];
        input.value = value;
        input.dispatchEvent(new Event("input", { bubbles: true }));
      });
    });
  };

  class TableBlock extends TypedTable {
    render(placeholder, prefix, state, error) {
      const table = super.render(placeholder, prefix, state, error);
      const element = table.tbody.closest("table");
      table.toggleAddColumnMenu = (button, insert) => insert(this.childBlockDefs[0]);
      new MutationObserver(() => nameCells(table, this.meta.strings)).observe(element, { childList: true, subtree: true });
      table.thead.addEventListener("input", () => nameCells(table, this.meta.strings));
      element.addEventListener("keydown", (event) => move(table, event));
      element.addEventListener("paste", (event) => paste(table, event));
      nameCells(table, this.meta.strings);
      return table;
    }
  }

  window.telepath.register("content_types.blocks.tables.TableBlock", TableBlock);
})();
