//! What each table and column means: the one place where cells meet properties.
//!
//! `data/README.md` tells the same to people.

use crate::model::vocab as ag;
use crate::model::vocab::external as ext;
use oxrdf::NamedNodeRef;
use oxrdf::vocab::rdfs;

/// One kind of CSV file.
#[derive(Debug)]
pub struct Table {
    /// The file name without `.csv`.
    pub name: &'static str,
    /// How rows get their class.
    pub class: Class,
    /// The columns, in the order in which they stand in the file.
    pub columns: &'static [Column],
    /// The label of a row in words, `{column}` standing for the cell's display text; empty where
    /// the row has a name of its own.
    pub label: &'static str,
}

/// How rows of a table get their class.
#[derive(Debug)]
pub enum Class {
    /// Every row is of this class.
    Always(NamedNodeRef<'static>),
    /// A column says which.
    Column(
        &'static str,
        &'static [(&'static str, NamedNodeRef<'static>)],
    ),
    /// Rows describe something else: the thing in this column.
    About(&'static str),
}

/// One column.
#[derive(Debug)]
pub struct Column {
    /// Its name in the header row.
    pub name: &'static str,
    /// What its cells hold.
    pub value: Value,
    /// The property that a cell states, if it states one by itself.
    pub property: Option<NamedNodeRef<'static>>,
    /// Whether a cell may hold several values, separated by `;`.
    pub many: bool,
    /// Whether a cell must hold something.
    pub required: bool,
}

/// What a cell holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value {
    /// The id of the row.
    Id,
    /// The name of the row in English.
    Name,
    /// A name in Chinese.
    Chinese,
    /// A further name; Chinese where it is written in Han characters.
    Alias,
    /// Free text.
    Text,
    /// A date: `YYYY-MM-DD`, `YYYY-MM` or `YYYY`.
    Date,
    /// A whole number from 0.
    Count,
    /// A part from 0 to 1, or an interval `low-high`.
    Share,
    /// A web address.
    Url,
    /// The id of a row of one of these tables.
    Ref(&'static [&'static str]),
    /// The id of a thing of any dataset, or its IRI.
    Record,
    /// One of these words.
    Word(&'static [&'static str]),
    /// The words that [`Class::Column`] lists.
    Class,
    /// The ids of the sources that make the row's claims.
    Sources,
}

const fn column(name: &'static str, value: Value) -> Column {
    Column {
        name,
        value,
        property: None,
        many: false,
        required: false,
    }
}

impl Column {
    const fn states(mut self, property: NamedNodeRef<'static>) -> Self {
        self.property = Some(property);
        self
    }

    const fn many(mut self) -> Self {
        self.many = true;
        self
    }

    const fn required(mut self) -> Self {
        self.required = true;
        self
    }
}

const ID: Column = column("id", Value::Id).required();
const NAME: Column = column("name", Value::Name).states(rdfs::LABEL);
const NAME_ZH: Column = column("name_zh", Value::Chinese).states(rdfs::LABEL);
const ALIASES: Column = column("aliases", Value::Alias)
    .states(ext::ALT_LABEL)
    .many();
const CODES: Column = column("codes", Value::Text).states(ext::NOTATION).many();
const DATE: Column = column("date", Value::Date).states(ag::DATE);
const TEXT: Column = column("text", Value::Text).states(ext::DESCRIPTION);
const LIST: Column = column("list", LISTS).states(ag::LIST);
const EDITION: Column = column("edition", EDITIONS).states(ag::HAS_EDITION);
const CITATION: Column = column("citation", Value::Text).states(ext::CITATION);
const PUBLISHED: Column = column("published", Value::Date).states(ag::PUBLISHED);
const ANNOUNCED: Column = column("announced_count", Value::Count).states(ag::ANNOUNCED_COUNT);
const COURT: Column = column("court", BODIES).states(ag::HAS_COURT);
const JUDGE: Column = column("judge", PEOPLE).states(ag::JUDGE);
const SOURCES: Column = column("sources", Value::Sources).many().required();
const CONFIDENCE: Column = column("confidence", Value::Word(CONFIDENCES)).states(ag::CONFIDENCE);
const NOTE: Column = column("note", Value::Text).states(ag::NOTE);

const CONFIDENCES: &[&str] = &["sourced", "inferred"];
const LISTS: Value = Value::Ref(&["lists"]);
const LAWS: Value = Value::Ref(&["laws"]);
const EDITIONS: Value = Value::Ref(&["editions"]);
const COMPANIES: Value = Value::Ref(&["companies"]);
const BODIES: Value = Value::Ref(&["bodies"]);
const PEOPLE: Value = Value::Ref(&["people"]);
const ACTORS: Value = Value::Ref(&["companies", "bodies", "people"]);
const EVENTS: Value = Value::Ref(&[
    "designations",
    "requests",
    "responses",
    "proceedings",
    "rulings",
    "events",
]);

/// All tables, each before those that refer to it as far as that is possible.
pub const TABLES: &[Table] = &[
    Table {
        name: "sources",
        class: Class::Always(ag::SOURCE),
        label: "",
        columns: &[
            ID,
            column("title", Value::Text).states(ext::TITLE).required(),
            column("publisher", Value::Text).states(ext::PUBLISHER),
            column("date", Value::Date).states(ext::ISSUED),
            column("url", Value::Url).states(ext::URL),
            NOTE,
        ],
    },
    Table {
        name: "countries",
        class: Class::Always(ag::COUNTRY),
        label: "",
        columns: &[
            ID,
            NAME,
            NAME_ZH,
            column("code", Value::Text).states(ext::NOTATION),
            SOURCES,
            CONFIDENCE,
            NOTE,
        ],
    },
    Table {
        name: "sectors",
        class: Class::Always(ag::SECTOR),
        label: "",
        columns: &[
            ID,
            NAME,
            NAME_ZH,
            column("broader", Value::Ref(&["sectors"])).states(ext::BROADER),
            SOURCES,
            CONFIDENCE,
            NOTE,
        ],
    },
    Table {
        name: "grounds",
        class: Class::Always(ag::GROUND),
        label: "",
        columns: &[
            ID,
            NAME,
            NAME_ZH,
            ALIASES,
            column("description", Value::Text).states(ext::DESCRIPTION),
            SOURCES,
            CONFIDENCE,
            NOTE,
        ],
    },
    Table {
        name: "laws",
        class: Class::Always(ag::LAW),
        label: "",
        columns: &[
            ID,
            NAME,
            column("official_name", Value::Text).states(ag::OFFICIAL_NAME),
            NAME_ZH,
            ALIASES,
            column(
                "kind",
                Value::Word(&[
                    "statute",
                    "statute-section",
                    "provision",
                    "executive-order",
                    "regulation",
                ]),
            )
            .states(ag::KIND),
            CITATION,
            column("part_of", LAWS).states(ag::PART_OF),
            column("based_on", LAWS).states(ag::BASED_ON).many(),
            column("enacted", Value::Date).states(ag::ENACTED),
            column("effective", Value::Date)
                .states(ag::EFFECTIVE)
                .many(),
            column("effect", Value::Text).states(ag::EFFECT),
            column("governs", LISTS).states(ag::GOVERNS).many(),
            SOURCES,
            CONFIDENCE,
            NOTE,
        ],
    },
    Table {
        name: "lists",
        class: Class::Always(ag::DESIGNATION_LIST),
        label: "",
        columns: &[
            ID,
            NAME,
            column("short_name", Value::Text).states(ag::SHORT_NAME),
            NAME_ZH,
            ALIASES,
            CODES,
            column("administered_by", BODIES)
                .states(ag::ADMINISTERED_BY)
                .many(),
            column("under_law", LAWS).states(ag::UNDER_LAW).many(),
            column("established", Value::Date).states(ag::ESTABLISHED),
            column("status", Value::Text).states(ag::STATUS),
            column("effect", Value::Text).states(ag::EFFECT),
            ANNOUNCED,
            column("count_date", Value::Date).states(ag::COUNT_DATE),
            SOURCES,
            CONFIDENCE,
            NOTE,
        ],
    },
    Table {
        name: "editions",
        class: Class::Always(ag::EDITION),
        label: "{list}, edition of {date}",
        columns: &[
            ID,
            LIST,
            NAME,
            DATE,
            PUBLISHED,
            CITATION,
            column("completeness", Value::Word(&["complete", "changes"])).states(ag::COMPLETENESS),
            ANNOUNCED,
            column(
                "state",
                Value::Word(&["in-force", "withdrawn", "superseded"]),
            )
            .states(ag::STATE),
            column("state_date", Value::Date).states(ag::STATE_DATE),
            SOURCES,
            CONFIDENCE,
            NOTE,
        ],
    },
    Table {
        name: "companies",
        class: Class::Always(ag::COMPANY),
        label: "",
        columns: &[
            ID,
            NAME,
            NAME_ZH,
            ALIASES,
            column("former_names", Value::Alias)
                .states(ag::FORMER_NAME)
                .many(),
            column("description", Value::Text).states(ext::DESCRIPTION),
            column("country", Value::Ref(&["countries"])).states(ag::HAS_COUNTRY),
            column("sector", Value::Ref(&["sectors"]))
                .states(ag::HAS_SECTOR)
                .many(),
            column("headquarters", Value::Text).states(ag::HEADQUARTERS),
            column("tickers", Value::Text).states(ag::TICKER).many(),
            column("name_zh_confidence", Value::Word(CONFIDENCES))
                .states(ag::CHINESE_NAME_CONFIDENCE),
            column("sector_confidence", Value::Word(CONFIDENCES)).states(ag::SECTOR_CONFIDENCE),
            SOURCES,
            CONFIDENCE,
            NOTE,
        ],
    },
    Table {
        name: "bodies",
        class: Class::Column(
            "kind",
            &[
                ("agency", ag::AGENCY),
                ("court", ag::COURT),
                ("legislature", ag::LEGISLATIVE_BODY),
                ("committee", ag::COMMITTEE),
                ("government", ag::GOVERNMENT),
                ("armed-force", ag::ARMED_FORCE),
                ("group", ag::GROUP),
            ],
        ),
        label: "",
        columns: &[
            ID,
            NAME,
            NAME_ZH,
            ALIASES,
            CODES,
            column("kind", Value::Class).required(),
            column("part_of", BODIES).states(ag::PART_OF),
            column("role", Value::Text).states(ag::ROLE),
            column("established", Value::Date).states(ag::ESTABLISHED),
            SOURCES,
            CONFIDENCE,
            NOTE,
        ],
    },
    Table {
        name: "people",
        class: Class::Always(ag::OFFICIAL),
        label: "",
        columns: &[
            ID,
            NAME,
            NAME_ZH,
            ALIASES,
            column("party", Value::Text).states(ag::PARTY),
            column("state", Value::Text).states(ag::HOME_STATE),
            column("role", Value::Text).states(ag::ROLE),
            SOURCES,
            CONFIDENCE,
            NOTE,
        ],
    },
    Table {
        name: "tenures",
        class: Class::Always(ag::TENURE),
        label: "{person}: {office}",
        columns: &[
            ID,
            column("person", PEOPLE).states(ag::PERSON).required(),
            column("body", BODIES).states(ag::BODY),
            column("office", Value::Text).states(ag::OFFICE),
            column("start", Value::Date).states(ag::START),
            column("end", Value::Date).states(ag::END),
            SOURCES,
            CONFIDENCE,
            NOTE,
        ],
    },
    Table {
        name: "entries",
        class: Class::About("edition"),
        label: "",
        columns: &[
            column("edition", EDITIONS).required(),
            column("company", COMPANIES).states(ag::INCLUDES).required(),
            column("name_on_notice", Value::Text),
            SOURCES,
            CONFIDENCE,
            NOTE,
        ],
    },
    Table {
        name: "designations",
        class: Class::Column(
            "action",
            &[
                ("listing", ag::LISTING),
                ("relisting", ag::RELISTING),
                ("removal", ag::REMOVAL),
                ("merger", ag::MERGER),
                ("omission", ag::OMISSION),
                ("renaming", ag::RENAMING),
                ("retention", ag::RETENTION),
            ],
        ),
        label: "{action} of {company} on the {list}, {date}",
        columns: &[
            ID,
            column("action", Value::Class).required(),
            column("agents", ACTORS).states(ag::AGENT).many(),
            column("company", COMPANIES).states(ag::TARGET).required(),
            column("list", LISTS).states(ag::LIST).required(),
            EDITION,
            DATE,
            PUBLISHED,
            CITATION,
            column("name_on_notice", Value::Text).states(ag::NAME_ON_NOTICE),
            column("former_name", Value::Text).states(ag::FORMER_NAME),
            column("merged_into", COMPANIES).states(ag::MERGED_INTO),
            column("reason", Value::Text).states(ag::REASON),
            column("grounds", Value::Ref(&["grounds"]))
                .states(ag::HAS_GROUND)
                .many(),
            column("linked_bodies", BODIES)
                .states(ag::LINKED_BODY)
                .many(),
            SOURCES,
            CONFIDENCE,
            NOTE,
        ],
    },
    Table {
        name: "requests",
        class: Class::Always(ag::REQUEST),
        label: "{kind} of {requesters} to {addressees}, {date}",
        columns: &[
            ID,
            DATE,
            column(
                "kind",
                Value::Word(&["letter", "hearing", "bill", "determination"]),
            )
            .states(ag::KIND),
            column("requesters", ACTORS)
                .states(ag::AGENT)
                .many()
                .required(),
            column("on_behalf_of", BODIES)
                .states(ag::ON_BEHALF_OF)
                .many(),
            column("addressees", ACTORS).states(ag::ADDRESSEE).many(),
            column("targets", ACTORS).states(ag::TARGET).many(),
            column("lists", LISTS).states(ag::LIST).many(),
            TEXT,
            SOURCES,
            CONFIDENCE,
            NOTE,
        ],
    },
    Table {
        name: "responses",
        class: Class::Always(ag::RESPONSE),
        label: "{kinds} by {respondents}, {date}",
        columns: &[
            ID,
            DATE,
            column("respondents", ACTORS)
                .states(ag::AGENT)
                .many()
                .required(),
            column(
                "kinds",
                Value::Word(&[
                    "denial",
                    "legal-threat",
                    "reconsideration-request",
                    "no-impact",
                    "legal-option",
                    "government-protest",
                    "countermeasure",
                    "agency-statement",
                ]),
            )
            .states(ag::KIND)
            .many()
            .required(),
            LIST,
            EDITION,
            column("in_response_to", EVENTS).states(ag::IN_RESPONSE_TO),
            TEXT,
            SOURCES,
            CONFIDENCE,
            NOTE,
        ],
    },
    Table {
        name: "proceedings",
        class: Class::Column(
            "type",
            &[
                ("lawsuit", ag::LAWSUIT),
                ("appeal", ag::APPEAL),
                ("amended-complaint", ag::AMENDED_COMPLAINT),
            ],
        ),
        label: "{type} of {plaintiffs} against {defendants}, {date}",
        columns: &[
            ID,
            DATE,
            column("type", Value::Class).required(),
            column("plaintiffs", ACTORS)
                .states(ag::AGENT)
                .many()
                .required(),
            column("defendants", ACTORS).states(ag::DEFENDANT).many(),
            LIST,
            EDITION,
            COURT,
            JUDGE,
            column("case_number", Value::Text).states(ag::CASE_NUMBER),
            column("appeal_of", Value::Ref(&["proceedings"])).states(ag::APPEAL_OF),
            TEXT,
            column("outcome", Value::Text).states(ag::OUTCOME),
            column("outcome_date", Value::Date).states(ag::OUTCOME_DATE),
            SOURCES,
            CONFIDENCE,
            NOTE,
        ],
    },
    Table {
        name: "rulings",
        class: Class::Always(ag::RULING),
        label: "{kind} by the {court}, {date}",
        columns: &[
            ID,
            DATE,
            column(
                "kind",
                Value::Word(&[
                    "preliminary-injunction",
                    "summary-judgment",
                    "vacatur",
                    "dismissal",
                ]),
            )
            .states(ag::KIND),
            column("proceeding", Value::Ref(&["proceedings"]))
                .states(ag::PROCEEDING)
                .required(),
            COURT,
            JUDGE,
            column("targets", ACTORS).states(ag::TARGET).many(),
            LIST,
            TEXT,
            SOURCES,
            CONFIDENCE,
            NOTE,
        ],
    },
    Table {
        name: "events",
        class: Class::Column(
            "type",
            &[
                ("publication", ag::PUBLICATION),
                ("withdrawal", ag::WITHDRAWAL),
                ("assessment", ag::ASSESSMENT),
                ("agreement", ag::AGREEMENT),
            ],
        ),
        label: "{type}, {date}: {text}",
        columns: &[
            ID,
            column("type", Value::Class).required(),
            DATE,
            column("agents", ACTORS).states(ag::AGENT).many(),
            column("addressees", ACTORS).states(ag::ADDRESSEE).many(),
            column("targets", ACTORS).states(ag::TARGET).many(),
            LIST,
            EDITION,
            TEXT,
            SOURCES,
            CONFIDENCE,
            NOTE,
        ],
    },
    Table {
        name: "ownership",
        class: Class::Always(ag::OWNERSHIP),
        label: "{parent} over {child}: {kind}, {date}",
        columns: &[
            ID,
            column("parent", ACTORS).states(ag::PARENT).required(),
            column("child", COMPANIES).states(ag::CHILD).required(),
            column(
                "kind",
                Value::Word(&[
                    "grouping",
                    "shareholder",
                    "controller",
                    "acquisition",
                    "subsidiary",
                    "parent-company",
                    "group-company",
                    "affiliate",
                    "linked-to",
                    "transfer",
                    "founding",
                ]),
            )
            .states(ag::KIND)
            .required(),
            column("share", Value::Share).states(ag::SHARE),
            DATE,
            column("editions", EDITIONS).states(ag::HAS_EDITION).many(),
            SOURCES,
            CONFIDENCE,
            NOTE,
        ],
    },
    Table {
        name: "same_as",
        class: Class::Always(ag::SAMENESS),
        label: "",
        columns: &[
            ID,
            column("record", Value::Record)
                .states(ag::HAS_RECORD)
                .required(),
            column("same_as", Value::Record)
                .states(ag::HAS_RECORD)
                .required(),
            column("evidence", Value::Text)
                .states(ag::REASON)
                .required(),
            SOURCES,
            CONFIDENCE,
            NOTE,
        ],
    },
];

impl Table {
    /// Returns the table that `name` is the file of, with or without `.csv`.
    pub fn find(name: &str) -> Option<&'static Self> {
        let name = name.strip_suffix(".csv").unwrap_or(name);
        TABLES.iter().find(|table| table.name == name)
    }

    /// Returns the place of a column.
    pub fn position(&self, column: &str) -> Option<usize> {
        self.columns.iter().position(|known| known.name == column)
    }
}
