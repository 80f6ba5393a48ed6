// What the extension does: one request to the user's own desk, with the token that opens it.
const api = globalThis.browser ?? globalThis.chrome;

/** Address and token as the user gave them. */
export async function settings() {
  const { address = "http://127.0.0.1:7878", token = "" } = await api.storage.local.get(["address", "token"]);
  return { address, token };
}

/** Keeps address and token, in this browser alone. */
export async function keep({ address, token }) {
  const url = new URL(address);
  // A page must not go to anybody else's machine by a slip of the pen.
  if (url.protocol !== "http:" || !["127.0.0.1", "localhost"].includes(url.hostname)) {
    throw new Error("the desk is on this machine: http://127.0.0.1:7878");
  }
  await api.storage.local.set({ address: url.origin, token: token.trim() });
}

/** The page in view, as the browser shows it: what scripts have drawn is in it. */
export async function page() {
  const [tab] = await api.tabs.query({ active: true, currentWindow: true });
  if (!/^https?:/.test(tab?.url ?? "")) throw new Error("this is no page of the web");
  const [{ result }] = await api.scripting.executeScript({
    target: { tabId: tab.id },
    func: () => document.documentElement.outerHTML,
  });
  return { url: tab.url, title: tab.title ?? "", html: `<!DOCTYPE html>${result}` };
}

/** Hands a page to the desk; says in words what came of it, with the address where its progress is seen. */
export async function handOver(page) {
  const { address, token } = await settings();
  if (!token) throw new Error("the desk's token is wanted first; its page About shows it");
  let answer;
  try {
    answer = await fetch(`${address}/api/capture`, {
      method: "POST",
      credentials: "omit",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify(page),
    });
  } catch {
    throw new Error(`no desk answers at ${address}; start it with “rashomon serve”`);
  }
  const said = await answer.json().catch(() => ({}));
  if (answer.status === 401 || answer.status === 403) throw new Error("the desk does not know this token");
  if (!answer.ok) throw new Error(said.error ?? `the desk answered ${answer.status}`);
  return { text: `“${said.label}” is being added`, link: `${address}/add/${said.id}` };
}
