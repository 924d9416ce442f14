// A list by keyboard: j and k go down and up, Enter opens, / leads to the search.
const links = () => [...document.querySelectorAll("[data-keys] tbody tr")].map((row) => row.querySelector("a")).filter(Boolean);

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest("input, textarea, select")) return;
  const rows = links();
  const now = rows.indexOf(document.activeElement);
  if (event.key === "j" && rows.length) rows[Math.min(now + 1, rows.length - 1)].focus();
  else if (event.key === "k" && rows.length) rows[Math.max(now - 1, 0)].focus();
  else if (event.key === "/") {
    const search = document.querySelector("input[type=search]");
    if (!search) return;
    search.focus();
  } else return;
  event.preventDefault();
});
