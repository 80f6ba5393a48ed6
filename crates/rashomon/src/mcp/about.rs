//! Where the words that were asked for stand.

/// The words of a text as the store's search takes them: letters and digits, whatever their case.
pub fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect()
}

/// How many different ones of the wanted words a text holds.
pub fn held(text: &str, wanted: &[String]) -> usize {
    let there = words(text);
    let first = |n: usize| !wanted[..n].contains(&wanted[n]);
    (0..wanted.len()).filter(|&n| first(n) && there.contains(&wanted[n])).count()
}

/// Whether a name holds all words of another: "Ilse Okoro" is meant by "okoro".
pub fn names(name: &str, wanted: &[String]) -> bool {
    let there = words(name);
    !wanted.is_empty() && wanted.iter().all(|w| there.contains(w))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_count_once_and_whole() {
        let wanted = words("Ferry, ferry strike");
        assert_eq!(held("The ferries: no FERRY left.", &wanted), 1);
        assert!(names("Ilse Okoro", &words("okoro")));
        assert!(!names("Ilse Okorova", &words("okoro")));
        assert!(!names("Ilse Okoro", &[]));
    }
}
