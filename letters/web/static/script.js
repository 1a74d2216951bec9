// What makes the pages quicker to use; without it everything works all the same.
"use strict";

// After a mistake, the summary of mistakes is where one begins.
document.getElementById("wrong")?.focus();

// A page that answered a form is loaded again by its address: the form is not sent again, back or forth.
history.replaceState(null, "", location.href);

// The letter as it will print, set again while items are marked and words are typed.
const form = document.getElementById("letter-form");
const paper = document.getElementById("paper");
if (form && paper) {
  const status = document.getElementById("paper-status");
  let waiting = 0;
  const show = async () => {
    const said = new URLSearchParams(new FormData(form));
    const answer = await fetch(form.action || location.href, { method: "POST", body: said, redirect: "follow" });
    if (answer.ok) {
      const shown = new DOMParser().parseFromString(await answer.text(), "text/html");
      paper.replaceChildren(...(shown.getElementById("paper")?.childNodes ?? []));
      status.textContent = status.dataset.done;
    }
  };
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, 500);
  });
}

// A form is sent once, however often its button is pressed.
for (const each of document.forms) {
  each.addEventListener("submit", (event) => {
    if (each.dataset.sent) event.preventDefault();
    else if (!/\/(packet|companion|release|calendar|take)$/.test(each.action)) each.dataset.sent = "yes";
  });
}
addEventListener("pageshow", () => { for (const each of document.forms) delete each.dataset.sent; });

// How far a print run is: the bar moves often, and is spoken of at each tenth.
const bar = document.getElementById("progress");
if (bar) {
  const words = document.getElementById("progress-said");
  let told = -1;
  const look = async () => {
    try {
      const answer = await fetch(bar.dataset.status);
      if (!answer.ok) return location.reload();
      const now = await answer.json();
      if (!now.running) return location.reload();
      if (now.whole) { bar.max = now.whole; bar.value = now.done; }
      const tenth = now.whole ? Math.floor((10 * now.done) / now.whole) : -1;
      if (tenth !== told) { told = tenth; words.textContent = now.said; }
      setTimeout(look, 700);
    } catch { words.textContent = bar.dataset.lost; }
  };
  setTimeout(look, 300);
}
