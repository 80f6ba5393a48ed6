//! The sets of reference data: what is run over them, and what scores them.

/// What the command is asked to do with a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Run {
    /// `rashomon parse` with these weights.
    Parse(&'static str),
    /// `rashomon read` over pages, unpacked first.
    Pages,
    /// `rashomon read`.
    Read,
    /// `rashomon compare`.
    Compare,
    /// `rashomon check` of the pairs that the set lists.
    Check,
}

/// A set of reference data.
#[derive(Clone, Copy, Debug)]
pub struct Set {
    /// As it is called on the command line and in the data files.
    pub name: &'static str,
    /// Below the folder of the reference data.
    pub gold: &'static str,
    /// The scorer, without `.py`.
    pub scorer: &'static str,
    /// What is run.
    pub run: Run,
    /// The folder whose `docs.jsonl` is read, where it is not the set's own; sets that share it share the run.
    pub input: Option<&'static str>,
    /// Whether it takes seconds even with a build for development: such sets are part of `cargo xtask test`.
    pub quick: bool,
}

const fn set(name: &'static str, gold: &'static str, scorer: &'static str, run: Run) -> Set {
    Set { name, gold, scorer, run, input: None, quick: false }
}

const fn quick(set: Set) -> Set {
    Set { quick: true, ..set }
}

/// All sets, in the order of the table.
pub const SETS: [Set; 20] = [
    quick(set("lang-md", "lang/md.jsonl.gz", "lang", Run::Parse("md"))),
    set("lang-sm", "lang/sm.jsonl.gz", "lang", Run::Parse("sm")),
    set("pages-aeb", "pages/aeb", "pages", Run::Pages),
    set("pages-fundus80", "pages/fundus80", "pages", Run::Pages),
    set("pages-fundus_parser", "pages/fundus_parser", "pages", Run::Pages),
    set("pages-htmldate", "pages/htmldate", "pages", Run::Pages),
    set("pages-wcxb", "pages/wcxb", "pages", Run::Pages),
    quick(set("times", "reading/times", "times", Run::Read)),
    set("attribution", "reading/attribution", "attribution", Run::Read),
    set("events", "reading/events", "events", Run::Read),
    set("factuality", "reading/factuality", "factuality", Run::Read),
    quick(set("probes", "reading/probes", "probes", Run::Read)),
    set("stories", "compare/stories", "stories", Run::Compare),
    Set { input: Some("compare/stories"), ..set("coreference", "compare/coreference", "coreference", Run::Compare) },
    set("copies", "compare/copies", "copies", Run::Compare),
    set("check-fnc1", "compare/check/fnc1", "check", Run::Check),
    set("check-claimdiff", "compare/check/claimdiff", "check", Run::Check),
    set("check-rte3", "compare/check/rte3", "check", Run::Check),
    set("check-sick", "compare/check/sick", "check", Run::Check),
    quick(set("disputes", "disputes/dev", "disputes", Run::Compare)),
];

/// The sets of these names; a name without its last part (`pages`, `check`) means all that begin so.
pub fn named(names: &[String]) -> Result<Vec<Set>, String> {
    let mut found = Vec::new();
    for name in names {
        let these = || SETS.iter().filter(|s| s.name == name || s.name.starts_with(&format!("{name}-")));
        if these().next().is_none() {
            let known: Vec<&str> = SETS.iter().map(|s| s.name).collect();
            return Err(format!("no set is called {name:?}; there are {}", known.join(", ")));
        }
        found.extend(these());
    }
    Ok(SETS.into_iter().filter(|s| found.iter().any(|f: &&Set| f.name == s.name)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_are_called_by_name_or_by_group() {
        let names = |asked: &[&str]| -> Vec<&str> {
            let asked: Vec<String> = asked.iter().map(|&s| s.to_owned()).collect();
            named(&asked).expect("known").iter().map(|s| s.name).collect()
        };
        assert_eq!(names(&["disputes", "lang"]), ["lang-md", "lang-sm", "disputes"]);
        assert_eq!(names(&["pages"]).len(), 5);
        assert!(named(&["page".to_owned()]).is_err_and(|e| e.contains("pages-aeb")));
    }
}
