//! A made-up FollowTheMoney file of any size: people, companies, who owns and directs what, where
//! they live and who sanctioned them, in the proportions and lengths of the published exports.

use std::fmt::Write as _;
use std::io::{self, Write};

const FAMILY: [&str; 16] = [
    "Ivanova",
    "Okafor",
    "Lindqvist",
    "Haddad",
    "Petrenko",
    "Nakamura",
    "Silva",
    "Kowalczyk",
    "Öztürk",
    "Мельник",
    "Rahman",
    "O'Connor",
    "Dubois",
    "Castellanos",
    "Weiß",
    "王",
];
const GIVEN: [&str; 16] = [
    "Svetlana",
    "Chidi",
    "Astrid",
    "Karim",
    "Oleksandr",
    "Yuki",
    "Beatriz",
    "Tomasz",
    "Deniz",
    "Олена",
    "Amina",
    "Siobhán",
    "Luc",
    "María José",
    "Jürgen",
    "小明",
];
const TRADE: [&str; 12] = [
    "Shipping",
    "Microelectronics",
    "Holding",
    "Petrochemical Plant",
    "Aerospace",
    "Trading House",
    "Insurance",
    "Logistics",
    "Machine Works",
    "Bank",
    "Semiconductor",
    "Research Institute",
];
const FORM: [&str; 6] = ["LLC", "JSC", "Limited", "GmbH", "S.A.", "Co., Ltd."];
const COUNTRY: [&str; 12] = [
    "ru", "cn", "us", "de", "ua", "gb", "cy", "ae", "tr", "ir", "hk", "ch",
];
const CITY: [&str; 8] = [
    "Izhevsk",
    "Shenzhen",
    "Wilmington",
    "Hamburg",
    "Limassol",
    "Dubai",
    "Istanbul",
    "Zug",
];
const PROGRAM: [(&str, &str, &str, &str); 6] = [
    (
        "US-RUSHAR",
        "RUSSIA-EO14024",
        "Office of Foreign Assets Control",
        "us",
    ),
    ("EU-UKR", "UKR", "Council of the European Union", "eu"),
    (
        "GB-RUS",
        "The Russia (Sanctions) (EU Exit) Regulations 2019",
        "Foreign, Commonwealth & Development Office",
        "gb",
    ),
    (
        "SECO-UKRAINE",
        "Ordinance of 4 March 2022 on measures related to the situation in Ukraine",
        "State Secretariat for Economic Affairs",
        "ch",
    ),
    (
        "US-BIS-EL",
        "Entity List (EL) - Bureau of Industry and Security",
        "Bureau of Industry and Security",
        "us",
    ),
    (
        "AU-RUSSIA",
        "Autonomous (Russia)",
        "Department of Foreign Affairs and Trade",
        "au",
    ),
];

/// A small source of numbers that look random and are the same every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % sides
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.roll(from.len() as u64) as usize]
    }
}

/// Writes `count` entities, one a line.
pub fn write(count: u64, out: &mut impl Write) -> io::Result<()> {
    let mut line = String::new();
    let mut dice = Dice(0x2545_F491_4F6C_DD1D);
    for number in 0..count {
        line.clear();
        entity(number, count, &mut dice, &mut line);
        line.push('\n');
        out.write_all(line.as_bytes())?;
    }
    Ok(())
}

fn id(kind: &str, number: u64) -> String {
    format!(
        "NK-{kind}{:013x}",
        number.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 12
    )
}

/// What stands at a number: of ten, three people, three companies, an address and three ties.
fn entity(number: u64, count: u64, dice: &mut Dice, line: &mut String) {
    let near = |dice: &mut Dice, kind: u64| {
        let tens = (count / 10).max(1);
        dice.roll(tens) * 10 + kind
    };
    let person = near(dice, 0);
    let company = near(dice, 3);
    let address = near(dice, 6);
    let day = |dice: &mut Dice| {
        format!(
            "{}-{:02}-{:02}",
            1940 + dice.roll(84),
            1 + dice.roll(12),
            1 + dice.roll(28)
        )
    };
    let (schema, own, caption, properties) = match number % 10 {
        0..=2 => {
            let (given, family) = (dice.pick(&GIVEN), dice.pick(&FAMILY));
            let country = dice.pick(&COUNTRY);
            let mut text = format!(
                r#""name": ["{given} {family}", "{}, {given} {number}"], "firstName": ["{given}"], "lastName": ["{family}"], "country": ["{country}"], "nationality": ["{country}"], "birthDate": ["{}"], "gender": ["{}"], "address": ["{}-{} Pushkinskaya, {}, {}"]"#,
                family.to_uppercase(),
                day(dice),
                if number.is_multiple_of(2) {
                    "male"
                } else {
                    "female"
                },
                dice.roll(300),
                dice.roll(90),
                dice.pick(&CITY),
                100_000 + dice.roll(900_000),
            );
            if number.is_multiple_of(3) {
                let _ = write!(
                    text,
                    r#", "topics": ["sanction", "role.pep"], "idNumber": ["TIN: {}"], "addressEntity": ["{}"], "notes": ["(also {given} \"{family}\" {number})\nDisqualified"]"#,
                    dice.roll(999_999_999_999),
                    id("a", address)
                );
            }
            ("Person", "p", format!("{given} {family}"), text)
        }
        3..=5 => {
            let name = format!(
                "{} {} {}",
                dice.pick(&FAMILY),
                dice.pick(&TRADE),
                dice.pick(&FORM)
            );
            let country = dice.pick(&COUNTRY);
            let mut text = format!(
                r#""name": ["{name}", "{} {number}"], "jurisdiction": ["{country}"], "country": ["{country}"], "registrationNumber": ["{}"], "incorporationDate": ["{}"], "address": ["{} {}, {}"], "legalForm": ["Joint Stock Company"], "status": ["Active"]"#,
                name.to_uppercase(),
                dice.roll(9_999_999_999_999),
                day(dice),
                dice.roll(200),
                dice.pick(&FAMILY),
                dice.pick(&CITY),
            );
            if number.is_multiple_of(4) {
                let _ = write!(
                    text,
                    r#", "innCode": ["{}"], "leiCode": ["5299{:016}"], "topics": ["sanction"], "website": ["https://example-{number}.com/"], "addressEntity": ["{}"]"#,
                    dice.roll(9_999_999_999),
                    dice.roll(u64::MAX >> 12),
                    id("a", address)
                );
            }
            ("Company", "c", name, text)
        }
        6 => {
            let city = dice.pick(&CITY);
            let text = format!(
                r#""full": ["{} {}, {city} {number}"], "city": ["{city}"], "country": ["{}"], "postalCode": ["{}"], "street": ["{} Street"]"#,
                dice.roll(300),
                dice.pick(&FAMILY),
                dice.pick(&COUNTRY),
                dice.roll(99_999),
                dice.pick(&FAMILY),
            );
            ("Address", "a", format!("{city} {number}"), text)
        }
        7 => {
            let text = format!(
                r#""owner": ["{}"], "asset": ["{}"], "percentage": ["{}.{} %"], "startDate": ["{}"], "role": ["shareholder"]"#,
                id(
                    if number % 20 == 7 { "p" } else { "c" },
                    if number % 20 == 7 {
                        person
                    } else {
                        near(dice, 4)
                    }
                ),
                id("c", company),
                dice.roll(100),
                dice.roll(10),
                day(dice),
            );
            ("Ownership", "o", "Ownership".to_owned(), text)
        }
        8 => {
            let text = format!(
                r#""director": ["{}"], "organization": ["{}"], "role": ["General Director"], "startDate": ["{}"], "status": ["current"]"#,
                id("p", person),
                id("c", company),
                day(dice),
            );
            ("Directorship", "d", "Directorship".to_owned(), text)
        }
        _ => {
            let (key, program, authority, country) = PROGRAM[dice.roll(6) as usize];
            let target = if dice.roll(2) == 0 {
                id("p", person)
            } else {
                id("c", company)
            };
            let text = format!(
                r#""entity": ["{target}"], "authority": ["{authority}"], "program": ["{program}"], "programId": ["{key}"], "country": ["{country}"], "startDate": ["{}-{:02}-{:02}"], "reason": ["Obtaining a benefit from or supporting the Government of Russia, entry {number}"], "sourceUrl": ["https://example.org/lists/{number}"]"#,
                2014 + dice.roll(12),
                1 + dice.roll(12),
                1 + dice.roll(28),
            );
            ("Sanction", "s", program.to_owned(), text)
        }
    };
    let mut referents = String::new();
    for place in 0..dice.roll(4) {
        let comma = if place == 0 { "" } else { ", " };
        let _ = write!(referents, r#"{comma}"ref-{number}-{place:x}""#);
    }
    let _ = write!(
        line,
        r#"{{"id": "{}", "caption": "{caption}", "schema": "{schema}", "properties": {{{properties}}}, "datasets": ["ua_war_sanctions", "us_ofac_sdn"], "referents": [{referents}], "target": {}, "first_seen": "2023-11-02T16:38:16", "last_seen": "2026-04-29T12:40:02", "last_change": "2026-02-{:02}T05:42:29"}}"#,
        id(own, number),
        number.is_multiple_of(3),
        1 + number % 28,
    );
}
