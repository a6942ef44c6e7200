//! People with significant control over companies, as Companies House publishes them: a snapshot of
//! the register with one record a line.
//!
//! A record is of a person or body that controls a company, of one whose details are protected, of a
//! statement why nobody is named, or of an exemption. The last line counts them. What control means
//! and where its bands begin and end is in Part 21A of the Companies Act 2006: more than 25 per
//! cent up to 50, more than 50 and less than 75, 75 and more.

use crate::import::chunk::{Chunk, Cut, objects};
use crate::import::countries;
use crate::import::format::{Format, Head, Reader, Reading};
use crate::import::ftm::{Draft, Writer, broken};
use crate::import::interest::{Bounds, Claim, Nature};
use crate::import::node::Node;
use crate::import::part::{Part, Tally, text};
use crate::import::say::{self, words};
use crate::model::vocab as ag;

/// The snapshot.
pub(crate) const FORMAT: Format = Format {
    name: "psc",
    title: "UK register of people with significant control: the snapshot, one record a line",
    publisher: Some("Companies House"),
    page: "https://download.companieshouse.gov.uk/en_pscdata.html",
    sign: "JSON objects with `company_number` and `data`",
    license: None,
    is_complete: true,
    reading: Reading::Records {
        fits: |head| head.has_keys(&["company_number", "data"]),
        reader: |head| Box::new(Snapshot { cut: cut(head) }),
    },
};

const DATASET: &str = "gb_coh_psc";

/// Where the register can be seen.
const SITE: &str = "https://find-and-update.company-information.service.gov.uk";

fn cut(head: &Head<'_>) -> Cut {
    head.objects()
}

struct Snapshot {
    cut: Cut,
}

impl Reader for Snapshot {
    fn cut(&self) -> Cut {
        self.cut
    }

    fn map(&self, chunk: &Chunk, part: &mut Part) {
        let whole = text(chunk, &mut part.tally);
        part.tally.dataset(DATASET);
        let mut writer = Writer::new(part);
        let records = match self.cut {
            Cut::Lines => (0..).zip(whole.lines().map(str::trim)).collect(),
            _ => objects(&whole),
        };
        for (line, text) in records.into_iter().filter(|(_, text)| !text.is_empty()) {
            let line = chunk.line + line;
            let record = Node::json(text);
            // The last line is none of the records: it counts them.
            if let Ok(record) = &record
                && record.peek("data.kind").starts_with("totals#")
            {
                totals(record, writer.tally());
                continue;
            }
            let tally = writer.tally();
            tally.read += 1;
            match record {
                Ok(record) => match state(&record, &mut writer) {
                    Ok(()) => writer.tally().mapped += 1,
                    Err(lack) => {
                        let message = format!("the record has no `{lack}`");
                        writer.tally().skip(line, "not-a-record", message);
                    }
                },
                Err(error) => {
                    let (code, message) = broken(text, error, chunk.ends_with(&whole, text));
                    tally.skip(line, code, message);
                }
            }
        }
    }
}

/// Reads the line that counts the records.
fn totals(record: &Node, tally: &mut Tally) {
    let counts = ["persons_of_significant_control", "statements", "exemptions"];
    let counts = counts.map(|name| record.peek(&format!("data.{name}_count")).parse::<u64>());
    let mut sum = None;
    for count in counts.into_iter().flatten() {
        sum = Some(sum.unwrap_or(0_u64).saturating_add(count));
    }
    tally.announced = sum;
    tally.seen_text(record.peek("data.generated_at"));
}

/// States a record; tells what it lacks.
fn state(record: &Node, writer: &mut Writer<'_>) -> Result<(), &'static str> {
    let number = record.take("company_number");
    if number.is_empty() {
        return Err("company_number");
    }
    let data = record.take_all("data");
    let data = data.first().ok_or("data")?;
    let kind = data.take("kind");
    if kind.is_empty() {
        return Err("kind");
    }
    // A mark of the version of the record.
    data.take("etag");
    let page = data.take("links.self");
    let id = say::uk_company(&number);
    let mut company = Draft::more(&id);
    company.dataset(DATASET);
    company.add("registrationNumber", &number);
    // The register names companies by number alone.
    company.add(
        "weakAlias",
        id.trim_start_matches("gb-coh-").to_uppercase().as_str(),
    );
    if !number.starts_with("OE") {
        company.add("jurisdiction", "gb");
    }
    match kind.as_str() {
        "persons-with-significant-control-statement" => statement(data, &mut company),
        "exemptions" => exemptions(data, &mut company),
        kind if kind.contains("significant-control") || kind.contains("beneficial-owner") => {
            controller(data, kind, &page, &number, writer);
        }
        kind => writer.tally().wonder(kind),
    }
    writer.mention(&company, &[ag::COMPANY, ag::ACTOR]);
    writer.keep(&company, record.left());
    Ok(())
}

/// States who controls a company, and how.
fn controller(data: &Node, kind: &str, page: &str, number: &str, writer: &mut Writer<'_>) {
    let mut steps = page.rsplit('/');
    let own = steps
        .next()
        .unwrap_or_default()
        .replace('_', "-")
        .to_lowercase();
    let own = match (own.len(), steps.next()) {
        (0, _) => say::hash(&format!("{number}{kind}{:?}", data.left()))[..20].to_owned(),
        // The register gives digests, of which no two are the same.
        (27, _) | (_, None) => own,
        // Any other id is sure to be one among those of its kind only.
        (_, Some(kind)) => format!("{kind}-{own}"),
    };
    let is_hidden = kind.starts_with("super-secure");
    let schema = match kind {
        kind if kind.starts_with("corporate-entity") => "Company",
        kind if kind.starts_with("legal-person") => "Organization",
        kind if kind.starts_with("individual") || is_hidden => "Person",
        _ => "LegalEntity",
    };
    let id = format!("gb-coh-psc-{number}-{own}");
    let mut draft = Draft::new(&id, schema);
    draft.dataset(DATASET);
    names(data, is_hidden, &mut draft);
    if page.starts_with('/') {
        draft.add("sourceUrl", &format!("{SITE}{page}"));
    }
    birth(data, &mut draft);
    nations(data, &mut draft);
    for path in ["address", "principal_office_address", "service_address"] {
        for address in data.take_all(path) {
            draft.add("address", &line(address));
        }
    }
    let company = identification(data, &mut draft);
    match data.take("is_sanctioned").as_str() {
        "true" => draft.add("topics", "sanction"),
        "false" | "" => (),
        other => draft.add("notes", &format!("Sanctioned: {other}")),
    }
    for path in [
        "service_address_same_as_registered_office_address",
        "service_address_is_same_as_registered_office_address",
    ] {
        if data.take(path) == "true" {
            draft.add("notes", "Served at the registered office of the company");
        }
    }
    let start = data.take("notified_on");
    let end = data.take("ceased_on");
    // The protected have no day on which they ceased.
    let is_over = data.take("ceased") == "true" && end.is_empty();
    let description = data.take("description");
    let mut claims: Vec<Claim> = Vec::new();
    for nature in data.take_all("natures_of_control") {
        claims.push(claim(nature.own(), writer.tally()));
    }
    if claims.is_empty() {
        claims.push(Claim {
            nature: Nature::Control,
            role: "significant control of a kind that is not told".to_owned(),
            ..Claim::default()
        });
    }
    if is_over {
        claims = vec![Claim {
            role: "had until an unknown day significant control over".to_owned(),
            ..Claim::default()
        }];
    }
    for claim in &mut claims {
        say::day_of(&start).clone_into(&mut claim.start);
        say::day_of(&end).clone_into(&mut claim.end);
    }
    writer.put(&draft);
    writer.keep(&draft, data.take_left());
    let base = format!("gb-coh-psc-{number}-{own}-control");
    for mut tie in Claim::drafts(claims, &base, &id, &say::uk_company(number)) {
        tie.dataset(DATASET);
        tie.add("recordId", &own);
        tie.add("description", &words(&description));
        if page.starts_with('/') {
            tie.add("sourceUrl", &format!("{SITE}{page}"));
        }
        writer.put(&tie);
    }
    if let Some(company) = company {
        let mut same = Draft::new(&format!("{id}-registered"), "UnknownLink");
        same.dataset(DATASET);
        same.add("subject", &id);
        same.add("object", &company);
        same.add("role", "gives as its own the company number of");
        writer.put(&same);
    }
}

fn names(data: &Node, is_hidden: bool, draft: &mut Draft) {
    let full = data.take("name");
    let title = data.take("name_elements.title");
    let parts = [
        ("firstName", data.take("name_elements.forename")),
        ("middleName", data.take("name_elements.middle_name")),
        ("lastName", data.take("name_elements.surname")),
    ];
    let spoken: Vec<&str> = parts.iter().map(|(_, part)| part.as_str()).collect();
    let spoken = spoken.join(" ");
    let spoken = spoken.split_whitespace().collect::<Vec<_>>().join(" ");
    for (property, part) in &parts {
        draft.add(property, part);
    }
    draft.add("title", &title);
    let name = if spoken.is_empty() { &full } else { &spoken };
    draft.add("name", name);
    if full != *name {
        draft.add("alias", &full);
    }
    draft.caption(match (name.is_empty(), is_hidden) {
        (false, _) => name,
        (true, true) => "protected person",
        (true, false) => "person without a name",
    });
}

fn birth(data: &Node, draft: &mut Draft) {
    let mut number = |part: &str| {
        let text = data.take(&format!("date_of_birth.{part}"));
        let number = text.parse::<u16>().ok();
        if number.is_none() {
            draft.note(&format!("date_of_birth.{part}"), &text);
        }
        number
    };
    let (year, month, day) = (number("year"), number("month"), number("day"));
    let date = match (year, month, day) {
        (Some(year), Some(month), Some(day)) => format!("{year:04}-{month:02}-{day:02}"),
        (Some(year), Some(month), None) => format!("{year:04}-{month:02}"),
        (Some(year), ..) => format!("{year:04}"),
        (None, ..) => String::new(),
    };
    draft.add("birthDate", &date);
}

/// Adds nationalities and the country of residence, by code where the word is known.
fn nations(data: &Node, draft: &mut Draft) {
    let nations = data.take("nationality");
    for nation in nations.split([',', '/', ';']).map(str::trim) {
        match (nation, of_nation(nation)) {
            ("", _) => (),
            (_, Some(code)) => draft.add("nationality", code),
            (nation, None) => draft.add("notes", &format!("Nationality: {nation}")),
        }
    }
    let country = data.take("country_of_residence");
    match (country.as_str(), of_country(&country)) {
        ("", _) => (),
        (_, Some(code)) => draft.add("country", code),
        (country, None) => draft.add("notes", &format!("Country of residence: {country}")),
    }
}

/// Adds what is told of a body's own registration; returns the id of the company that it says it is,
/// if that is one of the same register.
fn identification(data: &Node, draft: &mut Draft) -> Option<String> {
    let take = |name: &str| data.take(&format!("identification.{name}"));
    let (form, law) = (take("legal_form"), take("legal_authority"));
    let (country, place) = (take("country_registered"), take("place_registered"));
    let number = take("registration_number");
    draft.add("legalForm", &form);
    draft.add("registrationNumber", &number);
    if !law.is_empty() {
        draft.add("notes", &format!("Governed by: {law}"));
    }
    match (country.as_str(), of_country(&country)) {
        ("", _) => (),
        (_, Some(code)) => draft.add("jurisdiction", code),
        (country, None) => draft.add("notes", &format!("Registered in: {country}")),
    }
    if !place.is_empty() {
        draft.add("notes", &format!("Registered at: {place}"));
    }
    let small = place.to_lowercase();
    let is_there = small.contains("companies house") || of_country(&place) == Some("gb");
    let is_british = of_country(&country) == Some("gb") || country.is_empty();
    let digits = number.trim_start_matches(|c: char| c.is_ascii_uppercase());
    let is_number = number.len() - digits.len() <= 2
        && (5..=8).contains(&number.len())
        && !digits.is_empty()
        && digits.bytes().all(|byte| byte.is_ascii_digit());
    (is_british && is_there && is_number).then(|| say::uk_company(&number))
}

fn line(address: &Node) -> String {
    let names = [
        "care_of",
        "care_of_name",
        "po_box",
        "premises",
        "address_line_1",
        "address_line_2",
        "locality",
        "region",
        "postal_code",
        "country",
    ];
    let mut parts: Vec<String> = Vec::new();
    for name in names {
        let part = match (name, address.take(name)) {
            ("po_box", part) if !part.is_empty() => format!("PO Box {part}"),
            (_, part) => part,
        };
        if !part.is_empty() && !parts.contains(&part) {
            parts.push(part);
        }
    }
    parts.join(", ")
}

/// Reads a nature of control such as `ownership-of-shares-25-to-50-percent-as-trust`.
fn claim(code: &str, tally: &mut Tally) -> Claim {
    let kinds = [
        ("ownership-of-shares", Nature::Shares),
        ("voting-rights", Nature::Control),
        ("right-to-share-surplus-assets", Nature::Rights),
        ("part-right-to-share-surplus-assets", Nature::Rights),
        ("right-to-appoint-and-remove-directors", Nature::Control),
        ("right-to-appoint-and-remove-members", Nature::Control),
        ("right-to-appoint-and-remove-person", Nature::Control),
        ("significant-influence-or-control", Nature::Control),
        ("registered-owner", Nature::Control),
    ];
    let Some((kind, nature)) = kinds.into_iter().find(|(kind, _)| code.starts_with(kind)) else {
        tally.wonder(code);
        return Claim {
            nature: Nature::Control,
            role: words(code),
            ..Claim::default()
        };
    };
    let rest = &code[kind.len()..];
    let bands = [
        ("-25-to-50-percent", (25.0, true), Some((50.0, false))),
        ("-50-to-75-percent", (50.0, true), Some((75.0, true))),
        ("-75-to-100-percent", (75.0, false), Some((100.0, false))),
        ("-more-than-25-percent", (25.0, true), None),
    ];
    let band = bands.into_iter().find(|(band, ..)| rest.starts_with(band));
    let (bounds, rest) = match band {
        Some((band, low, high)) => (Bounds::new(Some(low), high), &rest[band.len()..]),
        None => (None, rest),
    };
    // Whoever controls a trust or firm that holds shares does not hold them.
    let is_held = !rest.contains("as-control-over");
    Claim {
        nature: if is_held { nature } else { Nature::Control },
        role: words(kind),
        bounds,
        said: words(rest.trim_start_matches('-')),
        ..Claim::default()
    }
}

/// Notes why nobody is named.
fn statement(data: &Node, company: &mut Draft) {
    let code = data.take("statement");
    let small = code.trim_end_matches("-partnership");
    // The register has a slip of the pen in the first.
    let told = match small {
        "no-individual-or-entity-with-signficant-control"
        | "no-individual-or-entity-with-significant-control" => {
            "the company knows of nobody with significant control over it".to_owned()
        }
        "steps-to-find-psc-not-yet-completed" => {
            "the company has not yet completed the steps to find out".to_owned()
        }
        "psc-exists-but-not-identified" => {
            "somebody has significant control but is not identified".to_owned()
        }
        "psc-details-not-confirmed" => {
            "somebody is identified whose details are not confirmed".to_owned()
        }
        "psc-contacted-but-no-response" => "somebody was asked and did not respond".to_owned(),
        "psc-has-failed-to-confirm-changed-details" => {
            "somebody failed to confirm changed details".to_owned()
        }
        "restrictions-notice-issued-to-psc" => {
            "a restrictions notice was issued to somebody".to_owned()
        }
        _ => words(&code),
    };
    let mut note = format!("People with significant control: {told}");
    let name = data.take("linked_psc_name");
    if !name.is_empty() {
        note = format!("{note} ({name})");
    }
    let reason = words(&data.take("restrictions_notice_withdrawal_reason"));
    if !reason.is_empty() {
        note = format!("{note}; {reason}");
    }
    let (from, to) = (data.take("notified_on"), data.take("ceased_on"));
    note.push_str(&period(&from, &to));
    company.add("notes", &note);
}

/// Notes exemptions from telling who has control.
fn exemptions(data: &Node, company: &mut Draft) {
    for exemption in data
        .take_all("exemptions")
        .into_iter()
        .flat_map(Node::take_children)
    {
        let kind = words(&exemption.take("exemption_type"));
        let items = exemption.take_all("items");
        let told: Vec<String> = items
            .into_iter()
            .map(|item| {
                let (from, to) = (item.take("exempt_from"), item.take("exempt_to"));
                period(&from, &to)
            })
            .collect();
        let told = told.join(";").replace(";,", ";");
        let note = format!("Exempt from telling who controls it: {kind}{told}");
        company.add("notes", &note);
    }
}

fn period(from: &str, to: &str) -> String {
    let mut told = String::new();
    for (word, day) in [("from", from), ("until", to)] {
        if !day.is_empty() {
            told = format!("{told}, {word} {}", say::day_of(day));
        }
    }
    told
}

/// Returns the code of a country by the name that a form of the register may have.
fn of_country(name: &str) -> Option<&'static str> {
    let small = name.trim().to_lowercase();
    match small.as_str() {
        "england"
        | "wales"
        | "scotland"
        | "northern ireland"
        | "great britain"
        | "uk"
        | "england and wales"
        | "england & wales"
        | "england/wales"
        | "gb"
        | "united kingdom"
        | "united kingdom (england and wales)" => Some("gb"),
        "usa" | "united states of america" | "us" => Some("us"),
        "uae" => Some("ae"),
        "republic of ireland" | "eire" => Some("ie"),
        "the netherlands" => Some("nl"),
        _ => countries::code(name.trim()),
    }
}

/// Returns the code of the country whose people are called so; only the words that are most common
/// on the register are known.
fn of_nation(nation: &str) -> Option<&'static str> {
    const NATIONS: [(&str, &str); 62] = [
        ("american", "us"),
        ("australian", "au"),
        ("austrian", "at"),
        ("bangladeshi", "bd"),
        ("belgian", "be"),
        ("brazilian", "br"),
        ("british", "gb"),
        ("bulgarian", "bg"),
        ("canadian", "ca"),
        ("chinese", "cn"),
        ("croatian", "hr"),
        ("cypriot", "cy"),
        ("czech", "cz"),
        ("danish", "dk"),
        ("dutch", "nl"),
        ("egyptian", "eg"),
        ("english", "gb"),
        ("estonian", "ee"),
        ("finnish", "fi"),
        ("french", "fr"),
        ("german", "de"),
        ("ghanaian", "gh"),
        ("greek", "gr"),
        ("hungarian", "hu"),
        ("indian", "in"),
        ("indonesian", "id"),
        ("iranian", "ir"),
        ("iraqi", "iq"),
        ("irish", "ie"),
        ("israeli", "il"),
        ("italian", "it"),
        ("jamaican", "jm"),
        ("japanese", "jp"),
        ("kazakh", "kz"),
        ("kenyan", "ke"),
        ("latvian", "lv"),
        ("lebanese", "lb"),
        ("lithuanian", "lt"),
        ("malaysian", "my"),
        ("maltese", "mt"),
        ("mexican", "mx"),
        ("new zealander", "nz"),
        ("nigerian", "ng"),
        ("northern irish", "gb"),
        ("norwegian", "no"),
        ("pakistani", "pk"),
        ("polish", "pl"),
        ("portuguese", "pt"),
        ("romanian", "ro"),
        ("russian", "ru"),
        ("scottish", "gb"),
        ("singaporean", "sg"),
        ("slovak", "sk"),
        ("south african", "za"),
        ("spanish", "es"),
        ("sri lankan", "lk"),
        ("swedish", "se"),
        ("swiss", "ch"),
        ("turkish", "tr"),
        ("ukrainian", "ua"),
        ("vietnamese", "vn"),
        ("welsh", "gb"),
    ];
    let small = nation.to_lowercase();
    let found = NATIONS.iter().find(|(word, _)| *word == small);
    found.map(|(_, code)| *code).or_else(|| of_country(nation))
}
