//! Each rule of standing in a world of its own.

use super::world::{LIST, World, date, day};
use crate::model::vocab as ag;
use crate::model::{Scope, thing};
use crate::timeline::{
    Caveat, Completeness, DiffError, Point, Reason, Standing, State, Status, diff, editions,
    history, members, occurrence, replay, status, statuses,
};

fn of(world: &World, as_of: &str) -> Status {
    status(&world.as_of(as_of), &thing("acme"), &thing(LIST))
}

fn standing(world: &World, as_of: &str) -> Standing {
    of(world, as_of).standing
}

fn imprecise(status: &Status) -> bool {
    let mut caveats = status.caveats.iter();
    caveats.any(|caveat| matches!(caveat, Caveat::Imprecise { .. }))
}

use Standing::{Listed, NotListed, Unknown};

#[test]
fn an_empty_world_knows_nothing() {
    let empty = World::default();
    assert_eq!(standing(&empty, "2024-01-01"), Unknown);
    let empty = empty.as_of("2024-01-01");
    let acme = thing("acme");
    assert!(history(&empty, &acme).is_empty());
    assert!(statuses(&empty, &acme).is_empty());
    assert!(members(&empty, &thing(LIST)).is_empty());
    assert!(editions(&empty, &thing(LIST)).is_empty());
    assert!(occurrence(&empty, &acme).sources.is_empty());
}

#[test]
fn a_listing_holds_from_its_day_until_a_removal() {
    let world =
        World::default()
            .listing("a", "acme", "2024-01-10")
            .removal("b", "acme", "2024-03-01");
    assert_eq!(standing(&world, "2024-01-09"), Unknown);
    assert_eq!(standing(&world, "2024-01-10"), Listed);
    assert_eq!(standing(&world, "2024-02-29"), Listed);
    assert_eq!(standing(&world, "2024-03-01"), NotListed);
    assert_eq!(of(&world, "2024-03-01").since, Some(date("2024-03-01")));
}

#[test]
fn on_one_day_a_removal_comes_before_a_listing() {
    let world = World::default()
        .listing("a", "acme", "2023-01-01")
        .removal("a", "acme", "2024-01-10")
        .listing("a", "acme", "2024-01-10");
    assert_eq!(standing(&world, "2024-01-10"), Listed);
    assert_eq!(of(&world, "2024-01-10").since, Some(date("2024-01-10")));
    assert!(of(&world, "2024-01-10").caveats.is_empty());
}

#[test]
fn a_complete_edition_lists_whom_it_prints_and_no_one_else() {
    let world = World::default()
        .complete("a", "first", "2024-01-10", &["acme"])
        .complete("a", "second", "2024-06-10", &["other"]);
    let first = of(&world, "2024-02-01");
    assert_eq!((first.standing, first.since), (Listed, None));
    assert_eq!(
        first.caveats,
        [Caveat::StartUnknown {
            at_latest: Some(date("2024-01-10"))
        }]
    );
    let second = of(&world, "2024-07-01");
    assert_eq!(
        (second.standing, second.since),
        (NotListed, Some(date("2024-06-10")))
    );
    let never = status(&world.as_of("2024-07-01"), &thing("nobody"), &thing(LIST));
    assert_eq!((never.standing, never.since), (NotListed, None));
    let Reason::CompleteEdition { edition, .. } = never.because else {
        panic!("an edition decides");
    };
    assert_eq!(edition, thing("second"));
}

#[test]
fn a_listing_after_the_edition_counts() {
    let world = World::default()
        .complete("a", "first", "2024-01-10", &["other"])
        .listing("b", "acme", "2024-02-01");
    assert_eq!(standing(&world, "2024-01-31"), NotListed);
    assert_eq!(standing(&world, "2024-02-01"), Listed);
}

#[test]
fn an_extract_of_a_complete_edition_proves_nothing_by_silence() {
    // Calls itself complete, but under other sources than those that print it.
    let elsewhere = World::default()
        .edition("a", "first", "2024-01-10")
        .complete("b", "first", "2024-01-10", &["other"]);
    assert_eq!(standing(&elsewhere, "2024-02-01"), NotListed);
    let scope = Scope::as_of(day("2024-02-01")).with_source("a");
    let only = elsewhere
        .as_of("2024-02-01")
        .scoped(scope)
        .expect("a source");
    assert_eq!(
        status(&only, &thing("acme"), &thing(LIST)).standing,
        Unknown
    );
    // Announces two and prints one.
    let short = World::default()
        .complete("a", "first", "2024-01-10", &["other"])
        .announced("a", "first", 2);
    assert_eq!(standing(&short, "2024-02-01"), Unknown);
    let told = editions(&short.as_of("2024-02-01"), &thing(LIST));
    assert_eq!(told[0].completeness, Completeness::Partial);
    assert_eq!(members(&short.as_of("2024-02-01"), &thing(LIST)).len(), 1);
    // Of the two one is another record of the same thing.
    let joined = short
        .joined("a", "other", "more")
        .joined("a", "other", "other");
    assert_eq!(standing(&joined, "2024-02-01"), NotListed);
    // Announces nobody and prints nobody: the list was cleared.
    let cleared = World::default()
        .listing("a", "acme", "2023-01-01")
        .complete("a", "first", "2024-01-10", &[]);
    assert_eq!(standing(&cleared, "2024-02-01"), NotListed);
}

#[test]
fn events_of_a_day_have_the_last_word_over_its_edition() {
    let world = World::default()
        .complete("a", "first", "2024-01-10", &["other"])
        .change("a", "late", ag::LISTING, "acme", "2024-01-10", "first");
    let told = of(&world, "2024-01-10");
    assert_eq!(told.standing, Listed);
    assert!(told.caveats.contains(&Caveat::EditionDisagrees {
        event: thing("late"),
        edition: thing("first"),
    }));
}

#[test]
fn a_withdrawn_edition_changes_nothing_for_those_who_know() {
    let world = World::default()
        .listing("a", "acme", "2023-01-01")
        .edition("a", "pulled", "2024-01-10")
        .change("a", "gone", ag::REMOVAL, "acme", "2024-01-10", "pulled")
        .withdrawn("b", "pulled", "2024-01-11");
    let told = of(&world, "2024-02-01");
    assert_eq!(told.standing, Listed);
    assert_eq!(told.withdrawn.len(), 1);
    let withdrawal = told.withdrawn[0].withdrawn.clone().expect("withdrawn");
    assert_eq!(withdrawal.date, Some(date("2024-01-11")));
    assert_eq!(withdrawal.sources, [thing("b")]);
    let scope = Scope::as_of(day("2024-02-01")).with_source("a");
    let naive = world.as_of("2024-02-01").scoped(scope).expect("a source");
    assert_eq!(
        status(&naive, &thing("acme"), &thing(LIST)).standing,
        NotListed
    );
    assert!(of(&world, "2024-01-09").withdrawn.is_empty());
    let complete = World::default()
        .listing("a", "acme", "2023-01-01")
        .complete("a", "pulled", "2024-01-10", &["other"])
        .withdrawn("a", "pulled", "");
    assert_eq!(standing(&complete, "2024-02-01"), Listed);
    let state = &editions(&complete.as_of("2024-02-01"), &thing(LIST))[0].state;
    assert!(matches!(state, State::Withdrawn(_)));
}

#[test]
fn what_was_said_of_a_withdrawn_notice_was_said() {
    let world = World::default()
        .edition("a", "pulled", "2024-01-10")
        .withdrawn("a", "pulled", "")
        .change("a", "denial", ag::RESPONSE, "acme", "2024-01-12", "pulled");
    let world = world.as_of("2024-02-01");
    assert_eq!(occurrence(&world, &thing("denial")).withdrawn, None);
}

#[test]
fn keeping_shows_and_renaming_changes_nothing() {
    let kept = World::default().change("a", "kept", ag::RETENTION, "acme", "2024-01-10", "");
    let told = of(&kept, "2024-01-10");
    assert_eq!((told.standing, told.since), (Listed, None));
    let renamed = World::default().change("a", "renamed", ag::RENAMING, "acme", "2024-01-10", "");
    assert_eq!(standing(&renamed, "2024-01-10"), Unknown);
    let both = kept.listing("a", "acme", "2023-05-01");
    assert_eq!(of(&both, "2024-01-10").since, Some(date("2023-05-01")));
}

#[test]
fn a_month_counts_from_its_first_day_with_a_caveat() {
    let world = World::default().listing("a", "acme", "2024-02");
    assert_eq!(standing(&world, "2024-01-31"), Unknown);
    let within = of(&world, "2024-02-10");
    assert_eq!((within.standing, imprecise(&within)), (Listed, true));
    let after = of(&world, "2024-02-29");
    assert_eq!((after.standing, imprecise(&after)), (Listed, false));
}

#[test]
fn dates_that_do_not_settle_the_order_are_told() {
    let world = World::default()
        .removal("a", "acme", "2024-02-10")
        .listing("b", "acme", "2024-02");
    let told = of(&world, "2024-06-01");
    assert_eq!(told.standing, NotListed);
    assert_eq!(
        told.caveats,
        [Caveat::OrderUnsettled {
            event: thing("acme-removal-2024-02-10"),
            rival: thing("acme-listing-2024-02"),
        }]
    );
}

#[test]
fn an_edition_dates_its_changes() {
    let world = World::default()
        .edition("a", "first", "2024-01-10")
        .change("b", "put", ag::LISTING, "acme", "", "first")
        .change("b", "taken", ag::REMOVAL, "acme", "2024", "first");
    assert_eq!(standing(&world, "2024-01-09"), Unknown);
    let told = of(&world, "2024-01-10");
    assert_eq!(
        (told.standing, told.since),
        (Listed, Some(date("2024-01-10")))
    );
    assert!(told.caveats.is_empty());
}

#[test]
fn an_undated_change_lies_before_what_its_source_dates() {
    let world = World::default()
        .source("late", "2024-06-30")
        .listing("late", "acme", "")
        .removal("late", "acme", "2024-06-01");
    // The source is not out before: nothing is known to hold.
    assert_eq!(standing(&world, "2024-05-31"), Unknown);
    assert_eq!(standing(&world, "2024-06-01"), NotListed);
    let other = World::default()
        .source("late", "2024-06-30")
        .listing("late", "acme", "")
        .complete("early", "first", "2021-01-01", &["other"]);
    assert_eq!(standing(&other, "2024-06-29"), NotListed);
    let told = of(&other, "2024-06-30");
    assert_eq!((told.standing, told.since), (Listed, None));
    assert_eq!(
        told.caveats[0],
        Caveat::Undated {
            event: thing("acme-listing-"),
            known: day("2024-06-30"),
        }
    );
    assert_eq!(members(&other.as_of("2024-06-30"), &thing(LIST)).len(), 2);
    let steps = replay(&other.as_of("2024-12-31"), &thing(LIST));
    let steps: Vec<_> = steps.iter().map(|step| (step.date, step.total)).collect();
    assert_eq!(steps, [(date("2021-01-01"), 1), (date("2024-06-30"), 2)]);
    // Without any date there is no hold: it counts on any day.
    let bare = World::default().listing("bare", "acme", "");
    assert_eq!(standing(&bare, "1990-01-01"), Listed);
}

#[test]
fn rival_dates_on_both_sides_of_the_day_are_told() {
    let world = World::default()
        .change("a", "put", ag::LISTING, "acme", "2024-02-10", "")
        .change("b", "put", ag::LISTING, "acme", "2024-02-20", "")
        .change("c", "put", ag::LISTING, "acme", "2024-02-20", "");
    let told = of(&world, "2024-02-15");
    assert_eq!(told.standing, Unknown, "more sources say the 20th");
    assert!(matches!(&told.caveats[..], [Caveat::DatesDisagree { .. }]));
    assert_eq!(history(&world.as_of("2024-02-15"), &thing("acme")).len(), 1);
    let after = of(&world, "2024-02-20");
    assert_eq!((after.standing, after.caveats.len()), (Listed, 0));
    let Reason::Event(event) = after.because else {
        panic!("an event decides");
    };
    assert_eq!(event.disputed[0].property, ag::DATE.into_owned());
}

#[test]
fn sources_that_print_apart_are_told() {
    let world = World::default()
        .complete("a", "first", "2024-01-10", &["acme", "other"])
        .complete("b", "first", "2024-01-10", &["other"]);
    let told = of(&world, "2024-02-01");
    assert_eq!(told.standing, Listed);
    assert!(told.caveats.contains(&Caveat::PrintDisputed {
        edition: thing("first"),
        includes: vec![thing("a")],
        lacks: vec![thing("b")],
    }));
}

#[test]
fn a_list_that_was_only_asked_for_has_a_status() {
    let world = World::default().change("a", "letter", ag::REQUEST, "acme", "2024-01-10", "");
    let told = statuses(&world.as_of("2024-02-01"), &thing("acme"));
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].1.standing, Unknown);
    assert!(statuses(&world.as_of("2024-01-01"), &thing("acme")).is_empty());
}

#[test]
fn the_most_specific_class_needs_the_ontology() {
    let world = World::default()
        .subclass(ag::OMISSION, ag::REMOVAL)
        .subclass(ag::REMOVAL, ag::EVENT)
        .change("a", "gone", ag::OMISSION, "acme", "2024-01-10", "")
        .change("a", "gone", ag::REMOVAL, "acme", "2024-01-10", "");
    let told = occurrence(&world.as_of("2024-02-01"), &thing("gone"));
    assert_eq!(told.class, ag::OMISSION.into_owned());
    assert_eq!(told.evidence(&world.as_of("2024-02-01")).len(), 1);
}

#[test]
fn parents_are_those_of_the_last_edition_that_groups() {
    let world = World::default()
        .complete("a", "first", "2024-01-10", &["acme", "big", "other"])
        .grouping("a", "big", "acme", "first")
        .grouping("a", "big", "other", "first")
        .complete("a", "second", "2024-06-10", &["acme", "big", "other"])
        .grouping("a", "other", "acme", "second")
        .grouping("a", "big", "other", "second")
        .complete("a", "third", "2024-08-10", &["acme", "big", "other"]);
    let world = world.as_of("2024-12-31");
    let at = |id: &str| Point::Edition(thing(id));
    let list = thing(LIST);
    let told = diff(&world, &list, &at("first"), &at("second")).expect("editions");
    assert_eq!(told.stayed, 3);
    let [moved] = &told.reparented[..] else {
        panic!("one company moved: {:?}", told.reparented);
    };
    assert_eq!(
        (&moved.from[..], &moved.to[..]),
        (&[thing("big")][..], &[thing("other")][..])
    );
    assert_eq!(moved.evidence, [thing("big--acme"), thing("other--acme")]);
    // The third groups nobody in the sources at hand: it says nothing on parents.
    let told = diff(&world, &list, &at("second"), &at("third")).expect("editions");
    assert!(told.reparented.is_empty());
    let unknown = diff(&world, &list, &at("first"), &at("none"));
    assert!(matches!(unknown, Err(DiffError::UnknownEdition { .. })));
}
