// The letter as it will look, while it is written: the server renders it, nothing is saved.
const form = document.querySelector("form[data-preview]");
const paper = document.getElementById("paper-sheet");
let turn = 0;
let timer;

async function show() {
  const mine = ++turn;
  paper.classList.add("loading");
  try {
    const answer = await fetch(form.dataset.preview, { method: "POST", body: new FormData(form) });
    if (mine === turn && answer.ok) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      paper.replaceChildren(...page.body.childNodes);
    }
  } finally {
    if (mine === turn) paper.classList.remove("loading");
  }
}

form.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(show, 400);
});
