// Manners of every form: what was typed outlives an ended session, a form is sent once, mistakes are met first.
const signIn = location.pathname.startsWith("/hesap/");
// whoever signs in after somebody else in the same tab is not shown what that one typed
const person = document.querySelector("[data-person]")?.dataset.person ?? "";
const here = `typed:${person}:${location.pathname}`;
const plain = (field) => field.name && !["hidden", "password", "file", "submit", "button"].includes(field.type);
const forms = () => [...document.querySelectorAll("main form[method=post]")];
const fields = (form) => [...form.elements].filter(plain);
const action = (form) => form.action.split("#")[0];
const ticked = (field) => field.type === "checkbox" || field.type === "radio";

// what was written in a form that is not on the page just now waits for it
function typed() {
  const now = forms().map((form) => [action(form), fields(form).map((it) => [it.name, ticked(it) ? it.checked : it.value])]);
  const absent = JSON.parse(sessionStorage.getItem(here) ?? "[]").filter(([address]) => !now.some((it) => it[0] === address));
  return [...absent, ...now];
}

// a form is known by its address and a field by its name: others on the page may have come or gone meanwhile
function restore(kept) {
  const left = forms();
  for (const [address, values] of kept) {
    const n = left.findIndex((form) => action(form) === address);
    const own = n < 0 ? [] : fields(left.splice(n, 1)[0]);
    for (const [name, value] of values) {
      const m = own.findIndex((it) => it.name === name);
      if (m < 0) continue;
      const [field] = own.splice(m, 1);
      if (ticked(field)) field.checked = value;
      else if (field.tagName === "SELECT" || field.value === field.defaultValue) field.value = value;
    }
  }
}

// An answer has taken what was sent, unless it refuses, leads to the sign-in, or is the same page without a word.
function arrived(status) {
  const sent = sessionStorage.getItem("sent");
  sessionStorage.removeItem("sent");
  if (signIn) return;
  const taken = sent && !(status >= 400) && (sent !== here || document.querySelector(".messages"));
  if (taken) sessionStorage.removeItem(sent);
  const kept = sessionStorage.getItem(here);
  if (kept && !document.querySelector("div.errors")) restore(JSON.parse(kept));
  document.querySelector("div.errors[role=alert]")?.focus();
}

// what a script was told on its way here is said once more, to the person
const told = sessionStorage.getItem("told");
if (told) {
  sessionStorage.removeItem("told");
  document.getElementById("main").prepend(new DOMParser().parseFromString(told, "text/html").body.firstChild);
}
arrived(performance.getEntriesByType("navigation")[0]?.responseStatus);
document.addEventListener("arrived", (event) => arrived(event.detail));

document.addEventListener("input", (event) => {
  if (!signIn && event.target.form && forms().includes(event.target.form))
    sessionStorage.setItem(here, JSON.stringify(typed()));
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.action.endsWith("/logout/")) sessionStorage.clear();
  else if (forms().includes(form)) sessionStorage.setItem("sent", here);
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "1";
  form.setAttribute("aria-busy", "true");
});
addEventListener("pageshow", (event) => {
  if (event.persisted) sessionStorage.removeItem("sent"); // somebody came back: no answer has taken it
  for (const form of document.forms) {
    delete form.dataset.sent;
    form.removeAttribute("aria-busy");
  }
});
