//! Facts of the built-in data that must not change.

use super::world::{date, day};
use crate::builtin::builtin;
use crate::model::vocab::{self as ag, external as ext};
use crate::model::{Scope, local_name, thing};
use crate::store::Snapshot;
use crate::timeline::{
    Caveat, Completeness, Dispute, Holding, Point, Reason, Standing, State, Status, Step, diff,
    editions, history, laws_in_force, members, occurrence, office_holders, replay, status,
    statuses, tenures,
};
use oxrdf::{NamedNode, Term};

const LIST: &str = "dod-1260h";

fn world(as_of: &str) -> Snapshot {
    builtin(day(as_of)).expect("the built-in dataset opens")
}

fn article(as_of: &str) -> Snapshot {
    let scope = Scope::as_of(day(as_of)).with_source("seed-article");
    world(as_of).scoped(scope).expect("the article is a source")
}

fn on_1260h(snapshot: &Snapshot, company: &str) -> Status {
    status(snapshot, &thing(company), &thing(LIST))
}

fn standing(snapshot: &Snapshot, company: &str) -> Standing {
    on_1260h(snapshot, company).standing
}

fn ids(nodes: impl IntoIterator<Item = NamedNode>) -> Vec<String> {
    let nodes = nodes.into_iter();
    nodes
        .map(|node| {
            local_name(node.as_str())
                .expect("a thing of ours")
                .to_owned()
        })
        .collect()
}

fn event(status: &Status) -> &str {
    match &status.because {
        Reason::Event(event) => local_name(event.iri.as_str()).expect("a thing of ours"),
        other => panic!("expected an event, found {other:?}"),
    }
}

#[test]
fn the_1260h_list_counts_as_announced() {
    let totals = [
        ("2021-06-02", 0),
        ("2021-06-03", 47),
        ("2022-10-05", 60),
        ("2024-01-31", 73),
        ("2024-10-23", 73),
        ("2024-12-31", 71),
        ("2025-01-07", 134),
        ("2026-02-13", 134),
        ("2026-06-08", 188),
        ("2026-11-22", 188),
    ];
    for (as_of, total) in totals {
        assert_eq!(members(&world(as_of), &thing(LIST)).len(), total, "{as_of}");
    }
}

#[test]
fn replaying_gives_the_same_days() {
    let step = |text, added, removed, total| Step {
        date: date(text),
        added,
        removed,
        total,
    };
    assert_eq!(
        replay(&world("2026-11-22"), &thing(LIST)),
        [
            step("2021-06-03", 47, 0, 47),
            step("2022-10-05", 13, 0, 60),
            step("2024-01-31", 16, 3, 73),
            step("2024-10-23", 1, 1, 73),
            step("2024-12-17", 0, 2, 71),
            step("2025-01-07", 70, 7, 134),
            step("2026-06-08", 66, 12, 188),
        ]
    );
    let known = replay(&world("2024-01-31"), &thing(LIST));
    assert_eq!(known.last().map(|step| step.total), Some(73));
}

#[test]
fn the_complete_editions_print_the_members() {
    let world = world("2026-11-22");
    for edition in editions(&world, &thing(LIST)) {
        if let (Completeness::Complete(_), Some(date)) = (&edition.completeness, edition.date) {
            let then = Snapshot::clone(&world)
                .scoped(Scope::as_of(date.first_day()))
                .expect("no source is named");
            let then = members(&then, &thing(LIST));
            let mut printed = ids(world.things(&edition.iri, ag::INCLUDES));
            printed.sort();
            assert_eq!(ids(then.into_iter().map(|member| member.company)), printed);
        }
    }
}

#[test]
fn the_1237_list_was_cleared() {
    let list = thing("dod-1237-ccmc");
    assert_eq!(members(&world("2021-01-14"), &list).len(), 44);
    assert_eq!(members(&world("2021-05-25"), &list).len(), 43);
    assert_eq!(members(&world("2021-06-03"), &list).len(), 0);
    let amec = status(&world("2026-11-22"), &thing("amec"), &list);
    assert_eq!(amec.standing, Standing::NotListed);
    assert_eq!(amec.since, Some(date("2021-06-03")));
    assert!(matches!(
        amec.because,
        Reason::CompleteEdition {
            includes: false,
            ..
        }
    ));
}

#[test]
fn members_and_status_agree() {
    for as_of in ["2021-06-03", "2024-12-20", "2026-02-14", "2026-11-22"] {
        for world in [world(as_of), article(as_of)] {
            let all = members(&world, &thing(LIST));
            let listed = |company: &NamedNode| {
                let found = all.iter().find(|member| member.company == *company);
                found.map(|member| (member.since, member.caveats.clone()))
            };
            for company in world.subjects(oxrdf::vocab::rdf::TYPE, &ag::COMPANY.into_owned()) {
                let status = status(&world, &company, &thing(LIST));
                let expected =
                    (status.standing == Standing::Listed).then_some((status.since, status.caveats));
                assert_eq!(listed(&company), expected, "{company} {as_of}");
            }
        }
    }
}

#[test]
fn hesai_was_removed_and_listed_again_on_one_day() {
    let before = on_1260h(&world("2024-10-22"), "hesai");
    assert_eq!(before.standing, Standing::Listed);
    assert_eq!(before.since, Some(date("2024-01-31")));
    let after = on_1260h(&world("2024-10-23"), "hesai");
    assert_eq!(after.standing, Standing::Listed);
    assert_eq!(after.since, Some(date("2024-10-23")));
    assert_eq!(event(&after), "hesai-1260h-2024-10-relisted");
    assert!(after.caveats.is_empty(), "{:?}", after.caveats);
    let Reason::Event(relisting) = &after.because else {
        panic!("an event decides");
    };
    assert_eq!(relisting.class, ag::RELISTING.into_owned());
    let disputed: Vec<&NamedNode> = relisting.disputed.iter().map(|d| &d.property).collect();
    assert_eq!(
        disputed,
        [&ext::CITATION.into_owned(), &ag::PUBLISHED.into_owned()]
    );
    let told = history(&world("2024-10-23"), &thing("hesai"));
    let told = ids(told.into_iter().map(|event| event.iri));
    assert_eq!(
        told[told.len() - 2..],
        [
            "hesai-1260h-2024-10-removed",
            "hesai-1260h-2024-10-relisted"
        ]
    );
}

#[test]
fn amec_was_removed() {
    assert_eq!(standing(&world("2024-12-16"), "amec"), Standing::Listed);
    let removed = on_1260h(&world("2026-11-22"), "amec");
    assert_eq!(removed.standing, Standing::NotListed);
    assert_eq!(removed.since, Some(date("2024-12-17")));
    assert_eq!(event(&removed), "amec-1260h-2024-12-removed");
    assert_eq!(removed.confirmed_by, Some(thing("dod-1260h-2026-06-08")));
}

#[test]
fn the_withdrawn_notice_changes_nothing_and_is_told() {
    let ymtc = on_1260h(&world("2026-02-20"), "ymtc");
    assert_eq!(ymtc.standing, Standing::Listed);
    assert_eq!(ymtc.since, Some(date("2024-01-31")));
    let [removal] = &ymtc.withdrawn[..] else {
        panic!("one event was withdrawn: {:?}", ymtc.withdrawn);
    };
    assert_eq!(removal.iri, thing("ymtc-1260h-2026-02-13-removal"));
    let withdrawal = removal.withdrawn.as_ref().expect("it was withdrawn");
    assert_eq!(withdrawal.edition, thing("dod-1260h-2026-02-13"));
    assert_eq!(withdrawal.date, Some(date("2026-02-13")));
    assert!(!withdrawal.sources.contains(&thing("seed-article")));

    let alone = on_1260h(&article("2026-02-20"), "ymtc");
    assert_eq!(alone.standing, Standing::NotListed);
    assert_eq!(event(&alone), "ymtc-1260h-2026-02-13-removal");
    assert!(alone.withdrawn.is_empty());

    let byd = on_1260h(&world("2026-02-20"), "byd");
    assert_eq!(
        byd.standing,
        Standing::NotListed,
        "the edition of 2025 lacks it"
    );
    assert_eq!(
        ids(byd.withdrawn.into_iter().map(|event| event.iri)),
        ["byd-1260h-2026-02-13-listing"]
    );
    assert!(on_1260h(&world("2026-02-12"), "byd").withdrawn.is_empty());
}

#[test]
fn the_article_alone_says_what_it_says() {
    let article = article("2026-11-22");
    let on = members(&article, &thing(LIST));
    assert_eq!(
        ids(on.into_iter().map(|member| member.company)),
        [
            "alibaba",
            "baidu",
            "byd",
            "catl",
            "robosense",
            "tencent",
            "wuxi-apptec"
        ]
    );
    for company in ["ymtc", "cxmt", "cosco-shipping-finance"] {
        assert_eq!(
            standing(&article, company),
            Standing::NotListed,
            "{company}"
        );
    }
    let deepseek = on_1260h(&article, "deepseek");
    assert_eq!(deepseek.standing, Standing::Unknown);
    assert_eq!(deepseek.because, Reason::Nothing);
    assert_eq!(
        ids(statuses(&article, &thing("deepseek"))
            .into_iter()
            .map(|(list, _)| list)),
        [LIST]
    );
}

#[test]
fn an_undated_listing_counts_once_its_source_dates_later_things() {
    let tencent = on_1260h(&article("2026-02-13"), "tencent");
    assert_eq!(tencent.standing, Standing::Listed);
    assert_eq!(tencent.since, None);
    assert_eq!(
        tencent.caveats,
        [Caveat::Undated {
            event: thing("tencent-1260h-2025-01-07-added"),
            known: day("2026-02-13"),
        }]
    );
    assert_eq!(
        standing(&article("2026-02-12"), "tencent"),
        Standing::Unknown
    );
    // An old edition of another source does not outweigh it.
    let both = Scope::as_of(day("2026-03-01"))
        .with_source("seed-article")
        .with_source("fr-2021-13753");
    let both = world("2026-03-01").scoped(both).expect("both are sources");
    assert_eq!(standing(&both, "tencent"), Standing::Listed);
    assert_eq!(
        on_1260h(&world("2026-11-22"), "tencent").since,
        Some(date("2025-01-07"))
    );
}

#[test]
fn nothing_is_known_before_the_first_event() {
    for company in ["deepseek", "hesai", "ymtc"] {
        assert_eq!(standing(&world("2021-01-01"), company), Standing::Unknown);
    }
    assert!(members(&world("2021-01-01"), &thing(LIST)).is_empty());
    assert!(replay(&world("2021-01-01"), &thing(LIST)).is_empty());
}

#[test]
fn a_complete_edition_says_no() {
    let deepseek = on_1260h(&world("2026-06-09"), "deepseek");
    assert_eq!(deepseek.standing, Standing::NotListed);
    assert_eq!(deepseek.since, None);
    let Reason::CompleteEdition {
        edition,
        includes,
        sources,
        ..
    } = deepseek.because
    else {
        panic!("an edition decides");
    };
    assert_eq!((edition, includes), (thing("dod-1260h-2026-06-08"), false));
    assert_eq!(ids(sources), ["dod-pdf-2026-06-08"]);
}

#[test]
fn sources_published_later_are_not_known() {
    let scope = Scope::as_of(day("2025-01-07")).with_known_at(day("2025-01-06"));
    let known = world("2025-01-07")
        .scoped(scope)
        .expect("no source is named");
    assert_eq!(members(&known, &thing(LIST)).len(), 71);
    assert_eq!(standing(&known, "tencent"), Standing::NotListed);
    let told = history(&known, &thing("tencent"));
    assert!(told.is_empty(), "{told:?}");
    let last = editions(&known, &thing(LIST))
        .pop()
        .expect("there are editions");
    assert_eq!(last.iri, thing("dod-1260h-2024-12-17"));
}

#[test]
fn the_two_courts_of_alibaba_stand_side_by_side() {
    let suit = occurrence(&world("2026-11-22"), &thing("resp-alibaba-2026-06-suit"));
    assert_eq!(suit.class, ag::LAWSUIT.into_owned());
    assert_eq!(suit.date, Some(date("2026-06-23")));
    assert_eq!(suit.dates.len(), 2);
    assert_eq!(ids(suit.agents.clone()), ["alibaba"]);
    assert_eq!(ids(suit.defendants.clone()), ["dod"]);
    let disputed = |property| {
        let found = suit
            .disputed
            .iter()
            .find(|dispute| dispute.property == property);
        found.expect("it is disputed").clone()
    };
    let Dispute { values, .. } = disputed(ag::HAS_COURT);
    assert_eq!(
        values
            .iter()
            .map(|told| told.value.clone())
            .collect::<Vec<Term>>(),
        [Term::from(thing("ddc")), thing("ndcal").into()]
    );
    assert_eq!(ids(values[0].sources.clone()), ["monexus-2026-06-24"]);
    assert_eq!(disputed(ag::DATE).values.len(), 2);
    let evidence = suit.evidence(&world("2026-11-22"));
    assert_eq!(evidence.len(), 5);
    let monexus = evidence
        .iter()
        .find(|piece| piece.source.id == "monexus-2026-06-24");
    assert_eq!(
        monexus.and_then(|piece| piece.date),
        Some(date("2026-06-22"))
    );
}

#[test]
fn a_history_is_in_order_and_ends_with_the_day() {
    let told = history(&world("2026-02-20"), &thing("ymtc"));
    let dates: Vec<_> = told.iter().map(|event| event.date).collect();
    assert!(dates.is_sorted(), "{dates:?}");
    assert!(told.iter().any(|event| event.withdrawn.is_some()));
    assert!(
        dates
            .iter()
            .flatten()
            .all(|date| date.first_day() <= day("2026-02-20"))
    );
    let letter = thing("req-2025-12-hegseth-17");
    for actor in ["deepseek", "pete-hegseth", LIST] {
        let told = history(&world("2025-12-31"), &thing(actor));
        assert!(told.iter().any(|event| event.iri == letter), "{actor}");
        let before = history(&world("2025-11-30"), &thing(actor));
        assert!(before.iter().all(|event| event.iri != letter), "{actor}");
    }
}

#[test]
fn editions_tell_state_and_counts() {
    let all = editions(&world("2026-11-22"), &thing(LIST));
    let withdrawn = all
        .iter()
        .find(|edition| edition.iri == thing("dod-1260h-2026-02-13"));
    let withdrawn = withdrawn.expect("it is told");
    assert!(matches!(withdrawn.state, State::Withdrawn(_)));
    let counts: Vec<u32> = withdrawn.announced.iter().map(|told| told.value).collect();
    assert_eq!(counts, [68, 72, 154]);
    assert!(
        withdrawn
            .disputed
            .iter()
            .any(|d| d.property == ag::ANNOUNCED_COUNT)
    );
    let complete: Vec<usize> = all
        .iter()
        .filter(|edition| edition.completeness != Completeness::Partial)
        .map(|edition| edition.printed)
        .collect();
    assert_eq!(complete, [47, 73, 134, 188]);
    let told = editions(&article("2026-11-22"), &thing(LIST));
    assert_eq!(
        ids(told.iter().map(|edition| edition.iri.clone())),
        ["dod-1260h-2026-02-13"]
    );
    assert_eq!(told[0].state, State::Unstated);
}

#[test]
fn two_editions_compared() {
    let world = world("2026-11-22");
    let edition = |date: &str| Point::Edition(thing(&format!("dod-1260h-{date}")));
    let list = thing(LIST);
    let june = diff(
        &world,
        &list,
        &edition("2025-01-07"),
        &edition("2026-06-08"),
    );
    let june = june.expect("both are editions");
    assert_eq!(
        (june.added.len(), june.removed.len(), june.stayed),
        (66, 12, 122)
    );
    assert!(
        june.added
            .iter()
            .chain(&june.removed)
            .all(|change| change.event.is_some())
    );
    assert_eq!(june.renamed.len(), 9);
    let aerosun = june
        .reparented
        .iter()
        .find(|change| change.company == thing("aerosun"));
    let aerosun = aerosun.expect("it is grouped no more");
    assert!(!aerosun.from.is_empty() && aerosun.to.is_empty() && !aerosun.evidence.is_empty());

    let days = diff(
        &world,
        &list,
        &Point::Day(day("2025-01-07")),
        &Point::Day(day("2026-06-08")),
    );
    assert_eq!(days.as_ref(), Ok(&june));
    let back = diff(
        &world,
        &list,
        &edition("2026-06-08"),
        &edition("2025-01-07"),
    );
    let back = back.expect("both are editions");
    assert_eq!((&back.added, &back.removed), (&june.removed, &june.added));

    let february = diff(
        &world,
        &list,
        &edition("2025-01-07"),
        &edition("2026-02-13"),
    );
    let february = february.expect("both are editions");
    assert!(
        february
            .added
            .iter()
            .any(|change| change.company == thing("byd"))
    );
    let ymtc = february
        .removed
        .iter()
        .find(|change| change.company == thing("ymtc"));
    let removal = ymtc
        .and_then(|change| change.event.as_ref())
        .expect("it would have been removed");
    assert!(removal.withdrawn.is_some());
    assert!(
        diff(
            &world,
            &list,
            &edition("2025-01-07"),
            &edition("1999-01-01")
        )
        .is_err()
    );
}

#[test]
fn offices_and_laws() {
    let world = world("2026-02-20");
    let held = office_holders(&world, Some(&thing("dod")), Some("Secretary of Defense"));
    let held: Vec<_> = held
        .into_iter()
        .map(|(tenure, holding)| (ids(tenure.people).concat(), holding))
        .collect();
    // When Mark Esper left, no source tells.
    assert_eq!(
        held,
        [
            ("pete-hegseth".to_owned(), Holding::Open),
            ("mark-esper".to_owned(), Holding::Possible)
        ]
    );
    assert!(!tenures(&world, &thing("pete-hegseth")).is_empty());
    let laws = laws_in_force(&world);
    let law = |id: &str| laws.iter().find(|law| law.law == thing(id));
    assert!(law("fy1999-ndaa-s1237").is_some());
    assert!(laws.is_sorted_by_key(|law| law.since));
    assert!(
        laws.iter()
            .all(|law| law.since.first_day() <= day("2026-02-20"))
    );
}

/// Prints what the calls cost; run in release with `--ignored --nocapture`.
#[test]
#[ignore = "a measurement, not a law"]
fn speed() {
    use std::time::Instant;
    let world = world("2026-11-22");
    let list = thing(LIST);
    let time = |name: &str, call: &mut dyn FnMut() -> usize| {
        let size = call();
        let start = Instant::now();
        let rounds = 100;
        for _ in 0..rounds {
            std::hint::black_box(call());
        }
        let each = start.elapsed() / rounds;
        let line = format!("{name}: {each:?} ({size})\n");
        std::io::Write::write_all(&mut std::io::stderr(), line.as_bytes()).expect("stderr is open");
    };
    time("status hesai", &mut || {
        on_1260h(&world, "hesai").caveats.len()
    });
    time("status deepseek", &mut || {
        on_1260h(&world, "deepseek").caveats.len()
    });
    time("statuses hesai", &mut || {
        statuses(&world, &thing("hesai")).len()
    });
    time("history hesai", &mut || {
        history(&world, &thing("hesai")).len()
    });
    time("history dod-1260h", &mut || history(&world, &list).len());
    time("members", &mut || members(&world, &list).len());
    time("replay", &mut || replay(&world, &list).len());
    time("editions", &mut || editions(&world, &list).len());
    let (from, to) = (Point::Day(day("2025-01-07")), Point::Day(day("2026-06-08")));
    time("diff", &mut || {
        diff(&world, &list, &from, &to).expect("days").added.len()
    });
    time("office holders", &mut || {
        office_holders(&world, Some(&thing("dod")), None).len()
    });
    time("laws", &mut || laws_in_force(&world).len());
}
