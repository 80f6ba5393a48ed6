import { handOver, page } from "./hand-over.js";

const said = document.getElementById("said");
const link = document.getElementById("link");

document.getElementById("hand-over").addEventListener("click", async (event) => {
  event.target.disabled = true;
  link.hidden = true;
  said.textContent = "Handing it over …";
  try {
    const done = await handOver(await page());
    said.textContent = done.text;
    link.href = done.link;
    link.hidden = false;
  } catch (error) {
    said.textContent = error.message;
    event.target.disabled = false;
  }
});
