// Passkeys: asks the site for a challenge, the device for an answer, and sends it with the form.
for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (window.PublicKeyCredential?.parseRequestOptionsFromJSON) form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const failed = form.querySelector("[role=alert]:last-child");
    failed.textContent = "";
    try {
      form.elements.answer.value = JSON.stringify(await ask(form));
    } catch {
      failed.textContent = form.dataset.failed;
      return;
    }
    form.submit();
  });
}

async function ask(form) {
  const token = form.elements.csrfmiddlewaretoken.value;
  const answer = await fetch(form.dataset.challenge, { method: "POST", headers: { "X-CSRFToken": token } });
  if (!answer.ok) throw new Error(answer.status);
  const { publicKey } = await answer.json();
  const made = form.dataset.passkey === "create"
    ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(publicKey) })
    : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(publicKey) });
  return made.toJSON();
}
