//! English: sentences, dates, and how a clause is built.

use crate::ask::inflection::{with_s, with_suffix};
use crate::ask::plan::Period;
use crate::ask::sayings::{
    Clause, Other, Picked, Place, Predicate, Saying, Sentences, Things, Told,
};
use crate::model::{Date, vocab as ag};
use crate::ontology::{Entry, Part};
use crate::view::Words;

/// The English language.
pub struct English;

const SENTENCES: Sentences = Sentences {
    yes: "Yes: {rest}",
    no: "No: {rest}",
    and_then: "{one}; and {two}",
    first_of_two: "so it was before that",
    last_of_two: "so it was after that",
    same_day: "so both were on the same day",

    too_long: "the question is too long to be read",
    empty: "the question is empty",
    unread: "the question could not be read",
    not_asked: "what was found is not what was asked for: {rest}",
    meant_by: "the question does not say who or what {word} is",
    unread_words: "{why}; neither the language nor the data know {words}",
    how_unread: "the question could not be read",
    left_out: "read without {words}",
    ambiguous: "{text} may mean {names}",
    also_means: "{text} may also mean {names}, of which the data do not say so",
    stranger: "{text} is not in the data",
    did_you_mean: "did you mean {name}?",
    ask_company: &[
        "who requested {name}?",
        "when was {name} listed?",
        "how did {name} respond?",
    ],
    ask_list: &["which companies are on the {name}?"],
    ask_actor: &["which companies did {name} request?"],
    ask_other: &["what is {name}?"],

    how_which: "which: {set}",
    how_whether: "whether there is: {set}",
    how_many: "how many: {set}",
    how_many_by: "how many, by {group}: {set}",
    how_when: "the dates of: {set}",
    how_why: "the reasons of: {set}",
    how_what: "what is told of: {set}",
    how_describe: "what this is: {set}",
    how_path: "the shortest path between: {set}",
    year: "year",

    not_held: "what these data do not hold may still have happened",
    read_as: "{text} was read as {name}",
    assumed_list: "“the list” was taken to be the {list}",
    not_yet: "who stands on a list is told for a day up to {date}",
    as_of: "as of {date}",

    described: "{name}[ ({other})][, {class}][: {what}]",
    two_names: "a connection needs two names",
    no_route: "the data hold no connection between {from} and {to}",
    more_routes: "{count} routes are as short; see `path --all`",
    no_sentence: "{from} – {label} – {to}",
    dated: "{sentence} ({date})",

    nothing: "the data hold no {set}",
    nothing_says: "nothing in the data says that {sentence}",
    text_value: "the {noun} of {of}: {names}",
    nearest: "what the data do hold: {sentence}",
    data_name: "the data name {counted}[ ({aside})]: {names}",
    addressed: "{kind}[ to {addressee}][ for the {list}]",
    picked: "the {set} {is} {names}[ ({value})]",
    each: "{value} each",
    value: "the {noun} of {of} {is} {names}",
    names_of: "the {noun} {is} {names}",
    counted: "the data hold {counted}",
    grouped: "by {group}: {items}",
    largest: "the most are in {names} ({count})",
    group_item: "{name} {count}",
    group_none: "not told",
    changed: "{counted}: {names}",
    earlier_event: "one earlier event is in the evidence",
    earlier_events: "{count} earlier events are in the evidence",
    reason: "reason given: {reasons}",
    no_reason: "the data give no reason",
    no_date: "no source gives a date",
    disagree: "sources disagree on the {property} of “{event}”: {values}",
    gone: "{count} more are no longer on the {list} without a notice of removal for each: a complete edition lacks them",
    withdrawn: "{told}: in a notice ({edition}) that was withdrawn[ {when}] and changed nothing",
    withdrawn_several: "{count} more in a notice ({edition}) that was withdrawn and changed nothing: {names}",
    fact: "the {property} of {name} is “{value}”",
    office_ended: "{name} was {office} until {date}",
    office_later: "{name} became {office} only {when}",

    listed_since: "{name} has been on the {list} since {date}",
    listed_undated: "{name} is on the {list}; the sources give no date",
    printed: "{name} is printed in the {list}[ of {date}]",
    taken_off: "{name} was taken off the {list}[ {when}]",
    not_printed: "{name} is not in the complete {list}[ of {date}]",
    not_told: "nothing in the data says whether {name} is on the {list} as of {date}",
    says_nothing: "nothing in the data says so as of {date}",
    imprecise: "“{event}” is dated only {date}",
    undated: "the sources give no date for “{event}”",
    dates_disagree: "sources date “{event}” differently: {dates}",
    order_unsettled: "the dates do not settle whether “{event}” came before “{rival}”",
    edition_disagrees: "“{event}” and {edition} of the same day disagree",
    print_disputed: "sources differ on what {edition} prints",
};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Numbers up to here are written as words.
const NUMBERS: [&str; 13] = [
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
];

/// More names than this are counted before they are told.
const FEW: usize = 3;

impl Saying for English {
    fn tag(&self) -> &'static str {
        "en"
    }

    fn has_short_names(&self) -> bool {
        true
    }

    fn sentences(&self) -> &'static Sentences {
        &SENTENCES
    }

    fn date(&self, date: Date) -> String {
        let name = |month: i8| {
            let place = usize::try_from(month - 1).ok();
            place.and_then(|place| MONTHS.get(place)).unwrap_or(&"")
        };
        match date {
            Date::Year(year) => year.to_string(),
            Date::Month(year, month) => format!("{} {year}", name(month)),
            Date::Day(day) => format!("{} {} {}", day.day(), name(day.month()), day.year()),
        }
    }

    fn when(&self, date: Date) -> String {
        match date {
            Date::Day(_) => format!("on {}", self.date(date)),
            _ => format!("in {}", self.date(date)),
        }
    }

    fn period(&self, period: Period) -> String {
        if let Some(day) = period.weekday {
            const DAYS: [&str; 7] = [
                "Monday",
                "Tuesday",
                "Wednesday",
                "Thursday",
                "Friday",
                "Saturday",
                "Sunday",
            ];
            let place = usize::try_from(day - 1).unwrap_or_default();
            return format!("on a {}", DAYS.get(place).unwrap_or(&"day"));
        }
        if let Some(date) = period.date() {
            return self.when(date);
        }
        let day = |day| self.date(Date::Day(day));
        match (period.from, period.to) {
            (Some(from), Some(to)) => format!("from {} to {}", day(from), day(to)),
            (Some(from), None) => format!("since {}", day(from)),
            (None, Some(to)) => format!("until {}", day(to)),
            (None, None) => "at any time".to_owned(),
        }
    }

    fn all(&self, names: &[String], hidden: usize) -> String {
        let mut names = names.to_vec();
        match hidden {
            0 => (),
            1 => names.push("1 other".to_owned()),
            n => names.push(format!("{n} others")),
        }
        joined(&names, "and")
    }

    fn any(&self, names: &[String]) -> String {
        joined(names, "or")
    }

    fn row(&self, names: &[String]) -> String {
        names.join("; ")
    }

    fn text(&self, clauses: &[String]) -> String {
        // Of what a source only refers to, nothing is told.
        let told = clauses.iter().filter(|clause| !clause.is_empty());
        let ended = told.map(|clause| match clause.ends_with(['.', '?', '!']) {
            true => capital(clause),
            false => format!("{}.", capital(clause)),
        });
        ended.collect::<Vec<_>>().join(" ")
    }

    fn counted(&self, number: usize, noun: &str) -> String {
        match number {
            1 => format!("one {noun}"),
            n => format!("{} {}", self.number(n), plural(noun)),
        }
    }

    fn figure(&self, number: usize, noun: &str) -> String {
        match number {
            1 => format!("1 {noun}"),
            n => format!("{n} {}", plural(noun)),
        }
    }

    fn count(&self, number: usize, phrase: &str, _: &str) -> String {
        format!("{} {phrase}", self.number(number))
    }

    fn count_in_figures(&self, number: usize, phrase: &str, _: &str) -> String {
        format!("{number} {phrase}")
    }

    fn list(&self, remarks: &[String]) -> String {
        remarks.join(", ")
    }

    fn times(&self, number: usize) -> String {
        match number {
            1 => "once".to_owned(),
            2 => "twice".to_owned(),
            n => format!("{} times", self.number(n)),
        }
    }

    fn relation(&self, words: Words) -> (String, Option<String>) {
        (words.label, words.sentence)
    }

    fn was(&self, number: usize) -> &'static str {
        if number > 1 { "were" } else { "was" }
    }

    fn is(&self, number: usize) -> &'static str {
        if number > 1 { "are" } else { "is" }
    }

    fn before_date(&self, before: &str, date: Date) -> String {
        match (before.strip_suffix("on "), date) {
            (_, Date::Day(_)) | (None, _) => before.to_owned(),
            (Some(start), _) => format!("{start}in "),
        }
    }

    fn the(&self, name: &str) -> String {
        the(name)
    }

    fn one(&self, noun: &str) -> String {
        match noun.starts_with(['a', 'e', 'i', 'o', 'u', 'A', 'E', 'I', 'O', 'U']) {
            true => format!("an {noun}"),
            false => format!("a {noun}"),
        }
    }

    fn several(&self, noun: &str) -> String {
        plural(noun)
    }

    fn things(&self, things: &Things<'_>) -> String {
        let mut text = if !things.names.is_empty() {
            match (things.all, things.names.len()) {
                (true, 2) => format!("both {}", self.all(&things.names, 0)),
                (true, _) => self.all(&things.names, 0),
                _ => self.any(&things.names),
            }
        } else {
            let nouns: Vec<String> = things
                .nouns
                .iter()
                .map(|noun| match things.single {
                    true => noun.clone(),
                    false => plural(noun),
                })
                .collect();
            let nouns = match nouns.is_empty() {
                true if things.single => "thing".to_owned(),
                true => "things".to_owned(),
                false => self.any(&nouns),
            };
            match &things.pick {
                Some(Picked::Date { last: false }) => format!("first {nouns}"),
                Some(Picked::Date { last: true }) => format!("last {nouns}"),
                _ => nouns,
            }
        };
        if things.names.is_empty() && things.pick.is_none() && things.single && !things.bare {
            text = match things.definite {
                true => format!("the {text}"),
                false => self.one(&text),
            };
        }
        if let Some(of) = &things.of {
            text = format!("{text} of {of}");
        }
        let told = things
            .clauses
            .iter()
            .map(|clause| self.relative(clause, things));
        let mut told: Vec<String> = told.filter(|told| !told.is_empty()).collect();
        // Whose event it is belongs to its noun.
        let event = matches!(
            things.clauses.first().map(|clause| &clause.word),
            Some(Predicate::Event(_))
        );
        if event && told.len() > 1 {
            text = format!("{text} {}", told.remove(0));
        }
        if !told.is_empty() {
            text = format!("{text} {}", told.join(" and "));
        }
        if let Some(Picked::Many { last, of }) = &things.pick {
            let words = match (of, last) {
                (None, true) => "most often".to_owned(),
                (None, false) => "least often".to_owned(),
                (Some(of), true) => format!("with the most {}", plural(of)),
                (Some(of), false) => format!("with the fewest {}", plural(of)),
            };
            text = format!("{text} {words}");
        }
        if !things.except.is_empty() {
            text = format!("{text}, except {}", self.all(&things.except, 0));
        }
        text
    }

    fn told(&self, clause: &Clause<'_>, told: &Told<'_>) -> Option<String> {
        let many = told.number > 1;
        let predicate = self.finite(clause, many)?;
        let aside = match told.aside.is_empty() {
            true => String::new(),
            false => format!(" ({})", told.aside),
        };
        let counted = |noun| match told.digits {
            true => self.figure(told.number, noun),
            false => self.counted(told.number, noun),
        };
        Some(match told.noun {
            Some(noun) if told.names.is_empty() => format!("{} {predicate}{aside}", counted(noun)),
            Some(noun) if told.number > FEW || told.digits => {
                format!("{} {predicate}{aside}: {}", counted(noun), told.names)
            }
            _ => format!("{} {predicate}{aside}", told.names),
        })
    }
}

impl English {
    fn number(&self, number: usize) -> String {
        let word = NUMBERS.get(number).map(|word| (*word).to_owned());
        word.unwrap_or_else(|| number.to_string())
    }

    /// What follows `the companies` or a name.
    fn relative(&self, clause: &Clause<'_>, things: &Things<'_>) -> String {
        let not = match (clause.negated, clause.once) {
            (true, true) => "no longer ",
            (true, false) => "not ",
            (false, _) => "",
        };
        let that = match things.single {
            true => "that is",
            false => "that are",
        };
        let body = match &clause.word {
            Predicate::Verb(entry) if entry.part == Part::Verb => match clause.place {
                Place::Subject if clause.negated => {
                    format!("that did not {}{}", base(entry), self.objects(clause))
                }
                Place::Subject if clause.lasting => {
                    let verb = match things.single {
                        true => with_s(base(entry)),
                        false => base(entry).to_owned(),
                    };
                    format!("that {verb}{}", self.objects(clause))
                }
                Place::Subject => format!("that {}{}", past(entry), self.objects(clause)),
                _ => {
                    let by = by(clause);
                    format!("{not}{}{}{by}", participle(entry), self.objects(clause))
                }
            },
            Predicate::Verb(entry) => {
                format!("{that} {not}{}{}", base(entry), self.objects(clause))
            }
            Predicate::Nothing => String::new(),
            Predicate::Connected(names) => format!("{not}connecting {names}"),
            // The noun is the head already.
            Predicate::Event(_) => match clause.negated {
                true => "that did not happen".to_owned(),
                false => by(clause).trim_start().to_owned() + &self.objects(clause),
            },
            Predicate::Standing(list) if clause.place == Place::Object => {
                let names = list.as_deref().unwrap_or("anybody");
                match clause.negated {
                    true => format!("that do not name {names}"),
                    false => format!("that name {names}"),
                }
            }
            Predicate::Standing(list) => format!("{not}on {}", on(list.as_deref())),
            Predicate::Noun { noun, of } => match of {
                Some(of) => format!("{that} {not}the {noun} of {of}"),
                None => format!("{that} {not}{}", self.one(noun)),
            },
            // A property that is a verb: governs.
            Predicate::Value {
                property,
                value: Some(value),
            } if verb(property).is_some() => {
                let stem = verb(property).unwrap_or_default();
                match (clause.negated, things.single) {
                    (true, true) => format!("that does not {stem} {value}"),
                    (true, false) => format!("that do not {stem} {value}"),
                    (false, true) => format!("that {property} {value}"),
                    (false, false) => format!("that {stem} {value}"),
                }
            }
            Predicate::Value { property, value } => match value {
                Some(value) => format!(
                    "{} {property} {value}",
                    if clause.negated { "without" } else { "with" }
                ),
                None => format!(
                    "{} {}",
                    if clause.negated { "without" } else { "with" },
                    self.one(property)
                ),
            },
        };
        self.rounded(body.trim_start().to_owned(), clause)
    }

    /// What is said of things in a sentence of its own.
    fn finite(&self, clause: &Clause<'_>, many: bool) -> Option<String> {
        let not = match (clause.negated, clause.once) {
            (true, true) => " no longer",
            (true, false) => " not",
            (false, _) => "",
        };
        let is = if many { "are" } else { "is" };
        let was = if many { "were" } else { "was" };
        let body = match &clause.word {
            Predicate::Verb(entry) if entry.part == Part::Verb => match clause.place {
                Place::Subject if clause.negated => {
                    format!("did not {}{}", base(entry), self.objects(clause))
                }
                Place::Subject if clause.lasting => {
                    let verb = match many {
                        true => base(entry).to_owned(),
                        false => with_s(base(entry)),
                    };
                    format!("{verb}{}", self.objects(clause))
                }
                Place::Subject => format!("{}{}", past(entry), self.objects(clause)),
                _ => {
                    let by = by(clause);
                    let was = if clause.lasting { is } else { was };
                    format!(
                        "{was}{not} {}{}{by}",
                        participle(entry),
                        self.objects(clause)
                    )
                }
            },
            Predicate::Verb(entry) => format!("{is}{not} {}{}", base(entry), self.objects(clause)),
            Predicate::Standing(list) if clause.place != Place::Object => {
                format!("{is}{not} on {}", on(list.as_deref()))
            }
            Predicate::Noun { noun, of } => {
                let is = if clause.time.is_some() { was } else { is };
                match of {
                    Some(of) => format!("{is}{not} the {noun} of {of}"),
                    None => format!("{is}{not} {}", self.one(noun)),
                }
            }
            _ => return None,
        };
        Some(self.rounded(body, clause))
    }

    fn objects(&self, clause: &Clause<'_>) -> String {
        if clause.objects.is_empty() {
            return String::new();
        }
        format!(" {}", self.all(&clause.objects, 0))
    }

    /// Adds whatever else takes part, how often and when.
    fn rounded(&self, mut text: String, clause: &Clause<'_>) -> String {
        let mut add = |words: &str| {
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(words);
        };
        for other in &clause.others {
            let event = matches!(clause.word, Predicate::Event(_) | Predicate::Nothing);
            let marker = match &clause.word {
                // Adjectives name their own: based in.
                Predicate::Verb(entry) if entry.part == Part::Adjective => other
                    .markers
                    .first()
                    .map(AsRef::as_ref)
                    .filter(|_| !other.bare),
                // What is asked for is not yet so.
                Predicate::Verb(entry) if entry.reference == ag::REQUEST => {
                    let to = other.markers.iter().find(|marker| *marker == "for");
                    to.map(AsRef::as_ref).or_else(|| marker(other, event))
                }
                _ => marker(other, event),
            };
            match marker {
                Some(marker) => add(&format!("{marker} {}", other.name)),
                None => add(&other.name),
            }
        }
        if let Some((least, most)) = clause.many {
            let words = match most {
                Some(most) if most == least => format!("exactly {}", self.times(least)),
                Some(most) if least == 0 => format!("at most {}", self.times(most)),
                Some(most) => format!("{least} to {most} times"),
                None => format!("at least {}", self.times(least)),
            };
            add(&words);
        }
        if let Some(time) = clause.time {
            add(&self.period(time));
        }
        text
    }
}

fn by(clause: &Clause<'_>) -> String {
    let by = clause
        .subject
        .as_ref()
        .map(|subject| format!(" by {subject}"));
    by.unwrap_or_default()
}

fn on(list: Option<&str>) -> String {
    list.map_or("a list".to_owned(), the)
}

/// Sets the article before a name that is a noun: `the 1260H list`.
fn the(name: &str) -> String {
    let starts = ["the ", "a ", "an ", "both ", "lists", "list "];
    match starts.iter().any(|start| name.starts_with(start)) || name.contains(" lists") {
        true => name.to_owned(),
        false => format!("the {name}"),
    }
}

/// Returns the base of a property's label that is a verb.
fn verb(property: &str) -> Option<&str> {
    let stem = property.strip_suffix('s')?;
    (!stem.ends_with(['s', 'u', 'i']) && !property.contains(' ')).then_some(stem)
}

/// Returns the word that marks a participant, of those that may.
fn marker(other: &Other, of_noun: bool) -> Option<&str> {
    if other.bare {
        return None;
    }
    let preferred = match of_noun {
        true => &["from", "about", "of", "on", "for", "against", "to"][..],
        false => &["from", "over", "on", "for", "to", "against", "about"][..],
    };
    let known = |marker: &&&str| other.markers.iter().any(|known| known == **marker);
    let preferred = preferred.iter().find(known).copied();
    preferred
        .or_else(|| other.markers.first().map(AsRef::as_ref))
        .or(Some("of"))
}

fn joined(names: &[String], word: &str) -> String {
    match names.split_last() {
        None => String::new(),
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} {word} {last}", rest.join(", ")),
    }
}

fn base(entry: &Entry) -> &str {
    entry.forms.first().map_or("", |form| &*form.text)
}

/// Returns the past of the word that an entry goes by: the irregular one that belongs to it, else
/// the regular one.
fn past(entry: &Entry) -> String {
    irregular(entry, false).unwrap_or_else(|| regular(base(entry)))
}

fn participle(entry: &Entry) -> String {
    irregular(entry, true).unwrap_or_else(|| regular(base(entry)))
}

/// Irregular forms stand beside all words of an entry: those are meant that begin and go on alike.
fn irregular(entry: &Entry, participle: bool) -> Option<String> {
    let base = base(entry);
    // took off: take off; listed or removed: list or remove
    let rest = |text: &str| text.split_once(' ').map_or("", |(_, rest)| rest).to_owned();
    let goes_on = |text: &str| match &*rest(base) {
        "" => rest(text).is_empty(),
        more => rest(text).starts_with(more),
    };
    let like = |text: &str| text.chars().next() == base.chars().next() && goes_on(text);
    let mut found: Vec<&str> = entry
        .forms
        .iter()
        .filter(|form| form.irregular && like(&form.text))
        .map(|form| &*form.text)
        .collect();
    // `took` and `taken`: the participle is the one in n.
    found.sort_unstable_by_key(|text| {
        let verb = text.split(' ').next().unwrap_or(text);
        (verb.ends_with('n') != participle, (*text).to_owned())
    });
    found.first().map(|text| (*text).to_owned())
}

fn regular(text: &str) -> String {
    match text.split_once(' ') {
        Some((verb, rest)) => format!("{} {rest}", with_suffix(verb, "ed")),
        None => with_suffix(text, "ed"),
    }
}

fn plural(noun: &str) -> String {
    // `section of a statute`: the first noun is the one of which there are many.
    for tie in [" of ", " that ", " in "] {
        if let Some((head, rest)) = noun.split_once(tie) {
            return format!("{}{tie}{rest}", plural(head));
        }
    }
    // `headquarters`, and properties that are no nouns: `enacted`.
    match noun.ends_with('s') && !noun.ends_with("ss") || noun.ends_with("ed") || noun.is_empty() {
        true => noun.to_owned(),
        false => with_s(noun),
    }
}

/// Makes the first letter large.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn periods_are_written_as_people_write_them() {
        let period =
            |from: Option<jiff::civil::Date>, to| English.period(Period::between(from, to));
        let (start, end) = (date(2026, 6, 1), date(2026, 6, 30));
        assert_eq!(period(Some(start), Some(end)), "in June 2026");
        assert_eq!(period(Some(start), Some(start)), "on 1 June 2026");
        assert_eq!(
            period(Some(date(2025, 1, 1)), Some(date(2025, 12, 31))),
            "in 2025"
        );
        assert_eq!(period(Some(start), None), "since 1 June 2026");
        assert_eq!(period(None, Some(end)), "until 30 June 2026");
    }

    #[test]
    fn names_and_numbers_are_joined() {
        let names = ["A", "B"].map(str::to_owned);
        assert_eq!(English.all(&names, 0), "A and B");
        assert_eq!(English.all(&names, 2), "A, B and 2 others");
        assert_eq!(English.any(&names), "A or B");
        assert_eq!(English.counted(10, "company"), "ten companies");
        assert_eq!(English.counted(1, "agency"), "one agency");
        assert_eq!(
            English.figure(134, "section of a statute"),
            "134 sections of a statute"
        );
        assert_eq!(English.times(2), "twice");
    }

    #[test]
    fn a_month_comes_in_and_a_day_on() {
        assert_eq!(English.when(Date::Month(2026, 6)), "in June 2026");
        assert_eq!(English.when(Date::Day(date(2026, 6, 8))), "on 8 June 2026");
        assert_eq!(English.before_date(" on ", Date::Year(2026)), " in ");
        assert_eq!(English.before_date(", ", Date::Year(2026)), ", ");
    }
}
