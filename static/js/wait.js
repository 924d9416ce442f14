// A part that waits for the worker asks until it is there; without script the page says to load it again.
let tries = 0;

async function look() {
  const part = document.querySelector("[data-wait]");
  if (!part || tries++ > 60) return;
  const answer = await fetch(location.href);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const main = page.getElementById("main");
  if (answer.ok && main && !main.querySelector("[data-wait]")) location.reload();
  else setTimeout(look, Math.min(500 * tries, 3000));
}

setTimeout(look, 500);
