//! Laws that hold for all names, checked on names made up by chance.

use std::time::{Duration, Instant};

use proptest::prelude::*;
use rapidfuzz::distance::osa;

use super::*;

const TRADES: [&str; 16] = [
    "Technology",
    "Electronics",
    "Aviation Industry",
    "Semiconductor",
    "Shipbuilding",
    "Telecommunications",
    "Optical",
    "Software",
    "Genomics",
    "Robotics",
    "Construction",
    "Energy",
    "Information",
    "Precision Instruments",
    "Chemical",
    "Solar",
];
const PLACES: [&str; 12] = [
    "Beijing",
    "Shanghai",
    "Shenzhen",
    "Hangzhou",
    "China National",
    "Wuhan",
    "Guangdong",
    "Sichuan",
    "Nanjing",
    "Tianjin",
    "Xi'an",
    "",
];
const LEGAL_FORMS: [&str; 8] = [
    "Co., Ltd.",
    "Limited",
    "Inc.",
    "Corporation",
    "Group Co., Ltd",
    "(Group) Limited",
    "GmbH",
    "",
];

/// A few thousand to a million names, the same every time.
fn made_up(count: usize) -> Vec<String> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut pick = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below as u64) as usize
    };
    let syllables = [
        "zhong", "hai", "lin", "wei", "tai", "shan", "xin", "bao", "gu", "ke", "mar", "ton", "ver",
        "sol", "dra", "qi", "nu", "el", "or", "fen",
    ];
    let mut name = move || {
        let word: String = (0..2 + pick(3))
            .map(|_| syllables[pick(syllables.len())])
            .collect();
        format!(
            "{} {word} {} {}",
            PLACES[pick(PLACES.len())],
            TRADES[pick(TRADES.len())],
            LEGAL_FORMS[pick(LEGAL_FORMS.len())]
        )
    };
    (0..count).map(|_| name()).collect()
}

fn index(names: &[String]) -> NameIndex<usize> {
    NameIndex::new(
        names
            .iter()
            .enumerate()
            .map(|(id, name)| (id, name.as_str(), NameKind::Label)),
    )
}

/// A name as people write them, with a core of eight letters or more.
fn names() -> impl Strategy<Value = String> {
    let word = "[A-Z][a-z]{4,9}( [A-Z]?[a-z]{2,8}){0,3}";
    (word, prop::sample::select(&LEGAL_FORMS)).prop_map(|(word, form)| format!("{word} {form}"))
}

/// The core of a name with one letter dropped, doubled, changed, or swapped with the next.
fn misspelt(name: &str, kind: u8, place: usize) -> String {
    let mut letters: Vec<char> = core(name).chars().collect();
    let at = place % (letters.len() - 1);
    match kind {
        0 => drop(letters.remove(at)),
        1 => letters.insert(at, letters[at]),
        2 => letters[at] = if letters[at] == 'z' { 'a' } else { 'z' },
        _ => letters.swap(at, at + 1),
    }
    letters.into_iter().collect()
}

proptest! {
    #[test]
    fn normal_is_stable(text in "\\PC*") {
        let once = normalize(&text);
        prop_assert_eq!(normalize(&once), &once[..]);
        prop_assert!(!once.starts_with(' ') && !once.ends_with(' ') && !once.contains("  "));
        prop_assert_eq!(tokens(&text).join(" "), once);
    }

    #[test]
    fn core_is_stable_and_shorter(name in names()) {
        let once = core(&name);
        prop_assert!(!once.is_empty() && once.len() <= normalize(&name).len());
        prop_assert_eq!(core(&once), once);
    }

    #[test]
    fn every_name_finds_itself_first(names in prop::collection::vec(names(), 1..20)) {
        let index = index(&names);
        for (id, name) in names.iter().enumerate() {
            let found = index.find(name, names.len());
            prop_assert_eq!(normalize(&found[0].name), normalize(name));
            prop_assert!(found.iter().any(|found| found.id == id && found.score >= 0.95));
            prop_assert!(found.windows(2).all(|pair| (-pair[0].score, pair[0].id) < (-pair[1].score, pair[1].id)));
        }
    }

    #[test]
    fn a_typo_is_forgiven(names in prop::collection::vec(names(), 1..20), kind in 0..4_u8, place: prop::sample::Index) {
        let index = index(&names);
        let long = |name: &&String| core(name).replace(' ', "").len() > 8;
        for (id, name) in names.iter().enumerate().filter(|(_, name)| long(name)) {
            let query = misspelt(name, kind, place.index(1000));
            // A typo may make a legal form of a short word, or another name.
            let distance = osa::distance(core(&query).chars(), core(name).chars());
            if distance > 2 || !index.exact(&query).is_empty() {
                continue;
            }
            prop_assert!(index.find(&query, 100).iter().any(|found| found.id == id), "{} for {}", query, name);
        }
    }

    #[test]
    fn completions_are_all_that_begin_so(
        names in prop::collection::vec(prop_oneof![names(), "[华為海康技术]{1,6}(有限公司)?"], 1..20),
        at: prop::sample::Index,
        end: prop::sample::Index,
        before in "(who|谁|, |\\()?",
    ) {
        // The beginning of a name, cut anywhere in its last word.
        let whole = at.get(&names);
        let cuts: Vec<usize> = whole.char_indices().map(|(at, c)| at + c.len_utf8()).collect();
        let typed = &whole[..*end.get(&cuts)];
        let text = format!("{before} {typed}");
        let index = index(&names);
        let Some(completion) = index.complete(&text, usize::MAX) else {
            // Only what ends behind a word has no completion, or what is written so already.
            let alone = names.iter().all(|name| name == typed || !normalize(name).starts_with(&normalize(typed)));
            prop_assert!(alone || typed.ends_with([' ', ',', '(', ')']), "{}", text);
            return Ok(());
        };
        prop_assert_eq!(completion.range.end, text.len());
        let (taken, beginning) = (&text[completion.range.clone()], normalize(&text[completion.range.clone()]));
        let begins = |name: &str| {
            let name = normalize(name);
            let mut starts = name.char_indices().filter(|&(at, c)| {
                at == 0 || name[..at].ends_with(' ') || !c.is_ascii()
            });
            starts.any(|(at, _)| name[at..].starts_with(&beginning))
        };
        let slow = (0..names.len()).filter(|&id| begins(&names[id]) && names[id] != taken);
        let mut found: Vec<usize> = completion.names.iter().map(|(id, _)| *id).collect();
        let few = index.complete(&text, 3).expect("some were found");
        prop_assert_eq!(&few.names[..], &completion.names[..found.len().min(3)]);
        found.sort_unstable();
        prop_assert_eq!(found, slow.collect::<Vec<_>>());
    }

    #[test]
    fn mentions_are_slices(text in "\\PC*", more in "(Huawei|华为|SMIC|'s|&|\\.| |the|é|\u{301}|👨‍👩‍👧|ﷺ|㈱){0,30}") {
        let index = NameIndex::new([
            (1, "Huawei Technologies Co., Ltd.", NameKind::Label),
            (1, "華為技術有限公司", NameKind::ChineseName),
            (2, "SMIC", NameKind::Abbreviation),
            (3, &text, NameKind::Alias),
        ]);
        for text in [format!("{text}{more}"), format!("{more}{text}"), more] {
            let mentions = index.scan(&text, |word| word == "the");
            let fuzzy = index.scan_fuzzy(&text, &[], |_| false);
            for mention in mentions.iter().chain(&fuzzy) {
                prop_assert!(text.get(mention.range.clone()).is_some_and(|slice| !slice.is_empty()));
                prop_assert!(mention.matches.iter().all(|found| (0.0..=1.0).contains(&found.score)));
            }
            if let Some(completion) = index.complete(&text, 3) {
                prop_assert!(text.get(completion.range).is_some_and(|slice| !slice.is_empty()));
            }
            let _ = (index.find(&text, 3), abbreviation(&text), legal_form(&text));
        }
    }

    #[test]
    fn names_are_found_inside_text(names in prop::collection::vec(names(), 1..10), at: prop::sample::Index) {
        let name = at.get(&names);
        let text = format!("Who, in 2024, requested {name}?");
        let mentions = index(&names).scan(&text, |_| false);
        prop_assert!(mentions.iter().any(|mention| normalize(&text[mention.range.clone()]) == normalize(name)));
    }
}

/// Times, in release: `cargo test --release timings -- --ignored --nocapture`.
#[test]
#[ignore = "takes a while, and wants a release build"]
#[expect(clippy::print_stderr, reason = "figures are for the reader")]
fn timings() {
    let time = |what: &str, bound: Duration, work: &mut dyn FnMut()| {
        let mut once = || {
            let start = Instant::now();
            work();
            start.elapsed()
        };
        let first = once();
        // Other work on the machine only ever adds.
        let taken = if first < Duration::from_millis(300) {
            (0..4).map(|_| once()).fold(first, Duration::min)
        } else {
            first
        };
        eprintln!("{what}: {taken:?}");
        // A busy machine gets much slack.
        assert!(
            taken <= bound * 4 || cfg!(debug_assertions),
            "{what} took {taken:?}"
        );
    };
    let ms = Duration::from_millis;
    let few = made_up(2_000);
    let _ = index(&few);
    time("build 2,000", ms(3), &mut || drop(index(&few)));
    time("build 2,000 and scan", ms(10), &mut || {
        drop(index(&few).scan("Huawei", |_| false))
    });
    time("build 2,000 and find a typo", ms(10), &mut || {
        drop(index(&few).find("Beijng zhonghai", 5))
    });
    let small = index(&few);
    let question = "who requested the removal of Huawei Technologies from the list";
    time("2,000: scan a question", ms(1), &mut || {
        drop(small.scan(question, |_| false))
    });
    let texts = [
        ("names", few.join(" ")),
        ("one word", "technology ".repeat(6_000)),
        ("two words", "technology shanghai ".repeat(3_300)),
        ("letters", "a ".repeat(32_768)),
        ("one long word", "a".repeat(65_536)),
        ("marks", "я".to_owned() + &"\u{301}\u{323}".repeat(16_000)),
        ("ligatures", "ﷺ".repeat(21_845)),
        ("Chinese", "中国电信集团有限公司".repeat(2_185)),
        ("brackets", "(a)".repeat(21_845)),
        ("dots", "a.".repeat(32_768)),
    ];
    for (what, text) in &texts {
        let end = (0..=text.len().min(65_536))
            .rev()
            .find(|&end| text.is_char_boundary(end))
            .unwrap_or_default();
        let text = &text[..end];
        time(&format!("64 KiB of {what}: normalize"), ms(50), &mut || {
            drop(normalize(text))
        });
        time(&format!("64 KiB of {what}: find"), ms(50), &mut || {
            drop(small.find(text, 5))
        });
        time(&format!("64 KiB of {what}: scan"), ms(50), &mut || {
            drop(small.scan(text, |_| false))
        });
        time(
            &format!("64 KiB of {what}: scan_fuzzy"),
            ms(50),
            &mut || drop(small.scan_fuzzy(text, &[], |_| false)),
        );
    }
    let many = made_up(1_000_000);
    let mut large = None;
    time("build 1,000,000", ms(10_000), &mut || {
        large = Some(index(&many))
    });
    let Some(large) = large else { return };
    time("1,000,000: first part", ms(20_000), &mut || {
        drop(large.scan("nobody at all", |_| false))
    });
    time("1,000,000: first typo", ms(20_000), &mut || {
        drop(large.find("nobody at all", 5))
    });
    let queries: Vec<String> = (0..1_000)
        .map(|n| misspelt(&many[n * 997], (n % 4) as u8, n))
        .collect();
    let took = |query: &String| {
        let start = Instant::now();
        let found = large.find(query, 5);
        (start.elapsed(), !found.is_empty())
    };
    let mut taken: Vec<_> = queries.iter().map(took).collect();
    taken.sort_unstable();
    let found = taken.iter().filter(|(_, found)| *found).count();
    eprintln!(
        "1,000,000: 1,000 typos, {found} found; half within {:?}, 99 of 100 within {:?}",
        taken[500].0, taken[990].0
    );
    for query in [
        &many[7][..],
        "technology",
        "Shanghai Technology",
        "Technologgy",
        "zhonhai",
        "Beijing Shanghai Tianjin",
        "zhonghai linwei",
        "Xiyan Weiu Energy",
        "abcd",
    ] {
        time(&format!("1,000,000: find {query}"), ms(5), &mut || {
            drop(large.find(query, 5))
        });
    }
    time("1,000,000: first completion", ms(20_000), &mut || {
        drop(large.complete("nobody at al", 20))
    });
    for text in [
        "s",
        "who listed shanghai zhong",
        "is technolog",
        "zhonghailin",
    ] {
        time(&format!("1,000,000: complete {text}"), ms(30), &mut || {
            drop(large.complete(text, 20))
        });
    }
    time("1,000,000: scan a question", ms(5), &mut || {
        drop(large.scan(
            "who requested that Beijing Zhonghai Technology be put on the list of companies",
            |_| false,
        ))
    });
}
