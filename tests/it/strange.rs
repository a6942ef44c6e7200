//! What no reader knows is kept or told: a strange element, attribute, key or column, wherever it
//! stands.

use crate::imports::{document, request, run};
use actorgraph::app::ImportTo;
use std::fs;

/// How many strange things are put into one document: reports tell a hundred one by one.
const AT_ONCE: usize = 40;

/// Where the part of these documents begins that holds no whole records.
const BROKEN: &[&str] = &[
    "<lei:LEIRecord><lei:LEI>9999EXAMPLE000000004",
    "<rr:RelationshipRecord>\n      <rr:Relationship><rr:StartNode><rr:NodeID>9999EXAMPLE000000001</rr:NodeID></rr:StartNode></rr:Rel",
    "<repex:Exception><repex:LEI>9999EXAMPLE000000009",
    r#"{"statementId": "cut""#,
    r#"{"data":{"kind":"individual-person"#,
    r#"{"type":"entities","id":900004"#,
    r#"{"type":"relationships","id":11"#,
    r#"{"DATA_SOURCE":"CUSTOMERS"}"#,
    r#"{ "name": "Nothing" }"#,
];

/// A made-up document of each format.
const WHOLE: &[(&str, &str)] = &[
    (
        "eu-fsf",
        r#"<export xmlns="http://eu.europa.ec/fpi/fsd/export" generationDate="2026-01-02T00:00:00" globalFileId="1"><sanctionEntity euReferenceNumber="EU.1.2" logicalId="1" unitedNationId=""><remark>A note</remark><regulation regulationType="regulation" organisationType="council" publicationDate="2020-01-02" entryIntoForceDate="2020-01-03" numberTitle="1/2020" programme="UKR" logicalId="2"><publicationUrl>https://eu.example/1</publicationUrl></regulation><subjectType code="person" classificationCode="P"/><nameAlias firstName="Ada" middleName="" lastName="Example" wholeName="Ada Example" nameLanguage="" function="Minister" gender="F" title="" strong="true" regulationLanguage="en" logicalId="3"><regulationSummary regulationType="amendment" publicationDate="2020-01-02" numberTitle="1/2020" publicationUrl="https://eu.example/1"/></nameAlias><citizenship region="" countryIso2Code="RU" countryDescription="RUSSIAN FEDERATION" regulationLanguage="en" logicalId="4"/><birthdate circa="false" calendarType="GREGORIAN" city="Omsk" zipCode="" birthdate="1964-02-12" dayOfMonth="12" monthOfYear="2" year="1964" region="" place="" countryIso2Code="RU" countryDescription="RUSSIAN FEDERATION" logicalId="5"/><identification diplomatic="false" knownExpired="false" number="123" nameOnDocument="" issuedBy="" issuedDate="" identificationTypeCode="passport" identificationTypeDescription="National passport" countryIso2Code="RU" countryDescription="RUSSIAN FEDERATION" logicalId="6"/><address city="Omsk" street="Main 1" poBox="" zipCode="1" region="" place="" asAtListingTime="false" countryIso2Code="RU" countryDescription="RUSSIAN FEDERATION" logicalId="7"><contactInfo key="WEB" value="https://ada.example/"/></address></sanctionEntity></export>"#,
    ),
    (
        "un-sc",
        r#"<CONSOLIDATED_LIST dateGenerated="2026-01-02T00:00:00"><INDIVIDUALS><INDIVIDUAL><DATAID>1</DATAID><VERSIONNUM>1</VERSIONNUM><FIRST_NAME>ADA</FIRST_NAME><SECOND_NAME>EXAMPLE</SECOND_NAME><UN_LIST_TYPE>Mali</UN_LIST_TYPE><REFERENCE_NUMBER>MLi.1</REFERENCE_NUMBER><LISTED_ON>2020-01-02</LISTED_ON><COMMENTS1>A note</COMMENTS1><DESIGNATION><VALUE>Minister</VALUE></DESIGNATION><NATIONALITY><VALUE>Mali</VALUE></NATIONALITY><LIST_TYPE><VALUE>UN List</VALUE></LIST_TYPE><LAST_DAY_UPDATED><VALUE>2021-01-02</VALUE></LAST_DAY_UPDATED><INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>A. Example</ALIAS_NAME></INDIVIDUAL_ALIAS><INDIVIDUAL_ADDRESS><CITY>Bamako</CITY><COUNTRY>Mali</COUNTRY></INDIVIDUAL_ADDRESS><INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE><YEAR>1964</YEAR></INDIVIDUAL_DATE_OF_BIRTH><INDIVIDUAL_PLACE_OF_BIRTH><CITY>Gao</CITY></INDIVIDUAL_PLACE_OF_BIRTH><INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NUMBER>7</NUMBER></INDIVIDUAL_DOCUMENT><SORT_KEY/></INDIVIDUAL></INDIVIDUALS><ENTITIES><ENTITY><DATAID>2</DATAID><FIRST_NAME>EXAMPLE GROUP</FIRST_NAME><UN_LIST_TYPE>Mali</UN_LIST_TYPE></ENTITY></ENTITIES></CONSOLIDATED_LIST>"#,
    ),
    ("ofac-xml", crate::imports::SDN_XML),
    (
        "ofac-advanced",
        include_str!("../cases/import/ofac-advanced/in/sdn_advanced.xml"),
    ),
    (
        "ofac-enhanced",
        include_str!("../cases/import/ofac-enhanced/in/sdn_enhanced.xml"),
    ),
    (
        "gleif-lei",
        include_str!("../cases/import/gleif/in/lei.xml"),
    ),
    ("gleif-rr", include_str!("../cases/import/gleif/in/rr.xml")),
    (
        "gleif-repex",
        include_str!("../cases/import/gleif/in/repex.xml"),
    ),
    (
        "bods",
        include_str!("../cases/import/bods/in/records.ndjson"),
    ),
    (
        "psc",
        include_str!("../cases/import/psc/in/psc-snapshot.txt"),
    ),
    (
        "littlesis",
        include_str!("../cases/import/littlesis/in/entities.json"),
    ),
    (
        "littlesis",
        include_str!("../cases/import/littlesis/in/relationships.json"),
    ),
    (
        "wikidata",
        include_str!("../cases/import/wikidata/in/dump.json"),
    ),
    (
        "senzing",
        include_str!("../cases/import/senzing/in/records.json"),
    ),
    (
        "us-list",
        include_str!("../cases/import/us-list/in/nscmic.json"),
    ),
    (
        "us-entity-list-text",
        include_str!("../cases/import/us-entity-list-text/in/entries.json"),
    ),
    ("ftm", crate::imports::ENTITIES),
];

/// Returns the places behind tags or braces at which something strange may stand.
fn places(text: &str) -> Vec<usize> {
    let whole = BROKEN.iter().filter_map(|broken| text.find(broken)).min();
    let text = &text[..whole.unwrap_or(text.len())];
    match text.trim_start().starts_with('<') {
        true => {
            let tags = text.match_indices('<');
            let tags = tags.filter(|(at, _)| !text[at + 1..].starts_with(['/', '?', '!']));
            let ends =
                tags.filter_map(|(at, _)| Some(at + text[at..].find([' ', '>', '/', '\n', '\r'])?));
            ends.collect()
        }
        false => text.match_indices('{').map(|(at, _)| at + 1).collect(),
    }
}

/// Puts something strange at each of these places, by its number: an attribute or a key, or an element
/// or a key with more in it.
fn estranged(text: &str, places: &[(usize, usize)], is_element: bool) -> String {
    let mut strange = String::new();
    let mut done = 0;
    for (number, at) in places {
        let mut at = *at;
        let is_xml = text.trim_start().starts_with('<');
        let put = match (is_xml, is_element) {
            (false, _) => {
                let value = match is_element {
                    true => format!(r#"{{"zz{number}q": [["mark-{number}-"]]}}"#),
                    false => format!(r#""mark-{number}-""#),
                };
                let is_alone = text[at..].trim_start().starts_with('}');
                let comma = if is_alone { "" } else { ", " };
                format!(r#""zz{number}q": {value}{comma}"#)
            }
            (true, false) => format!(r#" zz{number}q="mark-{number}-""#),
            (true, true) => {
                let end = at + text[at..].find('>').unwrap();
                if text[..end].ends_with('/') {
                    continue;
                }
                at = end + 1;
                format!("<zz{number}q>mark-{number}-</zz{number}q>")
            }
        };
        strange.push_str(&text[done..at]);
        strange.push_str(&put);
        done = at;
    }
    strange + &text[done..]
}

#[test]
fn nothing_is_lost_in_silence() {
    let mut lost = Vec::new();
    for (format, text) in WHOLE {
        let places: Vec<(usize, usize)> = places(text).into_iter().enumerate().collect();
        for is_element in [false, true] {
            for places in places.chunks(AT_ONCE) {
                let strange = estranged(text, places, is_element);
                let (folder, path) = document("strange", &strange);
                let to = folder.path().join("out.nq");
                let mut request = request(&[path], ImportTo::File(to.clone()));
                request.format = Some((*format).to_owned());
                request.skip_bad = true;
                request.accept_shrinkage = true;
                let imported = run(&request).unwrap();
                let written = fs::read_to_string(to).unwrap();
                for (number, at) in places {
                    if !strange.contains(&format!("mark-{number}-")) {
                        continue;
                    }
                    let name = format!("zz{number}q");
                    let is_told = imported.files[0]
                        .unknown
                        .iter()
                        .any(|told| told.what.contains(&name));
                    if !is_told && !written.contains(&format!("mark-{number}-")) {
                        let around =
                            String::from_utf8_lossy(&text.as_bytes()[at.saturating_sub(60)..]);
                        let around: String = around.chars().take(120).collect();
                        lost.push(format!("{format}, element: {is_element}: {around}"));
                    }
                }
            }
        }
    }
    assert!(lost.is_empty(), "{lost:#?}");
}

#[test]
fn what_is_written_in_another_way_stays() {
    for (format, name, text, written, otherwise) in [
        (
            "psc",
            "psc.txt",
            include_str!("../cases/import/psc/in/psc-snapshot.txt"),
            r#""month":3,"#,
            r#""month":"spring","#,
        ),
        (
            "bods",
            "bods.json",
            include_str!("../cases/import/bods/in/older.json"),
            r#""minimum": 25"#,
            r#""minimum": "spring""#,
        ),
        (
            "ofac-xml",
            "sdn.xml",
            crate::imports::SDN_XML,
            "<idType>Website</idType><idNumber>www.example.com</idNumber>",
            "<idType>Passport</idType><idNumber>7</idNumber><issueDate>spring</issueDate>",
        ),
    ] {
        let odd = text.replacen(written, otherwise, 1);
        assert_ne!(odd, text, "{format}");
        let (folder, path) = document(name, &odd);
        let to = folder.path().join("out.nq");
        let mut request = request(&[path], ImportTo::File(to.clone()));
        request.skip_bad = true;
        request.accept_shrinkage = true;
        run(&request).unwrap();
        let told = fs::read_to_string(to).unwrap();
        assert!(told.contains("spring"), "{format}");
    }
    let table = "canonical_id,entity_id,prop,schema,value,dataset,mood\nQ1,Q1,name,Person,Ann,d,\nQ1,Q1,country,Person,de,d,glad\n";
    let (folder, path) = document("statements.csv", table);
    let to = folder.path().join("out.nq");
    let imported = run(&request(&[path], ImportTo::File(to.clone()))).unwrap();
    let told = fs::read_to_string(to).unwrap();
    assert!(told.contains("#Person:mood> \"glad\""));
    assert_eq!(imported.files[0].unknown[0].what, "Person:mood");
}
