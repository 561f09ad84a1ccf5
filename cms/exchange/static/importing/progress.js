// Fetches how far an import has come until it is over.
const box = document.querySelector("[data-import-run]");

async function poll() {
  const answer = await fetch(box.dataset.importRun, {
    headers: { "X-Requested-With": "XMLHttpRequest" },
  }).catch(() => null);
  if (!answer || answer.status >= 500) return setTimeout(poll, 5000);
  if (!answer.ok) return location.reload();
  box.innerHTML = await answer.text();
  if (box.firstElementChild.dataset.over === "false") setTimeout(poll, 1500);
}

if (box && box.dataset.importRun) setTimeout(poll, 1500);
