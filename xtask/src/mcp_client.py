"""Asks the server for assistants through the official client, and looks whether what it answers holds.

usage: mcp_client.py check COMMAND STORE READINGS.jsonl HOSTILE DOCUMENT
       mcp_client.py transcript COMMAND STORE

READINGS.jsonl is what `rashomon read` says of the reports in the store, HOSTILE words of a report that ask an assistant for
something, DOCUMENT the page with the transcript.
"""

import asyncio
import json
import re
import subprocess
import sys

import jsonschema
from mcp import Client, StdioServerParameters

LARGEST = 24_000


def walk(value):
    """All objects in an answer, however deep."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from walk(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from walk(inner)


def strings(value, under=None):
    """All words in an answer, each with the field that it stands in."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from strings(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner, under)
    elif isinstance(value, str):
        yield under, value


class Asked:
    """The server, with all that it answered."""

    def __init__(self, client, tools, texts):
        self.client, self.tools, self.texts = client, {t.name: t for t in tools}, texts
        self.calls = self.quotes = 0

    async def answer(self, tool, **args):
        result = await self.client.call_tool(tool, args)
        said = result.content[0].text
        assert not result.is_error, f"{tool} {args}: {said}"
        answer = result.structured_content
        jsonschema.validate(answer, self.tools[tool].output_schema)
        jsonschema.validate(args, self.tools[tool].input_schema)
        assert json.loads(said) == answer, f"{tool}: the text is not what the structure says"
        assert len(said) <= LARGEST, f"{tool} {args}: {len(said)} characters"
        for quote in walk(answer):
            if isinstance(quote.get("evidence"), str):
                self.look(tool, quote)
        self.calls += 1
        return answer

    def look(self, tool, quote):
        start, end = quote["start"], quote["end"]
        report, span = quote["evidence"].split(":")
        assert span == f"{start}-{end}", f"{tool}: {quote}"
        # The store names reports by what they say: one of the texts has these words there, or the quote is made up.
        held = [t for t in self.texts if t[start:end] == quote["quote"]]
        known = self.texts.setdefault_report(report, held)
        assert known, f"{tool}: {quote} stands in no report"
        self.quotes += 1

    async def refused(self, tool, says, **args):
        result = await self.client.call_tool(tool, args)
        said = result.content[0].text
        assert result.is_error and says in said, f"{tool} {args}: {said}"
        self.calls += 1


class Texts(list):
    """The texts of the reports; which is whose is found out quote by quote, and must not change."""

    def __init__(self, texts):
        super().__init__(texts)
        self.of = {}

    def setdefault_report(self, report, held):
        before = self.of.get(report, held)
        self.of[report] = [t for t in before if t in held]
        return self.of[report]


async def check(command, store, readings, hostile, document):
    with open(readings, encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    with open(document, encoding="utf-8") as page:
        committed = re.findall(r"^→ `(\w+)`", page.read(), re.MULTILINE)
    server = StdioServerParameters(command=command, args=["mcp", "--no-config", "--offline", "--store", store])
    calls = quotes = 0
    # The handshake of before 2026, and the one since.
    for mode in ("legacy", "auto"):
        async with Client(server, mode=mode) as client:
            tools = (await client.list_tools()).tools
            for tool in tools:
                jsonschema.Draft202012Validator.check_schema(tool.input_schema)
                jsonschema.Draft202012Validator.check_schema(tool.output_schema)
                assert tool.annotations.read_only_hint, tool.name
            assert set(committed) == {t.name for t in tools}, f"the transcript in {document} shows {sorted(set(committed))}"
            asked = Asked(client, tools, Texts(texts))
            await converse(asked, hostile)
            calls, quotes = calls + asked.calls, quotes + asked.quotes
    ends(command, store)
    print(f"{calls} calls, {quotes} quotes, each found at its place")


async def converse(asked, hostile):
    found = await asked.answer("search", query="troops leave")
    assert found["hits"] and all(h["quotes"] for h in found["hits"]), found
    one = await asked.answer("search", query="troops", limit=1)
    assert len(one["hits"]) == 1 and one["next_skip"] == 1, one
    await asked.answer("search", query="troops", limit=50, skip=1)
    fields = await asked.answer("search", query="type:REJECT")
    assert fields["hits"], fields

    stories = (await asked.answer("stories"))["stories"]
    disputed = (await asked.answer("stories", disputed=True))["stories"]
    assert disputed and len(disputed) < len(stories), (disputed, stories)
    story = await asked.answer("story", story=disputed[0]["story"])
    sides = [s for d in story["disputes"] for s in d["sides"]]
    assert len(sides) >= 2 and all(s["statements"] for s in sides), story
    assert any(s["on_whose_word"] for side in sides for s in side["statements"]), story
    assert all(d["since"] and d["history"] for d in story["disputes"]), story
    assert story["positions"] and story["reports"], story
    for part in ("reports", "sources", "disputes", "agreements", "positions"):
        await asked.answer("story", story=story["story"], part=part)
    dated = await asked.answer("timeline", story=story["story"])
    assert dated["events"] and all(e["told_by"] for e in dated["events"]), dated

    said = await asked.answer("who_said", actor="Geller", about="agreed troops leave")
    assert said["statements"] and all("Geller" in s["on_whose_word"][0] for s in said["statements"]), said
    assert all(s["content"] for s in said["statements"]), said

    checked = await asked.answer("check_claim", claim="Igor Talvik agreed that Osterran troops must leave Kelmar.", limit=20)
    relations = {r["relation"] for r in checked["reports"]}
    assert {"supports", "disputes"} <= relations <= {"supports", "disputes", "mentions"}, checked
    assert all(r["quotes"] for r in checked["reports"] if r["relation"] != "mentions"), checked

    ids = [q["evidence"] for q in walk(story) if isinstance(q.get("evidence"), str)]
    shown = await asked.answer("evidence", ids=ids[:20], around=2)
    for place in shown["evidence"]:
        assert place["quote"] in place["context"]["quote"], place

    # What a report asks for comes out as the words of a report and nowhere else.
    trap = await asked.answer("search", query=f'"{hostile}"')
    assert len(trap["hits"]) == 1, trap
    fields = {field for field, words in strings(trap) if hostile in words}
    assert fields == {"quote"}, fields
    assert "data" in (asked.client.instructions or ""), asked.client.instructions

    await asked.refused("story", "no story", story="s0000")
    await asked.refused("timeline", "id of a story", story="")
    await asked.refused("search", "said-by:", query="speaker:talvik")
    await asked.refused("search", "a date is wanted", query="date:soon")
    await asked.refused("search", "from 1 to 50, not 500", query="troops", limit=500)
    await asked.refused("check_claim", "from 1 to 20, not 500", claim="Troops left.", limit=500)
    await asked.refused("evidence", "no report", ids=["ffffffffffffffff:0-10"])
    await asked.refused("evidence", "ends at", ids=[ids[0].split(":")[0] + ":0-9999999"])
    await asked.refused("who_said", "actor is a name", actor="?")
    await asked.refused("stories", "unknown field", colour="red")
    await asked.refused("delete", "no tool")


def ends(command, store):
    """The server ends when its input does, has answered what it was asked, and prints nothing but the protocol."""
    hello = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {
        "protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}}
    ready = {"jsonrpc": "2.0", "method": "notifications/initialized"}
    ask = {"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": {"name": "stories", "arguments": {}}}
    lines = "".join(json.dumps(m) + "\n" for m in (hello, ready, ask))
    done = subprocess.run([command, "mcp", "--store", store], input=lines, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [a["id"] for a in answers] == [1, 2] and all(a["jsonrpc"] == "2.0" for a in answers), done.stdout
    assert not done.stderr, done.stderr


async def transcript(command, store):
    """A conversation, as the page for users shows it."""
    server = StdioServerParameters(command=command, args=["mcp", "--no-config", "--offline", "--store", store])
    async with Client(server) as client:
        stories = await show(client, "stories", {"disputed": True})
        story = stories["stories"][0]["story"]
        told = await show(client, "story", {"story": story, "part": "disputes"})
        await show(client, "timeline", {"story": story})
        await show(client, "search", {"query": "type:REJECT who:talvik", "limit": 1})
        await show(client, "who_said", {"actor": "Geller", "limit": 1})
        await show(client, "check_claim", {"claim": "Igor Talvik agreed that Osterran troops must leave Kelmar.", "limit": 2})
        first = told["disputes"][0]["sides"][0]["statements"][0]["evidence"]
        await show(client, "evidence", {"ids": [first]})


async def show(client, tool, args):
    answer = (await client.call_tool(tool, args)).structured_content
    text = json.dumps(answer, ensure_ascii=False, indent=1)
    lines = text.splitlines()
    if len(lines) > 40:
        lines = lines[:40] + [f"… {len(lines) - 40} more lines"]
    print(f"→ `{tool}` `{json.dumps(args, ensure_ascii=False)}`\n\n```json")
    print("\n".join(lines))
    print("```\n")
    return answer


if __name__ == "__main__":
    what, *rest = sys.argv[1:]
    asyncio.run({"check": check, "transcript": transcript}[what](*rest))
