// Manners of every form: what was typed outlives an ended session, a form is sent once, mistakes are met first.
const KEPT = "typed:";
const here = KEPT + location.pathname;
const plain = (field) => field.name && !["hidden", "password", "file", "submit", "button"].includes(field.type);
const forms = [...document.querySelectorAll("main form[method=post]")];
const signIn = location.pathname.startsWith("/hesap/");

function values() {
  return forms.map((form) => [...form.elements].filter(plain).map((it) => [it.name, it.type === "checkbox" || it.type === "radio" ? it.checked : it.value]));
}

function restore(kept) {
  kept.forEach((fields, n) => {
    const own = forms[n] ? [...forms[n].elements].filter(plain) : [];
    fields.forEach(([name, value], place) => {
      const field = own[place];
      if (!field || field.name !== name) return;
      if (typeof value === "boolean") field.checked = value;
      else if (field.tagName === "SELECT" || field.value === field.defaultValue) field.value = value;
    });
  });
}

// a page that came after a sent form, and is not the way through the sign-in, has taken what was typed
const sent = sessionStorage.getItem("sent");
if (sent && !signIn) {
  sessionStorage.removeItem("sent");
  if (sent !== here || document.querySelector(".messages")) sessionStorage.removeItem(sent);
}
if (forms.length && !signIn) {
  const kept = sessionStorage.getItem(here);
  if (kept && !document.querySelector("div.errors")) restore(JSON.parse(kept));
  document.addEventListener("input", (event) => {
    if (event.target.form && forms.includes(event.target.form)) sessionStorage.setItem(here, JSON.stringify(values()));
  });
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.action.endsWith("/logout/")) sessionStorage.clear();
  else if (forms.includes(form)) sessionStorage.setItem("sent", here);
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "1";
  form.setAttribute("aria-busy", "true");
});
addEventListener("pageshow", () => {
  for (const form of document.forms) {
    delete form.dataset.sent;
    form.removeAttribute("aria-busy");
  }
});
document.querySelector("div.errors[role=alert]")?.focus();
