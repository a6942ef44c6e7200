//! Relationships: who has which interests in an entity.

use crate::import::bods::index::{Index, Record, Seen};
use crate::import::bods::{About, about, left, why};
use crate::import::ftm::{Draft, Writer};
use crate::import::interest::{Bounds, Claim, Nature};
use crate::import::node::Node;
use crate::import::say::{self, words};
use crate::model::vocab as ag;

/// One side of a relationship.
#[derive(Clone, PartialEq, Eq)]
enum Side {
    /// The thing with this id.
    Thing(String),
    /// Nobody: the reason why.
    Nobody(String),
}

/// States the interests that the statements of a record tell of.
///
/// What an older statement told and the next one does not held until the day of that.
pub(super) fn state(record: &Record<'_>, index: &Index, writer: &mut Writer<'_>) {
    let versions = record.statements.iter().filter_map(|seen| {
        let version = Version::of(seen, index, writer)?;
        Some((version, seen.is_closed))
    });
    let mut versions: Vec<(Version, bool)> = versions.collect();
    let Some((mut newest, is_closed)) = versions.pop() else {
        return;
    };
    if is_closed {
        newest.end(&newest.about.date.clone());
    }
    let mut later = newest.claims.clone();
    let mut until = newest.about.date.clone();
    let (subject, party) = newest.sides.clone();
    newest.put(&record.thing, writer);
    while let Some((mut version, _)) = versions.pop() {
        let is_same = version.sides == (subject.clone(), party.clone());
        version
            .claims
            .retain(|claim| !is_same || !later.iter().any(|known| known.is(claim)));
        later.extend(version.claims.iter().cloned());
        let next = std::mem::replace(&mut until, version.about.date.clone());
        if version.claims.is_empty() || version.is_of_nobody() {
            continue;
        }
        if next.is_empty() {
            let what = "replaced relationships, left out since it is not told when";
            writer.tally().mend(what, 1);
            continue;
        }
        version.end(&next);
        let what = "told in a statement that a later one replaced";
        version.about.facts.push(what.to_owned());
        let id = format!("{}-version-{}", record.thing, versions.len() + 1);
        version.put(&id, writer);
    }
}

/// What a statement says of the relationship.
struct Version {
    about: About,
    sides: (Side, Side),
    claims: Vec<Claim>,
}

impl Version {
    fn of(seen: &Seen<'_>, index: &Index, writer: &mut Writer<'_>) -> Option<Self> {
        let statement = Node::json(seen.text).ok()?;
        let mut about = about(&statement, writer.tally());
        let inner = statement.take_all("recorddetails");
        let record = inner.first().copied().unwrap_or(&statement);
        let sides = (
            side(&record.take_all("subject"), index),
            side(&record.take_all("interestedparty"), index),
        );
        if record.take("iscomponent") == "true" {
            let fact = "part of the chain of an indirect interest";
            about.facts.push(fact.to_owned());
        }
        let mut parts = record.take_all("componentstatementids");
        parts.extend(record.take_all("componentrecords"));
        if !parts.is_empty() {
            let parts: Vec<&str> = parts.iter().map(|part| part.own()).collect();
            let fact = format!("made up of the records {}", parts.join(", "));
            about.facts.push(fact);
        }
        let mut claims: Vec<Claim> = record
            .take_all("interests")
            .into_iter()
            .map(claim)
            .collect();
        if claims.is_empty() {
            claims.push(Claim {
                role: "has an interest that is not told in".to_owned(),
                ..Claim::default()
            });
        }
        for (path, text) in left(&statement) {
            writer.tally().wonder(&path);
            about.facts.push(format!("{path}: {text}"));
        }
        Some(Self {
            about,
            sides,
            claims,
        })
    }

    /// Ends what gives no day of its own.
    fn end(&mut self, day: &str) {
        for claim in self.claims.iter_mut().filter(|claim| claim.end.is_empty()) {
            day.clone_into(&mut claim.end);
        }
    }

    fn is_of_nobody(&self) -> bool {
        let (subject, party) = &self.sides;
        matches!(subject, Side::Nobody(_)) || matches!(party, Side::Nobody(_))
    }

    fn put(&self, id: &str, writer: &mut Writer<'_>) {
        let (subject, party) = match &self.sides {
            (Side::Thing(subject), Side::Thing(party)) => (subject, party),
            (Side::Thing(thing), Side::Nobody(why)) => {
                let what = "No owner or controller is specified";
                return note(thing, what, why, &self.about, writer);
            }
            (Side::Nobody(why), Side::Thing(thing)) => {
                let what = "An interest in an entity that is not specified";
                return note(thing, what, why, &self.about, writer);
            }
            (Side::Nobody(_), Side::Nobody(_)) => {
                let what = "relationships of which neither side is specified, left out";
                return writer.tally().mend(what, 1);
            }
        };
        for thing in [subject, party] {
            writer.mention(&Draft::more(thing), &[ag::ACTOR]);
        }
        for mut draft in Claim::drafts(self.claims.clone(), id, party, subject) {
            self.about.tell(&mut draft, "description");
            writer.put(&draft);
        }
    }
}

fn side(nodes: &[&Node], index: &Index) -> Side {
    let Some(node) = nodes.first() else {
        return Side::Nobody(String::new());
    };
    let names = [
        node.own().to_owned(),
        node.take("describedbyentitystatement"),
        node.take("describedbypersonstatement"),
    ];
    if let Some(name) = names.iter().find(|name| !name.is_empty()) {
        return Side::Thing(index.thing(name));
    }
    // 0.2 and 0.3 wrap the reason once more.
    let inner = node.take_all("unspecified");
    Side::Nobody(match inner.first() {
        Some(inner) => why(inner),
        None => why(node),
    })
}

/// Notes of a thing that nobody is told to stand on the other side.
fn note(thing: &str, what: &str, why: &str, about: &About, writer: &mut Writer<'_>) {
    let mut draft = Draft::more(thing);
    let note = match why {
        "" => what.to_owned(),
        why => format!("{what}: {why}"),
    };
    let note = match about.date.as_str() {
        "" => note,
        date => format!("{note} (as of {date})"),
    };
    draft.add("notes", &note);
    for page in &about.pages {
        draft.add("sourceUrl", page);
    }
    writer.mention(&draft, &[ag::ACTOR]);
}

/// Reads an interest.
fn claim(interest: &Node) -> Claim {
    let kind = interest.take("type");
    let mut said = Vec::new();
    let how = [
        interest.take("directorindirect"),
        interest.take("interestlevel"),
    ]
    .concat();
    if !matches!(how.as_str(), "" | "unknown") {
        said.push(how);
    }
    match interest.take("beneficialownershiporcontrol").as_str() {
        "true" => said.push("beneficial ownership or control".to_owned()),
        "false" => said.push("not beneficial ownership".to_owned()),
        _ => (),
    }
    said.push(interest.take("details"));
    let given: Vec<String> = ["exact", "minimum", "maximum"]
        .iter()
        .map(|bound| interest.peek(&format!("share.{bound}")).to_owned())
        .filter(|bound| !bound.is_empty())
        .collect();
    let bounds = bounds(interest);
    let is_read = bounds.is_some() && given.iter().all(|bound| number(bound).is_some());
    if !is_read && !given.is_empty() {
        said.push(format!("share told as {}", given.join(", ")));
    }
    let (start, end) = (interest.take("startdate"), interest.take("enddate"));
    said.retain(|part| !part.is_empty());
    let nature = match words(&kind).as_str() {
        "shareholding" => Nature::Shares,
        "rights to surplus assets on dissolution"
        | "rights to profit or income"
        | "right to profit or income from assets"
        | "enjoyment and use of assets"
        | "beneficiary of legal arrangement"
        | "beneficiary of trust" => Nature::Rights,
        "board member" | "board chair" | "senior managing official" => Nature::Office,
        "" | "unknown interest" | "unpublished interest" => Nature::Unknown,
        _ => Nature::Control,
    };
    let role = match (words(&kind), nature) {
        (role, _) if role.is_empty() => "has an interest of a kind that is not told in".to_owned(),
        (role, Nature::Unknown) => format!("has an {role} in"),
        (role, _) => role,
    };
    Claim {
        nature,
        role,
        bounds,
        said: said.join(", "),
        start: say::day_of(&start).to_owned(),
        end: say::day_of(&end).to_owned(),
    }
}

/// Reads a percentage.
fn number(text: &str) -> Option<f64> {
    text.trim_end_matches('%').trim().parse().ok()
}

/// Reads how large a part it is.
fn bounds(interest: &Node) -> Option<Bounds> {
    if let Some(exact) = number(&interest.take("share.exact")) {
        // The bounds beside it are the same.
        for path in ["share.minimum", "share.maximum"] {
            interest.take(path);
        }
        return Bounds::new(Some((exact, false)), Some((exact, false)));
    }
    let bound = |open: &str, closed: &str| {
        let (open, closed) = (interest.take(open), number(&interest.take(closed)));
        // Up to 0.3 it could be told whether the bound is open, later the open bound itself.
        match open.as_str() {
            "true" => closed.map(|bound| (bound, true)),
            open => {
                let open = number(open).map(|bound| (bound, true));
                open.or(closed.map(|bound| (bound, false)))
            }
        }
    };
    let low = bound("share.exclusiveminimum", "share.minimum");
    let high = bound("share.exclusivemaximum", "share.maximum");
    Bounds::new(low, high)
}
