//! Expressions and their values, by kind, on sentences of our own.

use rashomon_text::PartialDate;
use rashomon_times::{Anchor, TimeType, find, ranges};

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
fn both_ends_of_a_range_are_whole_dates() {
    check(&[
        (DAY, "The fair ran from 3 to 5 May 2016.", "3=2016-05-03; 5 May 2016=2016-05-05"),
        (DAY, "The fair ran on May 3-5, 2016.", "May 3=2016-05-03; 5, 2016=2016-05-05"),
        (DAY, "The piers were shut on July 3 and 4.", "July 3=2018-07-03; 4=2018-07-04"),
        (
            DAY,
            "It closed on July 3 and 4 people left the July 4-5 fair.",
            "July 3=2018-07-03; July 4=2018-07-04; 5=2018-07-05",
        ),
        (DAY, "The lock was shut from April to July 1931.", "April=1931-04; July 1931=1931-07"),
        (DAY, "The lock was shut from December to January 1932.", "December=1931-12; January 1932=1932-01"),
        (DAY, "The lock is open from 9 to 11 a.m. on 3 May.", "9=2018-08-17T09:00; 11 a.m. on 3 May=2018-05-03T11:00"),
        (DAY, "It takes 10-15 minutes, or two to three hours.", "10-15 minutes=PT10M; two to three hours=PT2H"),
        (DAY, "The budget for 2017/18 was late.", "2017=2017; 18=2018"),
    ]);
}

#[test]
fn decades_centuries_and_short_years() {
    check(&[
        (DAY, "The walls date from the 320s BC.", "the 320s BC=BC032"),
        (DAY, "A poet of the 7th century B.C. praised it.", "the 7th century B.C.=BC06"),
        (DAY, "The firm grew in the 1980's and shrank in the early 90's.", "the 1980's=198; the early 90's=199"),
        (DAY, "The mill closed in '89.", "'89=1989"),
        (DAY, "The 19th-century chapel burned.", "19th-century=18"),
        (DAY, "The bridge is of the Victorian era.", "the Victorian era=18"),
    ]);
    let text = "In 322 BC the city fell, as others had in the previous century. It rose in the next decade.";
    let values: Vec<_> = read(text, "").into_iter().map(|(_, v)| v).collect();
    assert_eq!(values[0], "BC0322");
    assert_eq!(values[1], "BC04");
}

#[test]
fn an_expression_may_name_the_same_year_or_day() {
    check(&[
        (
            DAY,
            "The dam was begun in 1936 and burst in April of the same year.",
            "1936=1936; April of the same year=1936-04",
        ),
        (DAY, "He was held on May 3, 2016, and freed the next day.", "May 3, 2016=2016-05-03; the next day=2016-05-04"),
        (
            DAY,
            "The fort fell in June 1911. That same day the gate burned.",
            "June 1911=1911-06; That same day=1911-06-XX",
        ),
        (DAY, "On May 3, 2016, at 8:46 a.m., the siren rang.", "May 3, 2016=2016-05-03; 8:46 a.m.=2016-05-03T08:46"),
        (
            DAY,
            "Two weeks ago it fell; the following week it rose.",
            "Two weeks ago=2018-W31; the following week=2018-W32",
        ),
        (DAY, "They had met the day before.", "the day before=2018-08-16"),
        (
            DAY,
            "It shut the week before last and opens the year after next.",
            "the week before last=2018-W31; the year after next=2020",
        ),
        (
            DAY,
            "Since Monday it rained; it will end three days from now.",
            "Monday=2018-08-13; three days from now=2018-08-20",
        ),
        (DAY, "They said that last week was cold.", "last week=2018-W32"),
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
        (DAY, "Later Thursday, the dam broke.", "Thursday=2018-08-16"),
        (DAY, "The dam broke about two years ago.", "about two years ago=2016"),
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
fn the_talk_of_a_quarter_stays_with_it() {
    check(&[
        (
            DAY,
            "Fjordkraft's second-quarter profit rose. Behind a poor first quarter, sales were up from the year-ago period.",
            "second-quarter=2018-Q2; first quarter=2018-Q1; the year-ago period=2017-Q2",
        ),
        (
            DAY,
            "Second-quarter profit rose. The third quarter will be weak. Output fell in the quarter.",
            "Second-quarter=2018-Q2; The third quarter=2018-Q3; the quarter=2018-Q2",
        ),
        (DAY, "Sales grew in the quarter ended March 31.", "the quarter=2018-Q1; March 31=2018-03-31"),
        (DAY, "Sales grew in the week ended June 2.", "the week=2018-W22; June 2=2018-06-02"),
        (
            DAY,
            "Second-quarter profit fell. In the year-earlier second quarter it rose.",
            "Second-quarter=2018-Q2; the year-earlier second quarter=2017-Q2",
        ),
        (
            DAY,
            "They cite 2017's third quarter, 1Q 2017, Q2 2017 and FY 2016.",
            "2017's third quarter=2017-Q3; 1Q 2017=2017-Q1; Q2 2017=2017-Q2; FY 2016=2016",
        ),
        (
            DAY,
            "First-half profit rose; sales fell in the last half of 2017.",
            "First-half=2018-H1; the last half of 2017=2017-H2",
        ),
        ("2018-03-01", "Second-half sales rose.", "Second-half=2017-H2"),
    ]);
}

#[test]
fn numbers_in_words_as_they_are_spoken() {
    check(&[
        (
            DAY,
            "It took one hundred fifty years and nine hundred and forty days.",
            "one hundred fifty years=P150Y; nine hundred and forty days=P940D",
        ),
        (DAY, "It sank on May twenty-first nineteen forty.", "May twenty-first nineteen forty=1940-05-21"),
        (
            DAY,
            "A ship of the twenty-first century sank in two thousand three.",
            "the twenty-first century=20; two thousand three=2003",
        ),
        (DAY, "It was the fashion of the nineteen sixties.", "the nineteen sixties=196"),
        (
            DAY,
            "The siren rang at nine-thirty and at seven a.m.",
            "nine-thirty=2018-08-17T09:30; seven a.m.=2018-08-17T07:00",
        ),
        (DAY, "It waited a half century.", "a half century=P50Y"),
        (DAY, "The log is of 15-Jan-98.", "15-Jan-98=1998-01-15"),
    ]);
}

#[test]
fn a_day_behind_two_clocks_holds_for_both() {
    check(&[(
        DAY,
        "It sank at 4:20 p.m. (1320 GMT) Tuesday.",
        "4:20 p.m.=2018-08-14T16:20; 1320 GMT=2018-08-14T13:20; Tuesday=2018-08-14",
    )]);
}

#[test]
fn what_only_lies_ahead_or_behind() {
    check(&[
        (DAY, "They expect rain in coming fortnights.", "coming fortnights=FUTURE_REF"),
        (DAY, "A while ago it was open; right now it is shut.", "A while ago=PAST_REF; right now=PRESENT_REF"),
        (DAY, "They met in the Middle Ages.", "the Middle Ages=PAST_REF"),
        (
            DAY,
            "Second-quarter profit beat the prior-year quarter.",
            "Second-quarter=2018-Q2; the prior-year quarter=2017-Q2",
        ),
    ]);
    let ago = find("It sank an hour ago.", &Anchor { date: PartialDate::parse(DAY) }, None);
    assert_eq!((ago[0].kind, &*ago[0].value), (TimeType::Duration, "PT1H"));
}

#[test]
fn holidays_fixed_and_movable() {
    check(&[
        (DAY, "The shops are full on Black Friday 2018.", "Black Friday 2018=2018-11-23"),
        (DAY, "It shut on Shrove Tuesday, 2016.", "Shrove Tuesday, 2016=2016-02-09"),
        (DAY, "It will shut by year's end.", "year's end=2018-12-31"),
    ]);
}

#[test]
fn lengths_of_many_shapes() {
    check(&[
        (
            DAY,
            "It took two-and-a-half years, or three years or so.",
            "two-and-a-half years=P2Y6M; three years or so=P3Y",
        ),
        (
            DAY,
            "A yearlong siege, a three month long drought, the six week regatta.",
            "yearlong=P1Y; three month long=P3M; six week=P6W",
        ),
        (
            DAY,
            "The centuries-old walls stood for a quarter of a century.",
            "centuries-old=PXCE; a quarter of a century=P25Y",
        ),
        (DAY, "It worked no fewer than 40 hours per week.", "no fewer than 40 hours=PT40H; per week=P1W"),
        (DAY, "It is fed twice daily and open on weekends.", "twice daily=P1D; weekends=XXXX-WXX-WE"),
    ]);
}

#[test]
fn clock_times_hang_on_their_day() {
    check(&[
        (DAY, "It opens at 10:30 tomorrow morning.", "10:30 tomorrow morning=2018-08-18T10:30"),
        (
            DAY,
            "It opens at half past ten, and shuts at a quarter to six in the evening.",
            "half past ten=2018-08-17T10:30; a quarter to six in the evening=2018-08-17T17:45",
        ),
        (DAY, "The shares rose at mid-morning yesterday.", "mid-morning yesterday=2018-08-16TMO"),
        (DAY, "They met at six o'clock on Monday evening.", "six o'clock on Monday evening=2018-08-13T18:00"),
        (DAY, "It sank at 3 p.m. Tromso time.", "3 p.m. Tromso time=2018-08-17T15:00"),
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

#[test]
fn two_ends_make_a_stretch_only_where_the_words_say_so() {
    let ends = |text: &str| -> Vec<(String, String)> {
        let times = find(text, &Anchor { date: PartialDate::parse(DAY) }, None);
        ranges(text, &times).map(|(a, b)| (times[a].value.clone(), times[b].value.clone())).collect()
    };
    let pair = |a: &str, b: &str| vec![(a.to_owned(), b.to_owned())];
    assert_eq!(ends("It lasted from 3 to 5 May 2016."), pair("2016-05-03", "2016-05-05"));
    assert_eq!(ends("The war of 1939–45."), pair("1939", "1945"));
    assert_eq!(ends("The lock opens Monday through Friday."), pair("2018-08-13", "2018-08-17"));
    assert_eq!(ends("Between May and July 2017 it was shut."), pair("2017-05", "2017-07"));
    assert_eq!(ends("It was shut in May and July 2017."), []);
    assert_eq!(ends("It was shut for two weeks to 3 May."), []);
}
