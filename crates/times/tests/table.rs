//! Expressions and their values, by kind, on sentences of our own.

use rashomon_text::PartialDate;
use rashomon_times::{Anchor, TimeType, find};

fn read(text: &str, date: &str) -> Vec<(String, String)> {
    let anchor = Anchor { date: PartialDate::parse(date) };
    find(text, &anchor, None).into_iter().map(|t| (t.span.of(text).to_owned(), t.value)).collect()
}

/// Rows of: date of the report, sentence, and what it should give as "words=value; words=value".
fn check(rows: &[(&str, &str, &str)]) {
    let mut wrong = Vec::new();
    for (date, text, want) in rows {
        let got = read(text, date).iter().map(|(w, v)| format!("{w}={v}")).collect::<Vec<_>>().join("; ");
        if got != *want {
            wrong.push(format!("{date} {text}\n   want {want}\n   got  {got}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

const DAY: &str = "2018-08-17"; // a Friday

#[test]
fn explicit_dates_in_all_spellings() {
    check(&[
        (DAY, "The bridge opened on 3 May 2016.", "3 May 2016=2016-05-03"),
        (DAY, "The bridge opened on May 3, 2016.", "May 3, 2016=2016-05-03"),
        (DAY, "The bridge opened on the 3rd of May, 2016.", "the 3rd of May, 2016=2016-05-03"),
        (
            DAY,
            "It is dated 2016-05-03 and 5/3/2016 and 25.12.2016.",
            "2016-05-03=2016-05-03; 5/3/2016=2016-05-03; 25.12.2016=2016-12-25",
        ),
        (DAY, "He was born in June 1971 and left in 1989.", "June 1971=1971-06; 1989=1989"),
        (DAY, "Prices rose through the 1990s and in the early '80s.", "the 1990s=199; the early '80s=198"),
        (DAY, "A law of the 19th century.", "the 19th century=18"),
        (DAY, "The war of 1939–45.", "1939=1939; 45=1945"),
        (DAY, "They fought in 490 BC.", "490 BC=BC0490"),
        (DAY, "The revolt lasted from 499 to 493 BC.", "499=BC0499; 493 BC=BC0493"),
    ]);
}

#[test]
fn weekdays_go_by_the_tense() {
    check(&[
        (DAY, "The mayor resigned on Tuesday.", "Tuesday=2018-08-14"),
        (DAY, "The mayor will resign on Tuesday.", "Tuesday=2018-08-21"),
        (DAY, "The mayor resigned last Friday.", "last Friday=2018-08-10"),
        (DAY, "Rain fell on Tuesday night.", "Tuesday night=2018-08-14TNI"),
        (DAY, "It was signed on Wednesday, 8 August.", "Wednesday, 8 August=2018-08-08"),
        (DAY, "The vote could come as soon as Tuesday.", "Tuesday=2018-08-21"),
        (DAY, "The board extended the talks until Tuesday.", "Tuesday=2018-08-21"),
        (DAY, "The board gave way to Tuesday's ruling.", "Tuesday=2018-08-14"),
        (DAY, "Trains stopped on Thursday of last week.", "Thursday of last week=2018-08-09"),
    ]);
}

#[test]
fn words_that_count_from_today() {
    check(&[
        (
            DAY,
            "They met yesterday and meet again tomorrow morning.",
            "yesterday=2018-08-16; tomorrow morning=2018-08-18TMO",
        ),
        (DAY, "Last month it rained; next week it will not.", "Last month=2018-07; next week=2018-W34"),
        (
            DAY,
            "The firm moved three years ago and again two weeks ago.",
            "three years ago=2015; two weeks ago=2018-W31",
        ),
        (DAY, "The dam broke earlier this year.", "earlier this year=2018"),
        (DAY, "The offer stands now, and did recently.", "now=PRESENT_REF; recently=PAST_REF"),
        (DAY, "The harbour froze last winter.", "last winter=2017-WI"),
    ]);
}

#[test]
fn months_and_days_take_the_nearest_year() {
    check(&[
        ("2018-01-10", "The ferry sank in November.", "November=2017-11"),
        ("2018-01-10", "The ferry sank on Dec. 20.", "Dec. 20=2017-12-20"),
        (DAY, "The vote will be held in March.", "March=2019-03"),
        (DAY, "They met in July.", "July=2018-07"),
    ]);
}

#[test]
fn quarters_and_lengths() {
    check(&[
        (DAY, "Sales fell in the second quarter of 2017.", "the second quarter of 2017=2017-Q2"),
        (
            DAY,
            "Profit rose in the second quarter from a loss a year earlier.",
            "the second quarter=2018-Q2; a year earlier=2017-Q2",
        ),
        (DAY, "A three-day visit followed two weeks of talks.", "three-day=P3D; two weeks=P2W"),
        (DAY, "It took half an hour, not two and a half hours.", "half an hour=PT30M; two and a half hours=PT2H30M"),
        (DAY, "For decades nothing changed in the past three months.", "decades=PXDE; the past three months=P3M"),
        (DAY, "The truce lasted more than four hours.", "more than four hours=PT4H"),
    ]);
}

#[test]
fn clock_times_hang_on_their_day() {
    check(&[
        (DAY, "Polls close at 9:30 p.m. EST Tuesday.", "9:30 p.m. EST Tuesday=2018-08-14T21:30"),
        (DAY, "The whistle went at noon yesterday.", "noon yesterday=2018-08-16T12:00"),
        (DAY, "A siren sounded at 05:40.", "05:40=2018-08-17T05:40"),
    ]);
}

#[test]
fn what_recurs_is_a_set() {
    check(&[
        (
            DAY,
            "The council sits every Tuesday and twice a month in public.",
            "every Tuesday=XXXX-WXX-2; twice a month=P1M",
        ),
        (DAY, "It reports annually.", "annually=P1Y"),
    ]);
    let sets = find("Every day it rains.", &Anchor::unknown(), None);
    assert_eq!(sets[0].kind, TimeType::Set);
}

#[test]
fn a_year_that_is_not_known_stays_unknown() {
    check(&[
        (
            "XXXX-08-17",
            "They met last month, and in July, and on 16 July.",
            "last month=XXXX-07; July=XXXX-07; 16 July=XXXX-07-16",
        ),
        ("XXXX-08-17", "Talks follow next week, as they did last year.", "next week=XXXX-WXX; last year=XXXX"),
        ("", "They will meet on Friday after a summit in July.", "Friday=XXXX-WXX-5; July=XXXX-07"),
        ("", "Trouble began three years ago.", "three years ago=XXXX"),
    ]);
}

#[test]
fn a_chronicle_goes_by_its_own_dates() {
    let text = "On 3 May 1911 the fort fell. In June the army marched north. By 4 July it had reached the river.";
    let values: Vec<_> = read(text, "").into_iter().map(|(_, v)| v).collect();
    assert_eq!(values, ["1911-05-03", "1911-06", "1911-07-04"]);
}

#[test]
fn a_look_back_does_not_move_a_chronicle() {
    let text =
        "The line opened on 3 November 1967, forty years after the first, which dates from 1927. In March it was cut.";
    let values: Vec<_> = read(text, "").into_iter().map(|(_, v)| v).collect();
    assert_eq!(values, ["1967-11-03", "P40Y", "1927", "1968-03"]);
}

#[test]
fn names_and_numbers_that_are_no_times() {
    for text in [
        "May said the vote was safe.",
        "The March on the capital drew crowds.",
        "Call 555-1989 for the B-1990 and pay $1,995.",
        "The home side won 3:2.",
        "She came second, and as soon as she could.",
        "The 44-year-old mayor resigned.",
        "Some 2000 soldiers marched.",
        "The column lost a quarter of its men.",
    ] {
        assert_eq!(read(text, DAY), [], "{text}");
    }
}

#[test]
fn a_megabyte_is_read_at_once() {
    let text = "On Friday, 3 May 2016, he said it would end in the third quarter. ".repeat(16_000);
    let begin = std::time::Instant::now();
    assert_eq!(find(&text, &Anchor::unknown(), None).len(), 32_000);
    assert!(begin.elapsed().as_secs() < 5);
}
