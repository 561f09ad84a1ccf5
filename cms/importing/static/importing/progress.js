// Fetches how far an import has come until it is over.
const box = document.querySelector("[data-import-run]");

async function poll() {
  const answer = await fetch(box.dataset.importRun, { headers: { "X-Requested-With": "XMLHttpRequest" } });
  if (!answer.ok) return;
  box.innerHTML = await answer.text();
  if (box.firstElementChild.dataset.over === "false") setTimeout(poll, 1500);
}

if (box && box.dataset.importRun) setTimeout(poll, 1500);
