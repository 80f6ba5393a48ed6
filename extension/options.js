import { keep, settings } from "./hand-over.js";

const [address, token, said] = ["address", "token", "said"].map((id) => document.getElementById(id));
({ address: address.value, token: token.value } = await settings());

document.getElementById("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    await keep({ address: address.value, token: token.value });
    said.textContent = "Kept in this browser.";
  } catch (error) {
    said.textContent = error.message;
  }
});
