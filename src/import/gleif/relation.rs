//! Level 2: who consolidates, manages or is a branch of whom, and why a parent is not told.

use crate::import::ftm::{Draft, Writer};
use crate::import::gleif::entity::{left, registration};
use crate::import::gleif::id;
use crate::import::node::Node;
use crate::import::say;
use crate::import::say::{day_of as day, words};
use crate::model::vocab as ag;

/// What a relation says: the start of a record is the child.
struct Kind {
    code: &'static str,
    /// What the end is to the start, if it stands over it.
    parent: Option<&'static str>,
    /// How the start is tied to the end in other cases.
    link: &'static str,
}

/// The types of relations (RR-CDF 2.1).
const KINDS: [Kind; 6] = [
    Kind {
        code: "IS_DIRECTLY_CONSOLIDATED_BY",
        parent: Some("direct parent company (consolidated accounts)"),
        link: "directly consolidated by",
    },
    Kind {
        code: "IS_ULTIMATELY_CONSOLIDATED_BY",
        parent: Some("ultimate parent company (consolidated accounts)"),
        link: "ultimately consolidated by",
    },
    Kind {
        code: "IS_INTERNATIONAL_BRANCH_OF",
        parent: Some("parent company of an international branch"),
        link: "an international branch of",
    },
    Kind {
        code: "IS_FUND-MANAGED_BY",
        parent: None,
        link: "a fund managed by",
    },
    Kind {
        code: "IS_SUBFUND_OF",
        parent: None,
        link: "a sub-fund of",
    },
    Kind {
        code: "IS_FEEDER_TO",
        parent: None,
        link: "a feeder fund to",
    },
];

/// States a relation; tells what it lacks.
pub(super) fn state(
    record: &Node,
    writer: &mut Writer<'_>,
    dataset: &'static str,
) -> Result<(), &'static str> {
    let child = record.take("relationship.startnode.nodeid");
    let parent = record.take("relationship.endnode.nodeid");
    let code = record.take("relationship.relationshiptype");
    for (value, lack) in [
        (&child, "StartNode"),
        (&parent, "EndNode"),
        (&code, "RelationshipType"),
    ] {
        if value.is_empty() {
            return Err(lack);
        }
    }
    for side in ["startnode", "endnode"] {
        let kind = record.take(&format!("relationship.{side}.nodeidtype"));
        if !matches!(kind.as_str(), "LEI" | "") {
            writer.tally().wonder(&format!("NodeIDType {kind}"));
        }
    }
    for lei in [&child, &parent] {
        let mut draft = Draft::more(&id(lei));
        draft.add("leiCode", lei);
        // Until another document gives the name.
        draft.add("weakAlias", lei);
        writer.mention(&draft, &[ag::ACTOR]);
    }
    let known = KINDS.iter().find(|kind| kind.code == code);
    if known.is_none() {
        writer.tally().wonder(&code);
    }
    let status = record.take("relationship.relationshipstatus");
    let registered = record.peek("registration.registrationstatus").to_owned();
    let (periods, mut facts) = periods(record);
    let shares = quantities(record, &mut facts);
    let qualifiers = taken(
        record,
        "relationship.relationshipqualifiers.relationshipqualifier",
        "relationship.qualifiers",
    );
    for qualifier in qualifiers {
        let dimension = words(&qualifier.take("qualifierdimension"));
        let category = qualifier.take("qualifiercategory");
        if !category.is_empty() {
            facts.push(format!("{dimension}: {category}"));
        }
    }
    let updated = record.take("registration.lastupdatedate");
    let reference = record.peek("registration.validationreference").to_owned();
    facts.push(registration(record));
    for (path, value) in left(record) {
        writer.tally().wonder(&path);
        facts.push(format!("{path}: {value}"));
    }
    facts.retain(|fact| !fact.is_empty());

    // What was registered by mistake never held.
    let is_void = matches!(registered.as_str(), "ANNULLED" | "DUPLICATE");
    for (place, (start, end)) in periods.iter().enumerate() {
        // A relation that is over since an unknown day is none that holds.
        let is_over = status == "INACTIVE" && end.is_empty();
        let base = format!("lei-{child}-{}-{parent}", say::slug(&code));
        let own = match place {
            0 => base,
            place => format!("{base}-{}", place + 1),
        };
        let role = known.and_then(|kind| kind.parent);
        let mut draft = match role {
            Some(role) if !is_void && !is_over => {
                let mut draft = Draft::new(&own, "Ownership");
                draft.add("asset", &id(&child));
                draft.add("owner", &id(&parent));
                draft.add("role", role);
                for share in &shares {
                    draft.add("percentage", share);
                }
                draft
            }
            _ => {
                let link = known.map_or_else(|| words(&code), |kind| kind.link.to_owned());
                let role = match (known.is_some(), is_void, is_over) {
                    (_, true, _) => format!("was registered by mistake as {link}"),
                    (_, _, true) => format!("was until an unknown day {link}"),
                    (true, ..) => format!("is {link}"),
                    (false, ..) => link,
                };
                let mut draft = Draft::new(&own, "UnknownLink");
                draft.add("subject", &id(&child));
                draft.add("object", &id(&parent));
                draft.add("role", &role);
                draft
            }
        };
        draft.dataset(dataset);
        draft.add("startDate", start);
        draft.add("endDate", end);
        draft.add("status", &words(&status));
        draft.add("modifiedAt", day(&updated));
        if reference.starts_with("http") {
            draft.add("sourceUrl", &reference);
        }
        for fact in &facts {
            draft.add("description", fact);
        }
        writer.put(&draft);
    }
    Ok(())
}

/// Takes out what XML and tables keep under different paths.
fn taken<'n>(record: &'n Node, in_xml: &str, in_table: &str) -> Vec<&'n Node> {
    let mut found = record.take_all(in_xml);
    found.extend(record.take_all(in_table));
    found
}

/// Returns from when to when the relation holds, one period at the least, and what is said of other
/// periods, such as that of the accounts by which it was told.
fn periods(record: &Node) -> (Vec<(String, String)>, Vec<String>) {
    let mut periods = Vec::new();
    let mut facts = Vec::new();
    let all = taken(
        record,
        "relationship.relationshipperiods.relationshipperiod",
        "relationship.period",
    );
    for period in all {
        let start = period.take("startdate");
        let end = period.take("enddate");
        let kind = period.take("periodtype");
        let (start, mut end) = (day(&start), day(&end));
        if end.starts_with("9999") {
            end = "";
        }
        match kind.as_str() {
            "RELATIONSHIP_PERIOD" | "" => periods.push((start.to_owned(), end.to_owned())),
            kind => {
                let until = if end.is_empty() { "" } else { " to " };
                facts.push(format!("{}: {start}{until}{end}", words(kind)));
            }
        }
    }
    if periods.is_empty() {
        periods.push((String::new(), String::new()));
    }
    periods.sort();
    periods.dedup();
    (periods, facts)
}

/// Returns the shares that a record tells, as percentages; other quantities become facts.
fn quantities(record: &Node, facts: &mut Vec<String>) -> Vec<String> {
    let all = taken(
        record,
        "relationship.relationshipquantifiers.relationshipquantifier",
        "relationship.quantifiers",
    );
    let mut shares = Vec::new();
    for quantity in all {
        let amount = quantity.take("quantifieramount");
        let unit = quantity.take("quantifierunits");
        let method = words(&quantity.take("measurementmethod"));
        let is_share = matches!(unit.as_str(), "PERCENTAGE" | "");
        if is_share && !amount.is_empty() {
            shares.push(format!("{}%", amount.trim_end_matches('%')));
        }
        let unit = if unit == "PERCENTAGE" {
            "%".to_owned()
        } else {
            words(&unit)
        };
        facts.push(format!("{method}: {amount} {unit}").trim().to_owned());
    }
    shares.sort();
    shares.dedup();
    shares
}

/// States why the parent of an entity is not told; tells what the record lacks.
pub(super) fn exception(
    record: &Node,
    writer: &mut Writer<'_>,
    dataset: &'static str,
) -> Result<(), &'static str> {
    let lei = record.take("lei");
    let category = [
        record.take("exceptioncategory"),
        record.take("exception.category"),
    ]
    .concat();
    if lei.is_empty() {
        return Err("LEI");
    }
    if category.is_empty() {
        return Err("ExceptionCategory");
    }
    let reasons = taken(record, "exceptionreason", "exception.reason");
    let references = taken(record, "exceptionreference", "exception.reference");
    let parent = match category.as_str() {
        "DIRECT_ACCOUNTING_CONSOLIDATION_PARENT" => "direct parent company".to_owned(),
        "ULTIMATE_ACCOUNTING_CONSOLIDATION_PARENT" => "ultimate parent company".to_owned(),
        other => words(other),
    };
    let told = reasons.iter().map(|reason| why(reason.own()));
    let told: Vec<String> = told.filter(|reason| !reason.is_empty()).collect();
    let mut note = format!("No {parent} is reported");
    if !told.is_empty() {
        note = format!("{note}: {}", told.join("; "));
    }
    for reference in references.iter().filter(|text| !text.own().is_empty()) {
        note = format!("{note} (reference: {})", reference.own());
    }
    for (path, value) in left(record) {
        writer.tally().wonder(&path);
        note = format!("{note}; {path}: {value}");
    }
    let mut draft = Draft::more(&id(&lei));
    draft.dataset(dataset);
    draft.add("leiCode", &lei);
    draft.add("notes", &note);
    writer.mention(&draft, &[ag::ACTOR]);
    Ok(())
}

/// Says a reason in words (Reporting Exceptions Format 2.1).
fn why(code: &str) -> String {
    let reason = match code {
        "NO_LEI" => "the parent has no LEI",
        "NATURAL_PERSONS" => "natural persons control it, without a legal entity between",
        "NON_CONSOLIDATING" => "the legal entities that control it need not consolidate accounts",
        "NO_KNOWN_PERSON" => "no known person controls it",
        "NON_PUBLIC" => "the parent is not public information",
        "BINDING_LEGAL_COMMITMENTS" => "binding legal commitments forbid to tell",
        "LEGAL_OBSTACLES" => "laws or regulations forbid to tell",
        "CONSENT_NOT_OBTAINED" => "the parent did not consent",
        "DETRIMENT_NOT_EXCLUDED" => "detriment to the entity or its parent is not excluded",
        "DISCLOSURE_DETRIMENTAL" => "to tell would be detrimental to the entity or its parent",
        other => return words(other),
    };
    format!("{reason} ({code})")
}
