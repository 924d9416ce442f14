// A list by keyboard: j and k go down and up, Enter opens, u takes the row's matter on. Only while the list has the
// focus: single letters that work everywhere would act on what somebody dictates (WCAG 2.1.4).
const links = () => [...document.querySelectorAll("[data-keys] tbody tr")].map((row) => row.querySelector("a")).filter(Boolean);

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || !event.target.closest(".scroll:has([data-keys])")) return;
  const rows = links();
  const now = rows.indexOf(document.activeElement);
  if (event.key === "j" && rows.length) rows[Math.min(now + 1, rows.length - 1)].focus();
  else if (event.key === "k" && rows.length) rows[Math.max(now - 1, 0)].focus();
  else if (event.key === "u" && now >= 0) document.activeElement.closest("tr").querySelector("button[name=dossier]")?.click();
  else return;
  event.preventDefault();
});
