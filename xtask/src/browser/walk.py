"""Walks through the desk in a real browser, as a person does: with a mouse, by keyboard alone, without scripts, on a small screen.
usage: check|write CHROMIUM COMMAND EXAMPLES FOLDER EXTENSION [PICTURES]"""
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect, sync_playwright

WHAT, CHROMIUM, COMMAND, EXAMPLES, FOLDER, EXTENSION = sys.argv[1:7]
PICTURES = Path(sys.argv[7]) if len(sys.argv) > 7 else None
# The networks of this machine may be closed: nothing of the browser's own is to wait for them.
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync"]
SCREENS = {"1280": {"width": 1280, "height": 900}, "390": {"width": 390, "height": 844}}
# Reading five pages takes seconds on a machine that does nothing else.
PATIENCE = 60_000
HOSTILE = """<!DOCTYPE html><html lang=en><head><title>Bakers of Tolm ask for cheaper flour</title>
<meta property=og:site_name content="The Tolm Herald"><link rel=stylesheet href="https://beacon.invalid/style.css">
<style>body{background:url(https://beacon.invalid/style.png)}</style></head><body><article><h1>Bakers of Tolm ask for cheaper flour</h1>
<p>The bakers of Tolm asked the council on Monday to lower the duty on flour, the guild said.<img src="https://beacon.invalid/x.png"></p>
<p>The council will answer next week, its clerk, Mona Brandt, told the paper.<script>fetch("https://beacon.invalid/script")</script></p>
<form action="https://beacon.invalid/form"><input name=q autofocus onfocus="fetch('https://beacon.invalid/focus')"></form>
<iframe src="https://beacon.invalid/frame"></iframe></article></body></html>"""

# A machine that builds something else meanwhile takes its time.
expect.set_options(timeout=20_000)
done = []


def step(what):
    done.append(what)
    print(f"  {what}", flush=True)


class Desk:
    """A desk of its own, on a store of its own."""

    def __init__(self, name):
        self.store = Path(FOLDER) / f"{name}.rashomon"
        for end in ["", "-wal", "-shm", "-writer", "-token"]:
            Path(f"{self.store}{end}").unlink(missing_ok=True)
        environment = {k: v for k, v in os.environ.items() if not k.startswith("RASHOMON_") or k == "RASHOMON_MODELS"}
        self.process = subprocess.Popen(
            [COMMAND, "serve", "--no-config", "--offline", "--listen", "127.0.0.1:0", "--store", self.store],
            stderr=subprocess.PIPE, text=True, env=environment)
        line = self.process.stderr.readline()
        self.address = re.search(r"http://[^/]+", line).group()

    def end(self):
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(30) == 0, "the desk did not end in order"


class Watched:
    """A browser whose every request and complaint is noted."""

    def __init__(self, playwright, desk, **settings):
        self.browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        self.context = self.browser.new_context(base_url=desk.address, **settings)
        self.desk, self.strangers, self.complaints = desk, [], []
        self.context.on("request", self.request)
        self.context.on("weberror", lambda e: self.complaints.append(str(e.error)))
        self.page = self.context.new_page()
        self.page.on("console", lambda m: self.complaints.append(m.text) if m.type in ("error", "warning") else None)
        # What is there at all is there soon.
        self.page.set_default_timeout(20_000)

    def request(self, request):
        if not request.url.startswith((self.desk.address, "data:", "blob:")):
            self.strangers.append(request.url)

    def end(self):
        self.browser.close()
        assert not self.strangers, f"asked of others: {self.strangers}"
        assert not self.complaints, f"the browser complains: {self.complaints}"


def sound(page, what):
    """No violation that axe-core finds, nothing wider than the screen, headings in order."""
    found = Axe().run(page).response["violations"]
    told = [f"{v['id']}: {n['html'][:160]} ({n.get('failureSummary', '')[:200]})" for v in found for n in v["nodes"]]
    assert not told, f"{what}: " + "\n".join(told)
    wide, width = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert wide <= width, f"{what}: {wide} pixels wide on a screen of {width}"
    levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(h => +h.tagName[1])")
    assert levels.count(1) == 1, f"{what}: {levels.count(1)} main headings"
    for before, after in zip(levels, levels[1:]):
        assert after <= before + 1, f"{what}: a heading of level {after} after one of level {before}"


def pages():
    return sorted(str(p) for p in Path(EXAMPLES).glob("*.html"))


def add(page, files):
    page.goto("/")
    expect(page.get_by_text("Nothing is kept yet")).to_be_visible()
    page.get_by_role("link", name="Add reports").click()
    page.get_by_label("Choose files").set_input_files(files)
    page.get_by_role("button", name="Add files").click()
    expect(page.locator(".progress")).to_have_text(re.compile("^done: 5 new"), timeout=PATIENCE)


def open_story(page):
    page.goto("/?disputed=yes")
    page.locator(".card h2 a").first.click()
    expect(page.get_by_role("heading", name="Where they part")).to_be_visible()


def follow_a_quote(page):
    """A quote of the dispute, to the place where it stands."""
    quote = page.locator(".side-2 .quote blockquote a").first
    words = quote.inner_text()
    quote.click()
    at_place(page, words)


def at_place(page, words):
    mark = page.locator("mark#at")
    expect(mark).to_be_in_viewport()
    said = " ".join("".join(page.locator("mark").all_inner_texts()).split())
    assert said == " ".join(words.split()), f"{said!r} is not {words!r}"
    expect(page.get_by_role("heading", name="What was read here")).to_be_visible()


def take_back(page, act):
    """Takes the one correction back, and waits until that was answered: who goes on at once breaks off the question."""
    act()
    expect(page.get_by_text("Nothing yet")).to_be_visible()


def reports_of_story(page):
    return page.locator("ol.reports > li").count()


def wait_for_reports(page, story, count):
    """Until the story was compared anew and has so many reports."""
    for _ in range(240):
        page.goto(story)
        if reports_of_story(page) == count and not page.get_by_text("being compared").count():
            return
        time.sleep(0.5)
    raise AssertionError(f"the story has {reports_of_story(page)} reports, not {count}")


def walk(playwright):
    desk = Desk("walk")
    b = Watched(playwright, desk, viewport=SCREENS["1280"])
    page = b.page
    page.goto("/")
    sound(page, "an empty front page")
    add(page, pages())
    sound(page, "what was added")
    step("the summit pages are added")

    page.goto("/")
    sound(page, "the front page")
    open_story(page)
    story = page.url
    sound(page, "a story")
    for question in ["Does Igor Talvik want Osterran troops to leave Kelmar?"]:
        section = page.locator(".parting", has_text=question)
        expect(section.locator(".side")).to_have_count(2)
    for details in page.locator("details").all():
        details.evaluate("d => d.open = true")
    sound(page, "a story with all that was folded")
    step("the story is opened, the dispute is read")

    follow_a_quote(page)
    sound(page, "a report")
    page.get_by_role("link", name="Why was it read so?").click()
    expect(page.get_by_role("heading", name="Why", exact=True)).to_be_visible()
    assert page.locator("dl.why dd").count() > 0
    sound(page, "a report that is explained")
    page.get_by_role("link", name="As found").click()
    expect(page.locator("iframe.original")).to_be_visible()
    sound(page, "what was found")
    step("a quote is followed to its place, and explained")

    page.goto("/check")
    page.get_by_label("One plain English sentence").fill("Talvik agreed that Osterran troops must leave Kelmar.")
    page.get_by_role("button", name="Check it").click()
    expect(page.get_by_role("heading", name="What reports say to")).to_be_visible(timeout=PATIENCE)
    assert page.locator("section.group.disputes .answer").count() >= 1, page.locator("main").inner_text()
    sound(page, "a claim")
    step("a claim is checked, and disputed")

    page.goto(story)
    before = reports_of_story(page)
    assert before == 4, before
    row = page.locator("ol.reports > li").nth(before - 1)
    title = row.locator("a").first.inner_text()
    row.get_by_role("link", name="Belongs to another story").click()
    expect(page.get_by_text(f"“{title}” goes where you put it")).to_be_visible()
    sound(page, "the way to move a report")
    page.get_by_label("a story of its own").check()
    page.get_by_role("button", name="Move it").click()
    expect(page.get_by_role("heading", name="Corrections")).to_be_visible()
    sound(page, "what was put right")
    wait_for_reports(page, story, 3)
    # More comes, and what was put right stays so.
    hostile = Path(FOLDER) / "bakers.html"
    hostile.write_text(HOSTILE)
    page.goto("/add")
    page.get_by_label("Choose files").set_input_files(str(hostile))
    page.get_by_role("button", name="Add files").click()
    expect(page.locator(".progress")).to_have_text(re.compile("^done"), timeout=PATIENCE)
    wait_for_reports(page, story, 3)
    page.goto("/corrections")
    take_back(page, page.get_by_role("button", name="Take it back").click)
    wait_for_reports(page, story, 4)
    step("a grouping is put right, stays so, and is taken back")

    page.goto(story)
    dispute = page.locator(".parting").first
    question = dispute.locator("h3 a").inner_text()
    dispute.get_by_text("They do not part here").click()
    dispute.get_by_label("Why, if you like").fill("Two garrisons")
    dispute.get_by_role("button", name="Dismiss it").click()
    expect(page.get_by_role("heading", name="Dismissed by you")).to_be_visible()
    expect(page.locator(".parting h3 a", has_text=question)).to_have_count(0)
    page.goto("/corrections")
    take_back(page, page.get_by_role("button", name="Take it back").click)
    page.goto(story)
    expect(page.locator(".parting h3 a", has_text=question)).to_have_count(1)
    step("a dispute is dismissed, and taken back")

    page.goto("/actor?name=Igor%20Talvik")
    sound(page, "an actor")
    page.goto("/search?q=garrison")
    sound(page, "a search")
    page.goto("/about")
    page.get_by_role("button", name="Show the token").click()
    assert len(page.get_by_label("Token").input_value()) == 64
    sound(page, "about the desk")
    page.goto("/search?q=flour")
    page.locator(".card h2 a").first.click()
    page.get_by_role("link", name="As found").click()
    expect(page.frame_locator("iframe.original").get_by_text("lower the duty on flour").first).to_be_visible()
    assert page.frame_locator("iframe.original").locator("img, script, form, iframe, link").count() == 0
    step("what an outlet published asks nothing of anybody")
    b.end()
    desk.end()


def by_keyboard(playwright):
    """All of it again, and no mouse."""
    desk = Desk("keyboard")
    b = Watched(playwright, desk, viewport=SCREENS["1280"])
    page, press = b.page, b.page.keyboard.press
    # Listened for from the beginning: whether the browser shows its own window for files is settled long before a key asks for it.
    choosers = []
    page.on("filechooser", lambda chooser: choosers.append(chooser))

    def tab_to(test, what, most=120):
        for _ in range(most):
            press("Tab")
            focus = page.evaluate("document.activeElement.outerHTML")
            if test(focus):
                seen = page.evaluate("(() => { const s = getComputedStyle(document.activeElement); return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0 })()")
                assert seen, f"the focus on {what} is not seen"
                return
        raise AssertionError(f"{what} is not reached by the keyboard")

    page.goto("/")
    press("Tab")
    assert "Skip to the content" in page.evaluate("document.activeElement.textContent")
    press("Enter")
    press("g")
    press("a")
    page.wait_for_url("**/add")
    tab_to(lambda f: 'name="files"' in f, "the field for files")
    press("Space")
    for _ in range(200):
        if choosers:
            break
        page.wait_for_timeout(100)
    choosers[0].set_files(pages())
    tab_to(lambda f: "Add files" in f, "the button that adds")
    press("Enter")
    expect(page.locator(".progress")).to_have_text(re.compile("^done: 5 new"), timeout=PATIENCE)

    press("g")
    press("s")
    page.wait_for_url(re.compile(r"/$"))
    for _ in range(5):
        press("j")
        if page.evaluate("document.activeElement.closest('.card')?.classList.contains('parts')"):
            break
    press("Enter")
    expect(page.get_by_role("heading", name="Where they part")).to_be_visible()
    story = page.url
    press("d")
    expect(page.locator(".parting h3 a").first).to_be_focused()
    tab_to(lambda f: "?at=" in f, "a quote")
    words = page.evaluate("document.activeElement.textContent")
    press("Enter")
    at_place(page, words)
    tab_to(lambda f: "Why was it read so?" in f, "the way to the reasons")
    press("Enter")
    expect(page.get_by_role("heading", name="Why", exact=True)).to_be_visible()
    press("u")
    page.wait_for_url(story)

    press("g")
    press("c")
    page.wait_for_url("**/check")
    tab_to(lambda f: f.startswith("<textarea"), "the field for a claim")
    page.keyboard.type("Talvik agreed that Osterran troops must leave Kelmar.")
    press("Tab")
    press("Enter")
    expect(page.get_by_role("heading", name="What reports say to")).to_be_visible(timeout=PATIENCE)

    page.goto(story)
    tab_to(lambda f: 'href="#reports"' in f, "the way to the reports")
    press("Enter")
    tab_to(lambda f: "Belongs to another story" in f, "the way to move a report")
    press("Enter")
    page.wait_for_url("**/move")
    tab_to(lambda f: 'type="radio"' in f, "where to move it")
    assert page.evaluate("document.activeElement.value") == "own"
    tab_to(lambda f: "Move it" in f, "the button that moves it")
    press("Enter")
    expect(page.get_by_role("heading", name="Corrections")).to_be_visible()
    wait_for_reports(page, story, 3)
    press("g")
    press("p")
    page.wait_for_url("**/corrections")
    tab_to(lambda f: "Take it back" in f, "the way to take it back")
    take_back(page, lambda: press("Enter"))
    wait_for_reports(page, story, 4)

    press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("garrison")
    press("Enter")
    expect(page.locator(".card").first).to_be_visible()
    # Who dictates to the machine switches single keys off.
    page.goto("/about")
    page.get_by_label("Single keys do something").focus()
    press("Space")
    page.goto("/")
    press("/")
    expect(page.locator("#q")).not_to_be_focused()
    step("all of it by keyboard alone")
    return b, desk, story


def otherwise(playwright, desk, story):
    """Without scripts; on a small screen, in the dark, with less motion."""
    b = Watched(playwright, desk, java_script_enabled=False)
    page = b.page
    open_story(page)
    page.locator(".side .quote blockquote a").first.click()
    expect(page.locator("mark#at")).to_be_visible()
    page.goto(story)
    dispute = page.locator(".parting").first
    dispute.get_by_text("They do not part here").click()
    dispute.get_by_role("button", name="Dismiss it").click()
    expect(page.get_by_role("heading", name="Dismissed by you")).to_be_visible()
    page.goto("/corrections")
    take_back(page, page.get_by_role("button", name="Take it back").click)
    page.goto("/add")
    page.get_by_label("The text of a report").fill("Bakers ask for cheaper flour\n\nThe bakers of Tolm asked the council to lower the duty on flour.")
    page.get_by_role("button", name="Add text").click()
    for _ in range(120):
        if page.get_by_text(re.compile("^done: 1 new")).count():
            break
        time.sleep(0.5)
        page.reload()
    else:
        raise AssertionError(page.locator("main").inner_text())
    b.end()
    step("without scripts")
    for screen in SCREENS:
        for scheme in ["light", "dark"]:
            b = Watched(playwright, desk, viewport=SCREENS[screen], color_scheme=scheme, reduced_motion="reduce")
            for name, address in views(story, b).items():
                b.page.goto(address)
                sound(b.page, f"{name} on {screen} pixels, {scheme}")
            b.end()
    step("on small and large screens, by day and by night")


def views(story, b):
    b.page.goto(story)
    quote = b.page.locator(".side-2 .quote blockquote a").first.get_attribute("href")
    return {"front": "/", "story": story, "report": quote, "actor": "/actor?name=Igor%20Talvik",
            "check": "/check?claim=Talvik%20agreed%20that%20Osterran%20troops%20must%20leave%20Kelmar.",
            "add": "/add", "search": "/search?q=garrison", "corrections": "/corrections", "about": "/about"}


def draw(playwright, desk, story):
    """The pictures of the page for users."""
    for screen, viewport in SCREENS.items():
        b = Watched(playwright, desk, viewport=viewport, reduced_motion="reduce")
        for name, address in views(story, b).items():
            if name in ("front", "story", "report", "actor", "check"):
                b.page.goto(address)
                height = min(b.page.evaluate("document.documentElement.scrollHeight"), 2200)
                b.page.set_viewport_size({**viewport, "height": height})
                b.page.evaluate("scrollTo(0, 0)")
                b.page.screenshot(path=str(PICTURES / f"{name}-{screen}.png"))
                b.page.set_viewport_size(viewport)
        b.end()


def extension(playwright, desk):
    """The extension hands a page over, by its own name and with the token."""
    with tempfile.TemporaryDirectory() as profile:
        context = playwright.chromium.launch_persistent_context(
            profile, executable_path=CHROMIUM, channel="chromium",
            args=[*ARGS, f"--disable-extensions-except={EXTENSION}", f"--load-extension={EXTENSION}"])
        try:
            page = context.new_page()
            page.goto("chrome://extensions")
            ids = page.evaluate("chrome.management ? new Promise(r => chrome.management.getAll(a => r(a.map(e => e.id)))) : []")
            assert ids, "the extension is not there"
            page.goto(f"chrome-extension://{ids[0]}/options.html")
            token = Path(f"{desk.store}-token").read_text().strip()
            page.get_by_label("Address").fill("http://192.0.2.1:7878")
            page.get_by_label("Token").fill("00")
            page.get_by_role("button", name="Keep").click()
            expect(page.get_by_role("status")).to_contain_text("on this machine")
            hand_over = """async () => {
              const { handOver } = await import('./hand-over.js');
              const html = '<article><h1>Ferry late</h1><p>The ferry to Askvik was late on Monday, the harbour master said.</p></article>';
              return handOver({ url: 'https://harbourpost.example/late', title: 'Ferry late', html }).catch((e) => ({ text: e.message }));
            }"""
            for given, says in [("00", "does not know this token"), (token, "is being added")]:
                page.get_by_label("Address").fill(desk.address)
                page.get_by_label("Token").fill(given)
                page.get_by_role("button", name="Keep").click()
                expect(page.get_by_role("status")).to_contain_text("Kept")
                said = page.evaluate(hand_over)
                assert says in said["text"], said
            page.goto(said["link"])
            expect(page.locator(".progress")).to_have_text(re.compile("^done: 1 new"), timeout=PATIENCE)
        finally:
            context.close()
    step("the extension hands a page over")


with sync_playwright() as playwright:
    if WHAT == "check":
        walk(playwright)
        b, desk, story = by_keyboard(playwright)
        b.end()
        otherwise(playwright, desk, story)
        extension(playwright, desk)
    else:
        desk = Desk("pictures")
        b = Watched(playwright, desk, viewport=SCREENS["1280"])
        add(b.page, pages())
        open_story(b.page)
        story = b.page.url
        b.end()
        draw(playwright, desk, story)
    desk.end()
print(f"{len(done)} passed, 0 failed")
