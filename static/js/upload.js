// A file on its way is seen on its way; an upload that is cut leaves the form as it was, with everything typed.
const bar = document.createElement("progress");
const words = document.createElement("p");
words.setAttribute("role", "status");

function cut(form) {
  bar.remove();
  words.remove();
  delete form.dataset.sent;
  form.removeAttribute("aria-busy");
  sessionStorage.removeItem("sent");
  const told = form.querySelector("[data-cut]");
  told.hidden = false;
  form.append(told);
  told.focus();
}

// the answer takes the form's place under the form's address: a reload begins anew, Back leads to what was before
function show(page, main, answer) {
  for (const form of main.querySelectorAll("form:not([action])")) form.setAttribute("action", answer.responseURL);
  document.title = page.title;
  document.getElementById("main").replaceWith(main);
  history.replaceState(null, ""); // whoever drives a browser waits for such a step
  scrollTo(0, 0);
  document.dispatchEvent(new CustomEvent("arrived", { detail: answer.status }));
}

// another page is opened as a browser does; what it said to this script it says there, where it is read
function follow(page, address) {
  const told = page.querySelector(".messages");
  if (told) sessionStorage.setItem("told", told.outerHTML);
  location.assign(address);
}

function answered(form, answer) {
  const page = new DOMParser().parseFromString(answer.responseText, "text/html");
  const main = page.getElementById("main");
  if (!main) cut(form);
  else if (answer.status < 400 && answer.responseURL !== form.action.split("#")[0]) follow(page, answer.responseURL);
  else show(page, main, answer);
}

// at the window, once forms.js has noted the form as sent or stopped it from being sent twice
addEventListener("submit", (event) => {
  const form = event.target;
  const files = [...form.querySelectorAll("input[type=file]")].flatMap((input) => [...input.files]);
  const kept = form.querySelector("[name=kept_file]"); // a file that is there already: the answer takes the form's place too
  const sends = files.length || kept || "held" in form.elements; // a file, or what is written about one that is held
  if (event.defaultPrevented || !sends || !form.querySelector("[data-cut]")) return;
  event.preventDefault();
  form.querySelector("[data-cut]").hidden = true;
  const send = new XMLHttpRequest();
  send.open("POST", form.action);
  send.upload.addEventListener("progress", (step) => {
    bar.max = step.total;
    bar.value = step.loaded;
    words.textContent = `${Math.round((step.loaded / step.total) * 100)} %`;
  });
  send.addEventListener("load", () => answered(form, send));
  send.addEventListener("error", () => cut(form));
  form.append(bar, words);
  send.send(new FormData(form, event.submitter));
});
