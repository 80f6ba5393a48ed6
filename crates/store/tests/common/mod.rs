//! Small reports to keep.

#![allow(dead_code, reason = "each test file uses some of it")]

use std::path::Path;

use rashomon_page::{Dated, Report};
use rashomon_store::{Added, NewReport, NewStatement, Store, StoreError, found_digest};
use rashomon_story::{Profile, ProfileParts};
use rashomon_text::PartialDate;

/// A report at an address, with this text.
pub fn report(address: usize, text: &str) -> Report {
    Report {
        id: format!("page-{address}"),
        title: Some(format!("Quay {address} shut")),
        outlet: Some("Harbour Post".into()),
        url: Some(format!("https://harbourpost.example/{address}")),
        published: Some(Dated::new(PartialDate::day(2031, 6, 1 + (address % 28) as u8), "meta")),
        text: text.into(),
        ..Report::default()
    }
}

/// Opens a store that nobody else writes to.
pub fn open(path: &Path) -> Store {
    Store::open_to_write(path, &mut |_| false).expect("a store")
}

/// Keeps one report.
pub fn add(store: &mut Store, report: &Report) -> Result<Added, StoreError> {
    add_at(store, report, 1_940_000_000_000)
}

/// Keeps one report at this moment.
pub fn add_at(store: &mut Store, report: &Report, now: i64) -> Result<Added, StoreError> {
    let said = NewStatement {
        end: report.text.chars().count() as u32,
        who: "Ilse Okoro",
        said_by: "the port",
        kind: "REJECT",
        place: "Askvik",
        factuality: 3.0,
        ..NewStatement::default()
    };
    let reading = serde_json::json!({ "id": report.id, "text": report.text }).to_string();
    store.write(|w| {
        w.add(NewReport {
            address: report.url.as_deref(),
            found: found_digest("text", report.text.as_bytes(), report.id.as_bytes()),
            original: Some(("text", report.text.as_bytes())),
            report,
            reading: reading.as_bytes(),
            statements: &[said],
            profile: Profile::from_parts(ProfileParts::default()).expect("an empty profile"),
            added: now,
        })
    })
}
