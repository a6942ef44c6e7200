//! The words of the ontology (`ontology/actorgraph.ttl`) that the code speaks, one line each.

use oxrdf::NamedNodeRef;

/// The namespace of our ontology, prefix `ag:`.
pub const AG: &str = "https://w3id.org/actorgraph/ns#";
/// The namespace of our things, prefix `agid:`.
pub const AGID: &str = "https://w3id.org/actorgraph/id/";

macro_rules! terms {
    ($($(#[doc = $doc:literal])+ $name:ident = $local:literal;)+) => {
        $($(#[doc = $doc])+ pub const $name: NamedNodeRef<'static> =
            NamedNodeRef::new_unchecked(concat!("https://w3id.org/actorgraph/ns#", $local));)+
        /// Every term above, for the test that keeps code and ontology in step.
        pub const ALL: &[NamedNodeRef<'static>] = &[$($name),+];
    };
}

terms! {
    /// Class: a person, body or company that acts.
    ACTOR = "Actor";
    /// Class: a company.
    COMPANY = "Company";
    /// Class: a government agency or department.
    AGENCY = "Agency";
    /// Class: a court of law.
    COURT = "Court";
    /// Class: a legislature.
    LEGISLATIVE_BODY = "LegislativeBody";
    /// Class: a committee of a legislature.
    COMMITTEE = "Committee";
    /// Class: a government as a whole.
    GOVERNMENT = "Government";
    /// Class: an army, navy or police force.
    ARMED_FORCE = "ArmedForce";
    /// Class: a person who holds or held an office.
    OFFICIAL = "Official";
    /// Class: several people whom the source does not name.
    GROUP = "Group";
    /// Class: a body that is neither a company nor public.
    ORGANIZATION = "Organization";
    /// Class: a human being.
    PERSON_CLASS = "Person";
    /// Class: a thing of value that is owned.
    ASSET = "Asset";
    /// Class: a ship.
    VESSEL = "Vessel";
    /// Class: an airplane or helicopter.
    AIRCRAFT = "Aircraft";
    /// Class: an office as such.
    POSITION_CLASS = "Position";
    /// Class: a tie that is neither ownership nor office.
    LINK = "Link";
    /// Class: what one source tells of a thing, under an id of its own.
    RECORD = "Record";
    /// Class: the statement of a person that two records are of one thing.
    SAMENESS = "Sameness";
    /// Class: the decision that a record stands alone.
    SEPARATION = "Separation";
    /// Class: evidence on which records were taken for one thing.
    IDENTIFICATION = "Identification";
    /// Class: evidence that was not followed, since it contradicts other evidence.
    BLOCKED_IDENTIFICATION = "BlockedIdentification";
    /// Class: a country or territory.
    COUNTRY = "Country";
    /// Class: an economic sector.
    SECTOR = "Sector";
    /// Class: the time during which a person held an office.
    TENURE = "Tenure";
    /// Class: an act, section, executive order or rule.
    LAW = "Law";
    /// Class: a list on which an authority puts companies.
    DESIGNATION_LIST = "DesignationList";
    /// Class: one published version of a list.
    EDITION = "Edition";
    /// Class: a document that makes claims.
    SOURCE = "Source";
    /// Class: one company's hold on another.
    OWNERSHIP = "Ownership";
    /// Class: something that happened.
    EVENT = "Event";
    /// Class: who stands on a list, or under which name, changed.
    LIST_CHANGE = "ListChange";
    /// Class: a company was put on a list.
    LISTING = "Listing";
    /// Class: a company was put on a list again.
    RELISTING = "Relisting";
    /// Class: a company was taken off a list.
    REMOVAL = "Removal";
    /// Class: a list entry was folded into another.
    MERGER = "Merger";
    /// Class: a list entry was not carried forward, without a notice of removal.
    OMISSION = "Omission";
    /// Class: a list entry was printed under another name.
    RENAMING = "Renaming";
    /// Class: a list entry was examined and kept.
    RETENTION = "Retention";
    /// Class: a finding or statement about somebody.
    ASSESSMENT = "Assessment";
    /// Class: somebody asked for a listing or another step.
    REQUEST = "Request";
    /// Class: a document was published.
    PUBLICATION = "Publication";
    /// Class: a notice was withdrawn.
    WITHDRAWAL = "Withdrawal";
    /// Kind of response: to sue was threatened.
    LEGAL_THREAT = "legal-threat";
    /// Kind of response: to sue was kept open.
    LEGAL_OPTION = "legal-option";
    /// Class: somebody answered.
    RESPONSE = "Response";
    /// Class: a suit was filed.
    LAWSUIT = "Lawsuit";
    /// Class: a ruling was appealed.
    APPEAL = "Appeal";
    /// Class: a complaint was amended.
    AMENDED_COMPLAINT = "AmendedComplaint";
    /// Class: a court decided.
    RULING = "Ruling";
    /// Class: parties agreed on something.
    AGREEMENT = "Agreement";
    /// Property: when it happened or held.
    DATE = "date";
    /// Property: what kind it is, as a concept.
    KIND = "kind";
    /// Property: whether the source says so or we inferred it.
    CONFIDENCE = "confidence";
    /// Property: a remark of the editors.
    NOTE = "note";
    /// Property: the larger whole of a body or law.
    PART_OF = "partOf";
    /// Property: who acted.
    AGENT = "agent";
    /// Property: the body for which the agent acted.
    ON_BEHALF_OF = "onBehalfOf";
    /// Property: whom the event concerns.
    TARGET = "target";
    /// Property: to whom it was addressed.
    ADDRESSEE = "addressee";
    /// Property: the list concerned.
    LIST = "list";
    /// Property: the edition concerned.
    HAS_EDITION = "edition";
    /// Property: the name as printed.
    NAME_ON_NOTICE = "nameOnNotice";
    /// Property: an earlier name.
    FORMER_NAME = "formerName";
    /// Property: the name people use.
    SHORT_NAME = "shortName";
    /// Property: the reason given.
    REASON = "reason";
    /// Class: what counts as a ground for listing a company.
    GROUND = "Ground";
    /// Property: on which ground a company is listed or kept.
    HAS_GROUND = "ground";
    /// Property: the body of the state to which the reasons link the company.
    LINKED_BODY = "linkedBody";
    /// Property: when it was printed officially.
    PUBLISHED = "published";
    /// Property: the event that was answered.
    IN_RESPONSE_TO = "inResponseTo";
    /// Property: the entry into which another was folded.
    MERGED_INTO = "mergedInto";
    /// Property: the court.
    HAS_COURT = "court";
    /// Property: the docket number.
    CASE_NUMBER = "caseNumber";
    /// Property: the judge.
    JUDGE = "judge";
    /// Property: who was sued.
    DEFENDANT = "defendant";
    /// Property: how it ended, in words.
    OUTCOME = "outcome";
    /// Property: when it ended.
    OUTCOME_DATE = "outcomeDate";
    /// Property: the proceeding whose ruling was appealed.
    APPEAL_OF = "appealOf";
    /// Property: the proceeding that was decided.
    PROCEEDING = "proceeding";
    /// Property: the country of a company.
    HAS_COUNTRY = "country";
    /// Property: the sector of a company.
    HAS_SECTOR = "sector";
    /// Property: the city of the head office.
    HEADQUARTERS = "headquarters";
    /// Property: the code at an exchange.
    TICKER = "ticker";
    /// Property: whether the Chinese name is sourced or inferred.
    CHINESE_NAME_CONFIDENCE = "chineseNameConfidence";
    /// Property: whether the sector is sourced or inferred.
    SECTOR_CONFIDENCE = "sectorConfidence";
    /// Property: the political party.
    PARTY = "party";
    /// Property: the state that an official represents.
    HOME_STATE = "homeState";
    /// Property: whether an edition is in force, withdrawn or superseded.
    STATE = "state";
    /// Property: the office or function, in words.
    ROLE = "role";
    /// Property: who held the office.
    PERSON = "person";
    /// Property: where the office was held.
    BODY = "body";
    /// Property: the office held.
    OFFICE = "office";
    /// Property: the first day.
    START = "start";
    /// Property: the last day.
    END = "end";
    /// Property: the full official name.
    OFFICIAL_NAME = "officialName";
    /// Property: when a law was enacted.
    ENACTED = "enacted";
    /// Property: when a law takes effect.
    EFFECTIVE = "effective";
    /// Property: what a law or list does.
    EFFECT = "effect";
    /// Property: the law that this one amends or rests on.
    BASED_ON = "basedOn";
    /// Property: the list that a law concerns.
    GOVERNS = "governs";
    /// Property: the law that a list rests on.
    UNDER_LAW = "underLaw";
    /// Property: the agency that keeps a list.
    ADMINISTERED_BY = "administeredBy";
    /// Property: when a list began.
    ESTABLISHED = "established";
    /// Property: the state of a list, in words.
    STATUS = "status";
    /// Property: how many companies the authority announced.
    ANNOUNCED_COUNT = "announcedCount";
    /// Property: the day of that count.
    COUNT_DATE = "countDate";
    /// Property: whether an edition is the whole list or only changes.
    COMPLETENESS = "completeness";
    /// Property: since when.
    STATE_DATE = "stateDate";
    /// Property: a company printed in a complete edition.
    INCLUDES = "includes";
    /// Property: who owns or controls.
    PARENT = "parent";
    /// Property: who is owned or controlled.
    CHILD = "child";
    /// Property: the part owned, 0 to 1.
    SHARE = "share";
    /// Property: the least part owned, 0 to 1.
    SHARE_MIN = "shareMin";
    /// Property: the largest part owned, 0 to 1.
    SHARE_MAX = "shareMax";
    /// Property: the first end of a link.
    FROM = "from";
    /// Property: the second end of a link.
    TO = "to";
    /// Property: of what nature a link is, in words.
    NATURE = "nature";
    /// Property: shortcut: from one end of a link to the other.
    LINKED_TO = "linkedTo";
    /// Property: the position held.
    POSITION = "position";
    /// Property: where somebody or something is to be found, in words.
    ADDRESS = "address";
    /// Property: business identifier code of a bank.
    BIC = "bic";
    /// Property: key of a filer at the SEC.
    CIK = "cik";
    /// Property: number given by Dun & Bradstreet.
    DUNS = "duns";
    /// Property: number with the International Maritime Organization.
    IMO = "imo";
    /// Property: number of a security.
    ISIN = "isin";
    /// Property: legal entity identifier.
    LEI = "lei";
    /// Property: number of the radio station of a vessel.
    MMSI = "mmsi";
    /// Property: open identifier given by LSEG.
    PERM_ID = "permId";
    /// Property: id of a record that was taken to be this one.
    REFERENT = "referent";
    /// Property: number in a register of companies.
    REGISTRATION_NUMBER = "registrationNumber";
    /// Property: number with a tax office.
    TAX_NUMBER = "taxNumber";
    /// Property: id of the item in Wikidata.
    WIKIDATA = "wikidata";
    /// Property: the dataset that a record or file belongs to.
    DATASET = "dataset";
    /// Property: how a value was written in its source before the publisher of a dataset cleaned it.
    ORIGINAL_VALUE = "originalValue";
    /// Property: in which step of the work of a publisher a statement came about.
    ORIGIN = "origin";
    /// Property: whether a statement was taken over from elsewhere and not yet confirmed.
    IS_EXTERNAL = "isExternal";
    /// Property: the id of the record in which a statement stood before it was taken together with others.
    RECORD_ID = "recordId";
    /// Property: when a publisher first met a record.
    FIRST_SEEN = "firstSeen";
    /// Property: when a publisher last met a record.
    LAST_SEEN = "lastSeen";
    /// Property: when a publisher last found a record changed.
    LAST_CHANGE = "lastChange";
    /// Property: whether a dataset is about the record.
    IS_TARGET = "isTarget";
    /// Property: when the file of a source was retrieved.
    RETRIEVED = "retrieved";
    /// Property: hash of the content of the file of a source.
    SHA256 = "sha256";
    /// Property: name of the file of a source.
    FILE_NAME = "fileName";
    /// Property: format of the file of a source.
    FILE_FORMAT = "fileFormat";
    /// Property: how many records the file of a source has.
    RECORD_COUNT = "recordCount";
    /// Property: shortcut: company to the agency that listed it.
    LISTED_BY = "listedBy";
    /// Property: shortcut: company to the agency that removed it.
    REMOVED_BY = "removedBy";
    /// Property: shortcut: company to a list on which it stands.
    ON_LIST = "onList";
    /// Property: shortcut: target to the requester.
    REQUESTED_BY = "requestedBy";
    /// Property: shortcut: requester to the addressee.
    ADDRESSED_TO = "addressedTo";
    /// Property: shortcut: respondent to the agency that runs the list concerned.
    RESPONDED = "responded";
    /// Property: shortcut: company to the court.
    SUED_IN = "suedIn";
    /// Property: shortcut: person to the body.
    HOLDS_OFFICE = "holdsOffice";
    /// Property: shortcut: person to the committee or legislature.
    MEMBER_OF = "memberOf";
    /// Property: asked, never stored: joined by some path.
    CONNECTED_TO = "connectedTo";
    /// Property: shortcut: company to its owner.
    OWNED_BY = "ownedBy";
    /// Property: shortcut: company to its parent.
    SUBSIDIARY_OF = "subsidiaryOf";
    /// Concept: parent-company.
    PARENT_COMPANY = "parent-company";
    /// Concept: controller.
    CONTROLLER = "controller";
    /// Property: a record that is spoken of as such.
    HAS_RECORD = "record";
    /// Property: the thing for which records are taken.
    IDENTIFIED_AS = "identifiedAs";
    /// Property: the property whose value records share.
    IDENTIFIED_BY = "identifiedBy";
    /// Concept: shareholder.
    SHAREHOLDER = "shareholder";
    /// Concept: subsidiary.
    SUBSIDIARY = "subsidiary";
    /// Concept: sourced.
    SOURCED = "sourced";
    /// Concept: inferred.
    INFERRED = "inferred";
    /// Concept: complete.
    COMPLETE = "complete";
    /// Concept: changes.
    CHANGES = "changes";
    /// Concept: in-force.
    IN_FORCE = "in-force";
    /// Concept: withdrawn.
    WITHDRAWN = "withdrawn";
    /// Concept: superseded.
    SUPERSEDED = "superseded";
}

/// Terms of other vocabularies that oxrdf does not name.
pub mod external {
    use oxrdf::NamedNodeRef;

    /// A further name (SKOS).
    pub const ALT_LABEL: NamedNodeRef<'static> =
        NamedNodeRef::new_unchecked("http://www.w3.org/2004/02/skos/core#altLabel");
    /// A broader concept (SKOS).
    pub const BROADER: NamedNodeRef<'static> =
        NamedNodeRef::new_unchecked("http://www.w3.org/2004/02/skos/core#broader");
    /// What a term means (SKOS).
    pub const DEFINITION: NamedNodeRef<'static> =
        NamedNodeRef::new_unchecked("http://www.w3.org/2004/02/skos/core#definition");
    /// A short code, such as ISO 3166 for countries (SKOS).
    pub const NOTATION: NamedNodeRef<'static> =
        NamedNodeRef::new_unchecked("http://www.w3.org/2004/02/skos/core#notation");
    /// A text about a thing (Dublin Core).
    pub const DESCRIPTION: NamedNodeRef<'static> =
        NamedNodeRef::new_unchecked("http://purl.org/dc/terms/description");
    /// How a law or notice is cited (Dublin Core).
    pub const CITATION: NamedNodeRef<'static> =
        NamedNodeRef::new_unchecked("http://purl.org/dc/terms/bibliographicCitation");
    /// The title of a document (Dublin Core).
    pub const TITLE: NamedNodeRef<'static> =
        NamedNodeRef::new_unchecked("http://purl.org/dc/terms/title");
    /// Who published a document (Dublin Core).
    pub const PUBLISHER: NamedNodeRef<'static> =
        NamedNodeRef::new_unchecked("http://purl.org/dc/terms/publisher");
    /// When a document was published (Dublin Core).
    pub const ISSUED: NamedNodeRef<'static> =
        NamedNodeRef::new_unchecked("http://purl.org/dc/terms/issued");
    /// Under which terms a document may be used (Dublin Core).
    pub const LICENSE: NamedNodeRef<'static> =
        NamedNodeRef::new_unchecked("http://purl.org/dc/terms/license");
    /// The document that this one takes the place of (Dublin Core).
    pub const REPLACES: NamedNodeRef<'static> =
        NamedNodeRef::new_unchecked("http://purl.org/dc/terms/replaces");
    /// Another account of the same thing (PROV-O).
    pub const ALTERNATE_OF: NamedNodeRef<'static> =
        NamedNodeRef::new_unchecked("http://www.w3.org/ns/prov#alternateOf");
    /// What something was made of (PROV-O).
    pub const WAS_DERIVED_FROM: NamedNodeRef<'static> =
        NamedNodeRef::new_unchecked("http://www.w3.org/ns/prov#wasDerivedFrom");
    /// The value of an entity (PROV-O).
    pub const VALUE: NamedNodeRef<'static> =
        NamedNodeRef::new_unchecked("http://www.w3.org/ns/prov#value");
    /// The same thing (OWL).
    pub const SAME_AS: NamedNodeRef<'static> =
        NamedNodeRef::new_unchecked("http://www.w3.org/2002/07/owl#sameAs");
    /// Another thing (OWL).
    pub const DIFFERENT_FROM: NamedNodeRef<'static> =
        NamedNodeRef::new_unchecked("http://www.w3.org/2002/07/owl#differentFrom");
    /// Where a document can be read (schema.org).
    pub const URL: NamedNodeRef<'static> = NamedNodeRef::new_unchecked("https://schema.org/url");
}
