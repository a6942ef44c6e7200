//! The fast book against a plain slow one.

use super::world::{LIST, World, day};
use crate::model::vocab as ag;
use crate::model::{Date, thing};
use crate::timeline::{Standing, members, replay, status};
use jiff::civil::Date as Day;
use oxrdf::NamedNodeRef;
use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::*;

const COMPANIES: [&str; 3] = ["acme", "bolt", "coil"];
const SOURCES: [&str; 3] = ["a", "b", "c"];
const DATES: [&str; 8] = [
    "2024-01-05",
    "2024-01-06",
    "2024-02-01",
    "2024-02-02",
    "2024-03-31",
    "2024-01",
    "2024-02",
    "2024",
];

/// A change as its sources tell it.
#[derive(Clone, Debug)]
struct Event {
    company: usize,
    class: usize,
    edition: Option<usize>,
    told: Vec<(usize, Option<&'static str>)>,
}

#[derive(Clone, Debug)]
struct Print {
    source: usize,
    date: &'static str,
    complete: bool,
    withdrawn: bool,
    printed: Vec<bool>,
}

#[derive(Clone, Debug)]
struct Plan {
    issued: Vec<Option<&'static str>>,
    events: Vec<Event>,
    prints: Vec<Print>,
}

fn a_date() -> impl Strategy<Value = &'static str> {
    (0..DATES.len()).prop_map(|place| DATES[place])
}

prop_compose! {
    fn an_event()(
        company in 0..COMPANIES.len(),
        class in 0..4_usize,
        edition in weighted(0.3, 0..3_usize),
        first in (0..SOURCES.len(), weighted(0.8, a_date())),
        second in weighted(0.3, weighted(0.8, a_date())),
    ) -> Event {
        // A second telling comes from another source.
        let second = second.map(|date| ((first.0 + 1) % SOURCES.len(), date));
        Event { company, class, edition, told: [first].into_iter().chain(second).collect() }
    }
}

prop_compose! {
    fn a_print()(
        source in 0..SOURCES.len(),
        date in a_date(),
        complete in any::<bool>(),
        withdrawn in proptest::bool::weighted(0.2),
        printed in vec(any::<bool>(), COMPANIES.len()),
    ) -> Print {
        Print { source, date, complete, withdrawn, printed }
    }
}

prop_compose! {
    fn a_plan()(
        issued in vec(weighted(0.7, a_date()), SOURCES.len()),
        events in vec(an_event(), 0..7),
        prints in vec(a_print(), 0..4),
    ) -> Plan {
        Plan { issued, events, prints }
    }
}

const CLASSES: [NamedNodeRef<'static>; 4] = [ag::LISTING, ag::REMOVAL, ag::RETENTION, ag::RENAMING];

fn build(plan: &Plan) -> World {
    let mut world = World::default();
    for (source, issued) in SOURCES.iter().zip(&plan.issued) {
        world = world.source(source, issued.unwrap_or(""));
    }
    for (place, print) in plan.prints.iter().enumerate() {
        let (id, source) = (format!("edition-{place}"), SOURCES[print.source]);
        let printed: Vec<&str> = COMPANIES
            .iter()
            .zip(&print.printed)
            .filter_map(|(company, printed)| printed.then_some(*company))
            .collect();
        world = match print.complete {
            true => world.complete(source, &id, print.date, &printed),
            false => world.edition(source, &id, print.date),
        };
        if print.withdrawn {
            world = world.withdrawn(source, &id, "");
        }
    }
    for (place, event) in plan.events.iter().enumerate() {
        let edition = event.edition.filter(|edition| *edition < plan.prints.len());
        let edition = edition.map_or(String::new(), |edition| format!("edition-{edition}"));
        for (source, date) in &event.told {
            let (class, company) = (CLASSES[event.class], COMPANIES[event.company]);
            let (id, date) = (format!("event-{place}"), date.unwrap_or(""));
            world = world.change(SOURCES[*source], &id, class, company, date, &edition);
        }
    }
    world
}

fn parse(text: &str) -> Date {
    text.parse().expect(text)
}

/// One line of the plain book: sort key, from when it counts, and what it says.
type Line = ((Day, Day, u8, String), Day, bool);

/// Returns what the plain book says of a company, sorted.
fn lines(plan: &Plan, company: usize) -> Vec<Line> {
    let horizon = |source: usize| {
        let events = plan.events.iter().flat_map(|event| &event.told);
        let told = events.filter(|(other, _)| *other == source);
        let prints = plan.prints.iter().filter(|print| print.source == source);
        let dates = told.filter_map(|(_, date)| *date);
        let dates = dates.chain(prints.map(|print| print.date));
        let latest = dates.map(|date| parse(date).first_day()).max();
        let issued = plan.issued[source].map(|date| parse(date).last_day());
        [latest, issued]
            .into_iter()
            .flatten()
            .min()
            .unwrap_or(Day::MIN)
    };
    let mut lines: Vec<Line> = Vec::new();
    let mut dated: Vec<(usize, Day)> = Vec::new();
    let mut undated: Vec<(usize, usize, bool)> = Vec::new();
    for (place, print) in plan.prints.iter().enumerate() {
        if print.complete && !print.withdrawn {
            // An edition that announces nobody and prints nobody is complete as well.
            let date = parse(print.date);
            let key = (
                date.first_day(),
                date.last_day(),
                3,
                format!("edition-{place}"),
            );
            lines.push((key, date.first_day(), print.printed[company]));
            dated.push((print.source, date.first_day()));
        }
    }
    for (place, event) in plan.events.iter().enumerate() {
        let edition = event.edition.and_then(|edition| plan.prints.get(edition));
        if event.company != company || event.class == 3 || edition.is_some_and(|e| e.withdrawn) {
            continue;
        }
        let dates: Vec<Date> = event
            .told
            .iter()
            .filter_map(|(_, date)| date.map(parse))
            .collect();
        let own = match dates[..] {
            [] => None,
            [one] => Some(one),
            [one, two] if one.is_finer_than(two) => Some(one),
            [one, two] if two.is_finer_than(one) => Some(two),
            [one, two] => Some(one.min(two)),
            _ => unreachable!("an event is told twice at most"),
        };
        let printed = edition.map(|edition| parse(edition.date));
        let date = match (own, printed) {
            (Some(own), Some(printed))
                if printed.agrees_with(own) && printed.is_finer_than(own) =>
            {
                Some(printed)
            }
            (own, printed) => own.or(printed),
        };
        let phase = [6, 5, 4][event.class];
        match date {
            Some(date) => {
                let key = (
                    date.first_day(),
                    date.last_day(),
                    phase,
                    format!("event-{place}"),
                );
                lines.push((key, date.first_day(), event.class != 1));
                for (source, date) in &event.told {
                    dated.extend(date.map(|date| (*source, parse(date).first_day())));
                }
            }
            None => {
                let told = event.told.iter();
                undated.extend(told.map(|(source, _)| (place, *source, event.class != 1)));
            }
        }
    }
    for (place, source, on) in undated {
        let known = horizon(source);
        let own = dated.iter().filter(|(other, _)| *other == source);
        let day = own
            .map(|(_, day)| *day)
            .chain([known])
            .min()
            .expect("known is there");
        let phase = if on { 1 } else { 2 };
        lines.push(((day, day, phase, format!("event-{place}")), known, on));
    }
    lines.sort();
    lines
}

fn plain(plan: &Plan, company: usize, day: Day) -> Standing {
    let mut standing = Standing::Unknown;
    for (_, known, on) in lines(plan, company) {
        if known <= day {
            standing = if on {
                Standing::Listed
            } else {
                Standing::NotListed
            };
        }
    }
    standing
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn members_and_status_are_those_of_the_plain_book(plan in a_plan()) {
        let world = build(&plan);
        for as_of in ["2023-12-31", "2024-01-01", "2024-01-05", "2024-01-31", "2024-02-01",
            "2024-02-02", "2024-03-31", "2024-12-31"]
        {
            let snapshot = world.as_of(as_of);
            let mut listed = Vec::new();
            for (place, company) in COMPANIES.iter().enumerate() {
                let expected = plain(&plan, place, day(as_of));
                let found = status(&snapshot, &thing(company), &thing(LIST));
                prop_assert_eq!(found.standing, expected, "{} on {}", company, as_of);
                if expected == Standing::Listed {
                    listed.push((thing(company), found.since, found.caveats));
                }
            }
            let members = members(&snapshot, &thing(LIST)).into_iter();
            let found: Vec<_> = members.map(|m| (m.company, m.since, m.caveats)).collect();
            let total = found.len();
            prop_assert_eq!(found, listed, "members on {}", as_of);
            let steps = replay(&snapshot, &thing(LIST));
            prop_assert_eq!(steps.last().map_or(0, |step| step.total), total);
            prop_assert!(steps.is_sorted_by_key(|step| step.date));
        }
    }

    #[test]
    fn an_unrelated_company_changes_no_answer(plan in a_plan(), date in a_date()) {
        let world = build(&plan);
        let more = world.clone().listing("unrelated", "zebra", date);
        for company in COMPANIES {
            let of = |world: &World| {
                status(&world.as_of("2024-12-31"), &thing(company), &thing(LIST))
            };
            prop_assert_eq!(of(&world), of(&more));
        }
    }
}
