// Search as you type: the page itself is asked again and one part of it is swapped. Without script the form is sent.
const form = document.querySelector("form[data-live]");
const part = document.getElementById(form.dataset.live);
let turn = 0;
let timer;

async function ask() {
  const mine = ++turn;
  const address = new URL(location.pathname, location.origin);
  for (const [name, value] of new FormData(form)) if (value) address.searchParams.append(name, value);
  part.classList.add("loading");
  try {
    const answer = await fetch(address);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById(part.id);
    if (mine !== turn || !answer.ok || !fresh) return;
    part.replaceChildren(...fresh.childNodes);
    history.replaceState(null, "", address);
  } catch {
    if (mine === turn) form.submit();
  } finally {
    if (mine === turn) part.classList.remove("loading");
  }
}

form.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(ask, 200);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(timer);
  ask();
});
