"""Reads every format of an export by somebody else's reader and compares it with what the JSON lines say.
usage: FOLDER SCHEMA-OF-THE-TABLE GAZETTEER; says what is wrong, and fails if anything is."""
import collections
import csv
import datetime
import html
import json
import re
import socket
import sys
import traceback
import unicodedata
import xml.etree.ElementTree
from pathlib import Path

import conllu
import feedparser
import geojson
import icalendar
import networkx
import pyarrow
import pyarrow.parquet
import rdflib
from followthemoney import model

FOLDER, SCHEMA = Path(sys.argv[1]), json.loads(Path(sys.argv[2]).read_text("utf-8"))
GAZETTEER = Path(sys.argv[3])
TYPES = set("AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST REJECT ACCUSE THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT".split())


def no_network(*_):
    raise AssertionError("the reader wants to fetch something")


# Nothing that is exported needs the network to be understood.
socket.create_connection = socket.socket.connect = no_network


def the(pattern):
    return next(FOLDER.glob(pattern))


def text_of(name):
    return the(name).read_bytes().decode("utf-8")


def lines_of(name):
    # A line may hold what Python's splitlines() takes for the end of one.
    return [line for line in text_of(name).split("\n") if line]


LINES = [json.loads(line) for line in lines_of("jsonl.*")]
REPORTS = {r["id"]: r for r in LINES if r["kind"] == "report"}
STORIES = [s for s in LINES if s["kind"] == "story"]
EVENTS = [(s, REPORTS[r], e) for s in STORIES for r in s["reports"] for e in REPORTS[r]["events"]]
DISPUTES = [d for s in STORIES for d in s["disputes"]]


def same(found, wanted, what):
    assert found == wanted, f"{what}: {found!r} is not {wanted!r}"


def sentence_of(report, event):
    for start, end in report["sentences"]:
        if start <= event["start"] and event["end"] <= end:
            return start, end
    return event["start"], event["end"]


def one_line(text):
    """As a reader shows it: control characters and white space are one space."""
    return " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f\ufffe\uffff]", " ", text).split())


def days(value):
    """First and last day of a date, week, month, quarter, half or year; nothing else has days."""
    if m := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)(T.*)?", value):
        day = datetime.date(*map(int, m.groups()[:3]))
        return day, day
    if m := re.fullmatch(r"(\d{4})-W(\d\d)(?:-(\d))?", value):
        year, week, day = m.groups()
        first = datetime.date.fromisocalendar(int(year), int(week), int(day or 1))
        return first, first if day else first + datetime.timedelta(6)
    months = None
    if m := re.fullmatch(r"(\d{4})", value):
        months = 1, 12
    elif m := re.fullmatch(r"(\d{4})-(\d\d)", value):
        months = int(m[2]), int(m[2])
    elif m := re.fullmatch(r"(\d{4})-Q([1-4])", value):
        months = 3 * int(m[2]) - 2, 3 * int(m[2])
    elif m := re.fullmatch(r"(\d{4})-H([12])", value):
        months = 6 * int(m[2]) - 5, 6 * int(m[2])
    if not months:
        return None
    year = int(m[1])
    after = datetime.date(year + months[1] // 12, months[1] % 12 + 1, 1)
    return datetime.date(year, months[0], 1), after - datetime.timedelta(1)


def happenings(story):
    """Dated events with their tellings, those left out that all say did not happen."""
    mentions = {x["id"]: x["mentions"] for x in story["events"]}
    for t in story["timeline"]:
        tellings = []
        for m in mentions[t["event"]]:
            report = REPORTS[m["report"]]
            tellings += [(report, e) for e in report["events"] if (e["start"], e["end"]) == (m["start"], m["end"])][:1]
        if tellings and any(e["factuality"] >= 0 for _, e in tellings):
            yield t["date"], tellings


def check_jsonl():
    told = [r for s in STORIES for r in s["reports"]]
    same(sorted(told), sorted(REPORTS), "reports of the stories")
    for s in STORIES:
        for d in s["disputes"]:
            for x in (x for side in d["sides"] for x in side["statements"]):
                same(REPORTS[x["report"]]["text"][x["start"] : x["end"]], x["quote"], "quote")
    return len(LINES)


def schema_rows():
    """The rows of the Parquet file, whose schema is the documented one, and which say what the JSON lines say."""
    table = pyarrow.parquet.read_table(the("parquet.*"))
    fields = [(f.name, str(f.type), f.nullable) for f in table.schema]
    same(fields, [(f["name"], f["arrow"], not f["constraints"]["required"]) for f in SCHEMA["fields"]], "schema")
    rows = table.to_pylist()
    same(len(rows), len(EVENTS), "number of rows")
    return rows


def check_parquet():
    rows = schema_rows()
    for row, (story, report, event) in zip(rows, EVENTS):
        same((row["story"], row["report"], row["event"]), (story["id"], report["id"], event["id"]), "row")
        same(row["words"], report["text"][event["start"] : event["end"]], "words")
        same((row["start"], row["end"]), (event["start"], event["end"]), "offsets")
        same((row["sentence_start"], row["sentence_end"]), sentence_of(report, event), "sentence")
        same(row["sentence"], report["text"][row["sentence_start"] : row["sentence_end"]], "sentence")
        for column, key in [("lemma",) * 2, ("type",) * 2, ("mode",) * 2, ("place",) * 2, ("time",) * 2, ("factuality",) * 2, ("about",) * 2]:
            same(row[column], event[key], column)
        for column in ("url", "outlet", "title", "published", "language"):
            same(row[column], report[column], column)
        for who in ("actor", "recipient"):
            known = {a["id"]: a for a in report["actors"]}
            names = [known[a]["name"] for a in event[who + "s"]] or [report["text"][s:e] for s, e in event[who + "_spans"]]
            same(row[who + "s"], names, who + "s")
            same(len(row[who + "_countries"]), len(names), who + "_countries")
        same(row["own_word"], event["holder"] is None, "own_word")
    return len(rows)


def check_csv():
    with open(the("csv.*"), encoding="utf-8", newline="") as f:
        header, *rows = csv.reader(f)
    columns = SCHEMA["fields"]
    same(header, [c["name"] for c in columns], "header")
    wanted = schema_rows()
    same(len(rows), len(wanted), "number of rows")

    def cell(value, column):
        if value is None:
            return ""
        if isinstance(value, bool):
            return str(value).lower()
        if isinstance(value, (int, float)):
            return f"{value:g}"
        text = "; ".join(value) if isinstance(value, list) else value
        text = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]", "", text)
        return "'" + text if text[:1] in tuple("=+-@\t\r") and text else text

    for row, values in zip(rows, wanted):
        same(len(row), len(columns), "number of cells")
        for found, column in zip(row, columns):
            same(found, cell(values[column["name"]], column), column["name"])
            assert column["type"] != "string" or not re.match(r"[=+\-@\t\r]", found), f"a formula: {found!r}"
    return len(rows)


def check_plover():
    records = [json.loads(line) for line in lines_of("plover.*")]
    known = {f"{r['id']}-{e['id'][1:]}": (r, e) for _, r, e in EVENTS if e["type"] and e["factuality"] > 0}
    for record in records:
        report, event = known[record["id"]]
        assert record["actor"] and record["event"] == [event["type"]] and event["type"] in TYPES, record
        info = record["text_info"]
        same(report["text"][info["start"] : info["end"]], record["text"], "text")
        same(record["event_text"], [report["text"][event["start"] : event["end"]]], "event_text")
        if record["date"]:
            datetime.date.fromisoformat(record["date"])
    same(len({r["id"] for r in records}), len(records), "ids")
    same(len(records), sum(bool(e["actors"] or e["actor_spans"]) for _, e in known.values()), "number of records")
    return len(records)


def check_jsonld():
    schema, oa = rdflib.Namespace("https://schema.org/"), rdflib.Namespace("http://www.w3.org/ns/oa#")
    ours = rdflib.Namespace("https://github.com/rashomon-news/rashomon/blob/main/docs/vocabulary.md#")
    graph = rdflib.Graph().parse(data=text_of("jsonld.*"), format="json-ld")
    kind = lambda of: set(graph.subjects(rdflib.RDF.type, of))
    one = lambda s, p: next(iter(graph.objects(s, p)))
    articles = {str(one(a, schema.identifier)): a for a in kind(schema.NewsArticle)}
    same(sorted(articles), sorted(REPORTS), "articles")
    for name, article in articles.items():
        same(str(one(article, schema.articleBody)), REPORTS[name]["text"], "articleBody")
        if REPORTS[name]["published"]:
            assert str(one(article, schema.datePublished)).startswith(REPORTS[name]["published"])
    sides = [side for d in DISPUTES for side in d["sides"]]
    agreements = [a for s in STORIES for a in s["agreements"]]
    same(len(kind(schema.Claim)), len(sides) + len(agreements), "number of claims")
    same(len(kind(ours.Dispute)), len(DISPUTES), "number of disputes")
    same(len(kind(ours.Agreement)), len(agreements), "number of agreements")
    same(len(kind(ours.Story)), len(STORIES), "number of stories")
    told = collections.Counter((one_line(d["question"]), d["kind"], d["status"], len(d["sides"])) for d in DISPUTES)
    read = collections.Counter(
        (str(one(d, ours.question)), str(one(d, ours.kind)), str(one(d, ours.status)), len(set(graph.objects(d, ours.side))))
        for d in kind(ours.Dispute)
    )
    same(read, told, "disputes")
    for a, b in graph.subject_objects(ours.disagreesWith):
        assert a != b and (b, ours.disagreesWith, a) in graph
    same(len(list(graph.subject_objects(ours.disagreesWith))), sum(len(d["sides"]) * (len(d["sides"]) - 1) for d in DISPUTES), "disagreements")
    statements = {
        (x["report"], x["start"], x["end"], x["quote"])
        for side in sides + agreements
        for x in side["statements"]
    }
    evidence = set()
    for annotation in kind(oa.Annotation):
        assert one(annotation, oa.hasBody) in kind(schema.Claim)
        target = one(annotation, oa.hasTarget)
        article = one(target, oa.hasSource)
        assert (one(annotation, oa.hasBody), schema.appearance, article) in graph
        selectors = {one(s, rdflib.RDF.type): s for s in graph.objects(target, oa.hasSelector)}
        quote, position = selectors[oa.TextQuoteSelector], selectors[oa.TextPositionSelector]
        start, end = (one(position, p).toPython() for p in (oa.start, oa.end))
        assert isinstance(start, int) and isinstance(end, int)
        body = str(one(article, schema.articleBody))
        same(str(one(quote, oa.exact)), body[start:end], "exact")
        same(str(one(quote, oa.prefix)), body[max(0, start - 32) : start], "prefix")
        same(str(one(quote, oa.suffix)), body[end : end + 32], "suffix")
        evidence.add((str(one(article, schema.identifier)), start, end, body[start:end]))
    same(evidence, statements, "evidence")
    return len(graph)


def seen(properties):
    """Properties in one spelling of accents, without the characters that nobody sees."""
    visible = lambda value: "".join(c for c in unicodedata.normalize("NFC", value) if unicodedata.category(c) not in ("Cc", "Cf", "Cn", "Co"))
    return {k: sorted(map(visible, v)) for k, v in properties.items()}


def check_ftm():
    entities, count = {}, 0
    for line in lines_of("ftm.*"):
        data = json.loads(line)
        schema = model.get(data["schema"])
        errors = schema.validate(data)
        assert not errors, f"{errors}: {data}"
        # It cleans what it is given: no value may be lost, nor anything in it that is seen.
        proxy = model.get_proxy(data, cleaned=False)
        same(seen(proxy.to_dict()["properties"]), seen(data["properties"]), "values that are kept")
        entities[proxy.id] = entities[proxy.id].merge(proxy) if proxy.id in entities else proxy
        count += 1
    for proxy in entities.values():
        for prop, value in proxy.itervalues():
            if prop.type.name == "entity":
                assert value in entities, f"{proxy.id} names {value}, which is not there"
                assert entities[value].schema.is_a(prop.range), f"{prop}: {entities[value].schema}"
    of = collections.Counter(e.schema.name for e in entities.values())
    same(of["Article"], len({(r["url"] or r["id"], r["text"]) for r in REPORTS.values()}), "number of articles")
    names = {one_line(r["id"]): r for r in REPORTS.values()}
    for e in entities.values():
        if e.schema.name == "Article":
            report = names[e.first("fileName")]
            same(e.get("publishedAt"), [report["published"]] if report["published"] else [], "publishedAt")
            for prop, key in ("title", "title"), ("publisher", "outlet"):
                wanted = seen({key: [one_line(report[key])]})[key] if report[key] else None
                assert wanted is None or seen({key: e.get(prop)})[key] == wanted, f"{prop}: {e.get(prop)} is not {wanted}"
    for e in entities.values():
        if e.schema.name == "Event":
            assert set(e.get("keywords")) <= TYPES and e.get("proof"), e.to_dict()
    return count


def check_conllu():
    sentences = conllu.parse(text_of("conllu.*"))
    report, seen = None, collections.Counter()
    ids = {one_line(i): r for i, r in REPORTS.items()}
    for s in sentences:
        if "newdoc id" in s.metadata:
            report = ids[s.metadata["newdoc id"]]
        spans = [(int(t["misc"]["start_char"]), int(t["misc"]["end_char"])) for t in s]
        for (start, end), token in zip(spans, s):
            there = re.sub(r"[\s\x00-\x1f\x7f-\x9f]", "\u00a0", report["text"][start:end])
            same(token["form"], there or "_", "form")
        same([t["id"] for t in s], list(range(1, len(s) + 1)), "ids")
        assert any(t["head"] == 0 for t in s) and all(0 <= t["head"] <= len(s) for t in s)
        same(list((spans[0][0], spans[-1][1])), report["sentences"][seen[report["id"]]], "sentence")
        seen[report["id"]] += 1
    same(dict(seen), {r["id"]: len(r["sentences"]) for r in REPORTS.values() if r["sentences"]}, "sentences")
    return len(sentences)


def graph_of(graph):
    nodes = {n: (d["label"], d.get("kind", ""), d.get("country", ""), d["reports"]) for n, d in graph.nodes(data=True)}
    edges = collections.Counter(
        (a, b, d["type"], int(d["count"]), int(d["tellings"]), d.get("day", ""), d["mutual"], d["reports"], float(d["weight"]))
        for a, b, d in graph.edges(data=True)
    )
    return nodes, edges


def check_graphs():
    one, two = networkx.read_graphml(the("graphml.*")), networkx.read_gexf(the("gexf.*"))
    (nodes, edges), (same_nodes, same_edges) = graph_of(one), graph_of(two)
    squeezed = lambda nodes: {n: tuple(one_line(x or "") for x in v) for n, v in nodes.items()}
    same(squeezed(nodes), squeezed(same_nodes), "nodes")
    squeeze = lambda edges: collections.Counter(tuple(one_line(x) if isinstance(x, str) else x for x in e) for e in edges.elements())
    same(squeeze(edges), squeeze(same_edges), "edges")
    tellings = 0
    for _, report, e in EVENTS:
        if e["type"] and e["factuality"] > 0:
            name = {a["id"]: (a["name"].lower(), a["anonymous"] and a["id"]) for a in report["actors"]}
            mutual = not e["recipients"] and e["type"] in ("CONSULT", "AGREE", "COOPERATE")
            for n, a in enumerate(e["actors"]):
                others = e["actors"][n + 1 :] if mutual else e["recipients"]
                tellings += sum(name[a] != name[b] for b in others)
    same(sum(e[4] for e in edges.elements()), tellings, "tellings")
    for e in edges:
        assert e[3] <= e[4] and e[2] in TYPES
        assert not e[5] or datetime.date.fromisoformat(e[5])
    return one.number_of_edges()


def check_timelinejs():
    events = json.loads(text_of("timelinejs.*"))["events"]
    wanted = [(days(date), date, t) for s in STORIES for date, t in happenings(s) if days(date)]
    same(len(events), len(wanted), "number of events")
    for event, ((first, last), date, tellings) in zip(events, wanted):
        start = event["start_date"]
        same(datetime.date(start["year"], start.get("month", 1), start.get("day", 1)), first, "start_date")
        assert ("day" in start) == (bool(re.match(r"\d{4}-(\d\d-\d\d|W|Q|H)", date))), (start, date)
        if "end_date" in event:
            end = event["end_date"]
            same(datetime.date(end["year"], end["month"], end["day"]), last, "end_date")
        shown = event["text"]["headline"] + event["text"]["text"]
        same(set(re.findall(r"<(/?\w+)", shown)) - {"p", "/p", "a", "/a"}, set(), "HTML")
        assert not re.search(r"href=\"(?!https?://)", shown), shown
        plain = html.unescape(re.sub(r"<[^>]*>", "", event["text"]["text"]))
        told = [one_line(r["text"][slice(*sentence_of(r, e))]) for r, e in tellings]
        assert any(t in plain for t in told), f"none of {told} in {plain}"
    same(len({e["unique_id"] for e in events}), len(events), "ids")
    return len(events)


def check_ical():
    data = the("ical.*").read_bytes()
    assert all(len(line) <= 75 for line in data.split(b"\r\n")), "a line is too long"
    assert b"\n" not in data.replace(b"\r\n", b""), "a line ends otherwise"
    calendar = icalendar.Calendar.from_ical(data)
    assert not calendar.errors, calendar.errors
    wanted = [(days(d), t) for s in STORIES for d, t in happenings(s) if days(d) and (days(d)[1] - days(d)[0]).days < 7]
    events = calendar.walk("VEVENT")
    same(len(events), len(wanted), "number of events")
    for event, ((first, last), tellings) in zip(events, wanted):
        assert not event.errors, event.errors
        same((event["DTSTART"].dt, event["DTEND"].dt), (first, last + datetime.timedelta(1)), "days")
        published = [days(r["published"])[0] for r, _ in tellings if r["published"]]
        same(event["DTSTAMP"].dt.date(), max(published, default=first), "DTSTAMP")
        assert any(one_line(r["text"][slice(*sentence_of(r, e))]) in str(event["DESCRIPTION"]) for r, e in tellings), str(event["DESCRIPTION"])
        for name in ("SUMMARY", "DESCRIPTION"):
            assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f]", str(event[name])), repr(event[name])
    same(len({str(e["UID"]) for e in events}), len(events), "ids")
    return len(events)


def folded(name):
    return re.sub("^the ", "", name.strip().lower().replace("\u2019", "'"))


def check_geojson():
    collection = geojson.loads(text_of("geojson.*"))
    assert collection.is_valid, collection.errors()
    assert "GeoNames" in collection["attribution"] and "CC BY 4.0" in collection["attribution"]
    known = {(r["id"], e["id"]): (r, e) for _, r, e in EVENTS if e["place"]}
    for f in collection["features"]:
        p = f["properties"]
        report, event = known.pop((p["report"], p["event"]))
        same(p["place"], event["place"], "place")
        same(p["sentence"], report["text"][p["start"] : p["end"]], "sentence")
        longitude, latitude = f["geometry"]["coordinates"]
        assert -180 <= longitude <= 180 and -90 <= latitude <= 90 and len(p["country"]) == 3
        assert p["settled_by"] in ("only", "stated", "country", "people") and isinstance(p["ambiguous"], bool)
        assert p["settled_by"] == "only" or p["candidates"] > 1 or p["settled_by"] == "stated"
        if p["resolved"] == "Oslo":
            assert abs(longitude - 10.75) < 0.2 and abs(latitude - 59.9) < 0.2 and p["country"] == "NOR"
    places = (line.split("\t")[1] for line in GAZETTEER.read_text("utf-8").splitlines() if not line.startswith("#"))
    names = {folded(name) for place in places for name in place.split(";")}
    for _, event in known.values():
        assert folded(event["place"]) not in names, f"{event['place']} is missing"
    for f in collection["features"]:
        place = f["properties"]["place"]
        assert folded(place) in names or "," in place, f"{place} is guessed"
    return len(collection["features"])


def check_atom():
    data = the("atom.*").read_bytes()
    xml.etree.ElementTree.fromstring(data)
    feed = feedparser.parse(data)
    assert not feed.bozo, feed.get("bozo_exception")
    same(feed.version, "atom10", "version")
    same(sorted(one_line(e.title) for e in feed.entries), sorted(one_line(d["question"]) for d in DISPUTES), "entries")
    same(len({e.id for e in feed.entries}), len(feed.entries), "ids")
    dates = [e.updated for e in feed.entries]
    same(dates, sorted(dates, reverse=True), "order")
    published = {str(days(r["published"])[0]) for r in REPORTS.values() if r["published"]} | {"1970-01-01"}
    assert all(d[:10] in published and d[10:] in ("T00:00:00Z", "T00:00:00+00:00") for d in dates), dates
    same(feed.feed.updated, dates[0] if dates else feed.feed.updated, "updated")
    for e in feed.entries:
        assert e.summary and e.content[0].value and all(l.href.startswith("http") for l in e.get("links", []))
    return len(feed.entries)


failed, empty = 0, []
counts = []
for check in [f for name, f in list(globals().items()) if name.startswith("check_")]:
    name = check.__name__[6:]
    try:
        count = check()
        counts.append(f"{name} {count}")
        if not count:
            empty.append(name)
    except Exception as error:
        failed += 1
        where = traceback.extract_tb(error.__traceback__)[-1]
        print(f"{FOLDER.name}: {name}: {str(error) or where.line} ({type(error).__name__}, line {where.lineno})")
# A check of nothing shows nothing.
if FOLDER.name == "both" and empty:
    failed += 1
    print(f"{FOLDER.name}: nothing to read in {', '.join(empty)}")
print(f"{FOLDER.name}: read " + ", ".join(counts))
sys.exit(failed > 0)
