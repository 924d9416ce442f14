// A file on its way is seen on its way; an upload that is cut leaves the form as it was, with everything typed.
for (const form of document.querySelectorAll("form[enctype='multipart/form-data']")) {
  const bar = document.createElement("progress");
  const words = document.createElement("p");
  words.setAttribute("role", "status");
  form.addEventListener("submit", (event) => {
    const files = [...form.querySelectorAll("input[type=file]")].flatMap((input) => [...input.files]);
    if (event.defaultPrevented || !files.length) return;
    event.preventDefault();
    const send = new XMLHttpRequest();
    send.open("POST", form.action);
    send.upload.addEventListener("progress", (step) => {
      bar.max = step.total;
      bar.value = step.loaded;
      words.textContent = `${Math.round((step.loaded / step.total) * 100)} %`;
    });
    send.addEventListener("load", () => {
      document.open();
      document.write(send.responseText);
      document.close();
      history.replaceState(null, "", send.responseURL);
    });
    send.addEventListener("error", () => {
      bar.remove();
      delete form.dataset.sent;
      form.removeAttribute("aria-busy");
      words.className = "error";
      words.textContent = form.dataset.cut;
    });
    words.className = "";
    form.append(bar, words);
    send.send(new FormData(form));
  });
}
