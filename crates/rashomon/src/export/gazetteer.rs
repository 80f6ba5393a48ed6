//! Where a named place is: towns of GeoNames, states by a point within the shape that Natural Earth draws.
//!
//! A name that several places have is settled by what stands with it ("Paris, Texas"), by the states that the report
//! names, and last by the number of people; how it was settled is told, and a name that is not known stays unresolved.

use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

/// Who is to be named with anything made of these places.
pub const ATTRIBUTION: &str = "Places: GeoNames (https://www.geonames.org/), CC BY 4.0 \
    (https://creativecommons.org/licenses/by/4.0/), changed; points of states: Natural Earth, public domain";

/// A town or state.
#[derive(Debug, PartialEq)]
pub struct Place {
    /// A state, not a town.
    pub is_state: bool,
    /// The name that GeoNames has for it.
    pub name: &'static str,
    /// ISO 3166-1, three letters.
    pub country: &'static str,
    /// Of towns in the United States, the state's name.
    region: &'static str,
    pub latitude: f64,
    pub longitude: f64,
    pub people: u64,
    pub geonames: u32,
}

/// How a name was settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// Only one place has the name.
    Only,
    /// The words say which: "Paris, Texas".
    Stated,
    /// The report names the country.
    Country,
    /// It is the one with most people.
    People,
}

impl Basis {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Only => "only",
            Self::Stated => "stated",
            Self::Country => "country",
            Self::People => "people",
        }
    }
}

/// A place that a name was resolved to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Found {
    pub place: &'static Place,
    pub basis: Basis,
    /// Others have the name, and nothing but guesswork speaks against them.
    pub ambiguous: bool,
    /// Places that have the name.
    pub candidates: usize,
}

struct Gazetteer {
    places: Vec<Place>,
    by_name: HashMap<String, Vec<usize>>,
    codes: HashMap<&'static str, &'static str>,
    regions: BTreeSet<String>,
}

static GAZETTEER: LazyLock<Gazetteer> = LazyLock::new(|| read(include_str!("../../data/generated/gazetteer.tsv")));

fn read(table: &'static str) -> Gazetteer {
    let mut out =
        Gazetteer { places: Vec::new(), by_name: HashMap::new(), codes: HashMap::new(), regions: BTreeSet::new() };
    for line in table.lines().filter(|l| !l.starts_with('#')) {
        let mut columns = line.split('\t');
        let mut next = || columns.next().unwrap_or_default();
        let (what, names, country, code, region) = (next(), next(), next(), next(), next());
        let (Ok(latitude), Ok(longitude)) = (next().parse(), next().parse()) else { continue };
        let (people, geonames) = (next().parse().unwrap_or(0), next().parse().unwrap_or(0));
        let name = names.split(';').next().unwrap_or_default();
        let is_state = what == "state";
        if is_state {
            out.codes.insert(country, code);
        }
        if !region.is_empty() {
            out.regions.insert(folded(region));
        }
        for n in names.split(';') {
            out.by_name.entry(folded(n)).or_default().push(out.places.len());
        }
        out.places.push(Place { is_state, name, country, region, latitude, longitude, people, geonames });
    }
    out
}

/// One spelling of what is written with or without an article, in capitals or not.
fn folded(name: &str) -> String {
    let lower = name.trim().to_lowercase().replace('’', "'");
    lower.strip_prefix("the ").unwrap_or(&lower).to_owned()
}

/// The code of two letters for one of three.
pub fn two_letters(country: &str) -> Option<&'static str> {
    GAZETTEER.codes.get(country).copied()
}

/// The place of this name in a report that names these countries (codes of three letters).
pub fn find(name: &str, countries: &BTreeSet<&str>) -> Option<Found> {
    let g = &*GAZETTEER;
    let all = |name: &str| g.by_name.get(&folded(name)).map_or(&[][..], Vec::as_slice);
    let mut candidates: Vec<&Place> = all(name).iter().map(|&k| &g.places[k]).collect();
    if candidates.is_empty() {
        // "Paris, Texas": what follows says which.
        let (town, rest) = name.split_once(',')?;
        let states: Vec<&str> =
            all(rest).iter().map(|&k| &g.places[k]).filter(|p| p.is_state).map(|p| p.country).collect();
        let region = folded(rest);
        candidates = all(town).iter().map(|&k| &g.places[k]).filter(|p| !p.is_state).collect();
        let named = candidates.len();
        candidates.retain(|p| states.contains(&p.country) || !p.region.is_empty() && folded(p.region) == region);
        let place = largest(&candidates)?;
        return Some(Found { place, basis: Basis::Stated, ambiguous: candidates.len() > 1, candidates: named });
    }
    let named = candidates.len();
    // An American state is in no table of points.
    let region = g.regions.contains(&folded(name));
    // A state goes before the towns that have its name, unless an American state has it too.
    if let Some(place) = candidates.iter().find(|p| p.is_state) {
        let basis = if named == 1 { Basis::Only } else { Basis::People };
        return Some(Found { place, basis, ambiguous: region, candidates: named });
    }
    if let [place] = candidates[..] {
        return Some(Found { place, basis: Basis::Only, ambiguous: region, candidates: 1 });
    }
    let within: Vec<&Place> = candidates.iter().copied().filter(|p| countries.contains(p.country)).collect();
    let (among, basis) = if within.is_empty() { (candidates, Basis::People) } else { (within, Basis::Country) };
    let place = largest(&among)?;
    Some(Found { place, basis, ambiguous: region || basis == Basis::People || among.len() > 1, candidates: named })
}

fn largest(among: &[&'static Place]) -> Option<&'static Place> {
    among.iter().copied().max_by_key(|p| (p.people, std::cmp::Reverse(p.geonames)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(name: &str, countries: &[&str]) -> Option<(&'static str, &'static str, &'static str, bool)> {
        let f = find(name, &countries.iter().copied().collect())?;
        Some((f.place.country, f.place.region, f.basis.as_str(), f.ambiguous))
    }

    #[test]
    fn every_line_of_the_table_is_a_place_on_earth() {
        let lines = include_str!("../../data/generated/gazetteer.tsv").lines().filter(|l| !l.starts_with('#')).count();
        assert_eq!(GAZETTEER.places.len(), lines);
        assert!(lines > 30_000, "{lines}");
        for p in &GAZETTEER.places {
            assert!(p.latitude.abs() <= 90.0 && p.longitude.abs() <= 180.0 && p.country.len() == 3, "{p:?}");
        }
        assert_eq!(two_letters("NOR"), Some("NO"));
    }

    #[test]
    fn names_are_settled_and_how_is_told() {
        assert_eq!(found("Helsinki", &[]), Some(("FIN", "", "only", false)));
        assert_eq!(found("the Netherlands", &[]).map(|f| f.0), Some("NLD"));
        assert_eq!(found("Paris", &[]), Some(("FRA", "", "people", true)));
        assert_eq!(found("Paris", &["FRA"]), Some(("FRA", "", "country", false)));
        assert_eq!(found("Paris, Texas", &["FRA"]), Some(("USA", "Texas", "stated", false)));
        assert_eq!(found("Birmingham", &["USA"]).map(|f| (f.0, f.2)), Some(("USA", "country")));
        assert_eq!(found("Birmingham", &["GBR"]).map(|f| f.0), Some("GBR"));
        assert_eq!(found("Georgia", &[]).map(|f| (f.0, f.3)), Some(("GEO", true)));
    }

    #[test]
    fn no_place_is_guessed() {
        for name in ["Port Sevin", "the capital", "", "Kelmar province", "Paris, Valdoria", ","] {
            assert_eq!(found(name, &["USA"]), None, "{name}");
        }
    }
}
