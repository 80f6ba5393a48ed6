//! What a format has no place for is told, by name.

/// Different things that are named; of more it is said that there are more.
const NAMED: usize = 50;

/// Things that were left out for one reason.
#[derive(Debug, Default)]
pub struct LeftOut {
    count: usize,
    named: Vec<String>,
    more: bool,
}

impl LeftOut {
    /// One more.
    pub fn add(&mut self, name: String) {
        self.count += 1;
        if self.named.contains(&name) {
            return;
        }
        if self.named.len() < NAMED {
            self.named.push(name);
        } else {
            self.more = true;
        }
    }

    /// "3 events left out, WHY: …", if there was any.
    pub fn say(&self, what: &str, why: &str) -> Option<String> {
        let s = if self.count == 1 { "" } else { "s" };
        let more = if self.more { ", …" } else { "" };
        (self.count > 0).then(|| format!("{} {what}{s} left out, {why}: {}{more}", self.count, self.named.join(", ")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_are_counted_and_each_is_named_once() {
        let mut left = LeftOut::default();
        assert_eq!(left.say("event", "undated"), None);
        left.add("2030-FA".to_owned());
        assert_eq!(left.say("event", "undated").as_deref(), Some("1 event left out, undated: 2030-FA"));
        left.add("2030-FA".to_owned());
        left.add("2030-WI".to_owned());
        assert_eq!(left.say("event", "undated").as_deref(), Some("3 events left out, undated: 2030-FA, 2030-WI"));
        (0..2 * NAMED).for_each(|n| left.add(format!("{n}")));
        let told = left.say("event", "undated").expect("told");
        assert!(told.starts_with("103 events") && told.ends_with(", …"), "{told}");
    }
}
